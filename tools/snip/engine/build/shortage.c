#include "engine/build/shortage.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include "base/mem.h"
#include "box/spec.h"
#include "engine/build/diagnostics.h"

/* Tells whether the compiler may have less than WANTED of RESOURCE. */
static bool is_under(int resource, uint64_t wanted)
{
    struct rlimit limit;
    return getrlimit((__rlimit_resource_t)resource, &limit) == 0 && limit.rlim_cur < wanted;
}

static bool says_one_of(const struct buf *output, const char *const *list)
{
    for (; *list; list++)
        if (strstr(buf_str(output), *list))
            return true;
    return false;
}

static bool has_errors(const struct buf *output)
{
    struct diagnostics list = { 0 };
    bool any = false;
    diagnostics_parse(&list, buf_str(output));
    vec_each (d, &list)
        any |= d->error;
    diagnostics_release(&list);
    return any;
}

/*
 * Sets FAILURE where not the source made the compiler fail but a limit that snip was started under:
 * OUTPUT says what such a limit makes it say, and the limit is lower than what a box allows.
 */
static void find_limit(const struct buf *output, struct err *failure)
{
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
    const char *const *memory = WORDS("out of memory", "memory exhausted", "allocate memory",
                                      "map segment", "Segmentation fault", "Bus error", "Aborted");
    const struct {
        uint64_t wanted;
        const char *const *said;
        int resource;
        char letter; /* of ulimit */
    } limits[] = {
        { COMPILE_PROCESSES, WORDS(strerror(EAGAIN)), RLIMIT_NPROC, 'u' },
        { BOX_WORK_BYTES, WORDS(strsignal(SIGXFSZ), strerror(EFBIG)), RLIMIT_FSIZE, 'f' },
        { COMPILE_TIME_MS / 1000, WORDS(strsignal(SIGXCPU), "Killed signal"), RLIMIT_CPU, 't' },
        { COMPILE_MEMORY, memory, RLIMIT_AS, 'v' },
        { COMPILE_MEMORY, memory, RLIMIT_DATA, 'd' },
    };
    for (size_t i = 0; i < COUNT(limits); i++) {
        if (!says_one_of(output, limits[i].said) || !is_under(limits[i].resource, limits[i].wanted))
            continue;
        err_set(failure, ERR_SYSTEM, "the compiler cannot work with what `ulimit -%c` allows",
                limits[i].letter);
        err_detail(failure, mem_strdup(buf_str(output)));
        err_hint(failure, "ulimit -%c unlimited", limits[i].letter);
        return;
    }
#undef WORDS
}

void shortage_find(bool bare, const struct buf *output, struct err *failure)
{
    /* What is said of a line is about the source. */
    if (has_errors(output))
        return;
    if (!strstr(buf_str(output), strerror(ENOSPC))) {
        find_limit(output, failure);
    } else if (bare) {
        err_set(failure, ERR_SYSTEM, "the compiler has no room for what it makes");
        err_detail(failure, mem_strdup(buf_str(output)));
        err_hint(failure, "make room in $TMPDIR, or where that is not set in /tmp");
    } else {
        err_set(failure, ERR_FALSE, "what the compiler makes of it takes over %d MiB",
                BOX_WORK_BYTES >> 20);
    }
}
