#include "box/world/limit.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    STACK = 8 << 20,
    SMALL_STACK = 32 << 10, /* of a process that only starts another */
    STACK_LEAST = 1 << 20,  /* a compiler needs a tenth of that for a small program */
    /* A part of what a user usually has, so that one box leaves room for others: */
    QUEUES = 819200 / 4,    /* two queues with the attributes of mq_overview(7), … */
    LOCKED = (8 << 20) / 2, /* … and enough for mlockall(2) of a small program */
    SIGNALS = 1024,
    EXCESS = 1, /* one process more than allowed may come to be: it shows that there are too many */
    GRACE_S =
        1, /* of processor time, before one process is killed that the box is not killed for */
};

void limit_raise(void)
{
    static const int counted[] = { RLIMIT_MSGQUEUE, RLIMIT_MEMLOCK, RLIMIT_SIGPENDING };
    const struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
    for (size_t i = 0; i < COUNT(counted); i++)
        setrlimit((__rlimit_resource_t)counted[i], &none);
}

const char *limit_raise_stack(void)
{
    struct rlimit stack;
    if (getrlimit(RLIMIT_STACK, &stack) < 0 || stack.rlim_cur >= STACK)
        return NULL;
    if (stack.rlim_max < STACK_LEAST)
        return "snip: the limit of the stack is too small, which `ulimit -Hs` shows: 1024 is the "
               "least\n  raise it as root: ulimit -Hs 8192, or see limits.conf(5)\n";
    stack.rlim_cur = stack.rlim_max < STACK ? stack.rlim_max : STACK;
    setrlimit(RLIMIT_STACK, &stack);
    return NULL;
}

bool limit_lower(int resource, uint64_t most)
{
    struct rlimit limit;
    if (getrlimit((__rlimit_resource_t)resource, &limit) < 0)
        return false;
    limit.rlim_max = limit.rlim_max < most ? limit.rlim_max : most;
    limit.rlim_cur = limit.rlim_max;
    return setrlimit((__rlimit_resource_t)resource, &limit) == 0;
}

/*
 * What is short of memory kills a program before anything else. Its file in /proc is its own only
 * while it can be dumped, which a change of its uid has taken from it. Where there is no /proc that
 * can be written to it has to do without.
 */
static void volunteer(void)
{
    prctl(PR_SET_DUMPABLE, 1);
    AUTO_CLOSE int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    ssize_t ignored = fd < 0 ? 0 : write(fd, "1000", 4);
    (void)ignored;
}

/*
 * Of a huge page that is in use by a piece, in a pipe or a socket, all is: memory that belongs to
 * no process. So there are none. A kernel that has none itself does not know the call.
 */
static bool small_pages(void)
{
    return prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0 || errno == EINVAL;
}

bool limit_program(const struct box_limits *limits, unsigned inits)
{
    uint64_t seconds = (uint64_t)(limits->processor_ms + 999) / 1000 + GRACE_S;
    const struct {
        int resource;
        bool wanted;
        uint64_t most;
    } list[] = {
        /* 1, not 0: with 0 the kernel still runs a piped core handler (core(5)). */
        { RLIMIT_CORE, true, 1 },
        { RLIMIT_NPROC, limits->processes > 0, limits->processes + inits + EXCESS },
        { RLIMIT_NOFILE, limits->files > 0, limits->files },
        { RLIMIT_FSIZE, limits->file_size > 0, limits->file_size },
        { RLIMIT_CPU, limits->processor_ms > 0, seconds },
        { RLIMIT_STACK, limits->memory > 0, STACK },
        { RLIMIT_MSGQUEUE, limits->memory > 0, QUEUES },
        { RLIMIT_MEMLOCK, limits->memory > 0, LOCKED },
        { RLIMIT_SIGPENDING, limits->memory > 0, SIGNALS },
        { RLIMIT_RTPRIO, true, 0 },
        { RLIMIT_NICE, true, 0 },
    };
    for (size_t i = 0; i < COUNT(list); i++)
        if (list[i].wanted && !limit_lower(list[i].resource, list[i].most))
            return false;
    volunteer();
    return limits->memory == 0 || small_pages();
}

bool limit_memory(const struct box_limits *limits)
{
    return limits->memory == 0 || limit_lower(RLIMIT_AS, limits->memory);
}

/* How many more to have, and where: a stack each. */
struct more {
    unsigned count;
    char *stacks;
};

static int have(void *wanted)
{
    const struct more *more = (const struct more *)wanted;
    if (more->count == 0)
        return 0;
    char *top = more->stacks + SMALL_STACK;
    struct more next = { more->count - 1, top };
    int status = 0;
    /* With the memory of its parent, which waits: of a fork(2) it would be copied. */
    pid_t pid = clone(have, top, CLONE_VM | CLONE_VFORK | SIGCHLD, &next);
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (pid < 0)
        return errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : EAGAIN;
}

bool limit_allows(unsigned count)
{
    static _Alignas(16) char stacks[LIMIT_PARTS * SMALL_STACK];
    struct more more = { count, stacks };
    errno = count <= LIMIT_PARTS ? have(&more) : EINVAL;
    return errno == 0;
}

static bool resize(const char *path, unsigned long flags, uint64_t size)
{
    char options[32];
    snprintf(options, sizeof(options), "size=%llu", (unsigned long long)size);
    return mount(NULL, path, NULL, MS_REMOUNT | MS_NOSUID | MS_NODEV | flags, options) == 0;
}

bool limit_files(const struct box_limits *limits)
{
    return limits->file_size == 0 || (resize("/tmp", 0, limits->file_size) &&
                                      resize("/dev/shm", MS_NOEXEC, limits->file_size));
}
