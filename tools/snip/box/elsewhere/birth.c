/*
 * Tunables (glibc, "Tunables") are read by the dynamic linker, or a static program, before all else
 * and before the first system call but an mmap(2) for a copy. No variable is added for them, since
 * getenv(3) and /proc/PID/environ would tell: a pointer of the environment shows them for that
 * time, and the text lies on the unused stack.
 */
#include "box/elsewhere/birth.h"

#include <elf.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/mem.h"
#include "box/trace/tracee.h"

enum {
    WORDS = 64, /* of the stack that are read at a time */
    WORDS_MAX = 1 << 15,
    FILLED = 48 << 10, /* bytes of the stack */
    CLEAR = 64,        /* beside the stack pointer: not filled */
    FILLING = 0xa5,
};

/* Walks the words of a stack. */
struct walk {
    pid_t tid;
    uint64_t at; /* of the next word */
    uint64_t words[WORDS];
    size_t next, n, left;
};

/* Takes the next word. Returns false where there is none, or no end of them. */
static bool take(struct walk *walk, uint64_t *word)
{
    if (walk->left-- == 0)
        return false;
    if (walk->next == walk->n) {
        walk->n = WORDS;
        while (walk->n > 0 &&
               !tracee_read(walk->tid, walk->at, walk->words, walk->n * sizeof(*walk->words)))
            walk->n /= 2;
        walk->next = 0;
        if (walk->n == 0)
            return false;
    }
    *word = walk->words[walk->next++];
    walk->at += sizeof(*word);
    return true;
}

/* Takes words up to a 0, which is taken too. Where the last before it lies is *LAST; 0: nowhere. */
static bool pass_list(struct walk *walk, uint64_t *last)
{
    uint64_t word = 1;
    *last = 0;
    while (word) {
        uint64_t at = walk->at;
        if (!take(walk, &word))
            return false;
        *last = word ? at : *last;
    }
    return true;
}

/* Time and processor are no longer to be had without the kernel. */
static void hide_vdso(struct walk *walk)
{
    const uint64_t ignored = AT_IGNORE;
    uint64_t type = AT_IGNORE, value;
    while (type != AT_NULL) {
        uint64_t at = walk->at;
        if (!take(walk, &type) || !take(walk, &value))
            return;
        if (type == AT_SYSINFO_EHDR)
            tracee_write(walk->tid, at, &ignored, sizeof(ignored));
    }
}

/*
 * Puts TEXT below the stack pointer, where the kernel leaves only 0, and behind it bytes of BYTE.
 * Returns where it lies; 0: it cannot be.
 */
static uint64_t fill_stack(pid_t tid, uint64_t stack, int byte, const char *text, size_t len)
{
    static unsigned char bytes[FILLED];
    memset(bytes, byte, sizeof(bytes));
    memcpy(bytes, text, len);
    uint64_t to = (stack - CLEAR - sizeof(bytes)) & ~UINT64_C(15);
    return tracee_write(tid, to, bytes, sizeof(bytes)) ? to : 0;
}

void birth_begin(const struct elsewhere *world, pid_t tid, struct birth *birth)
{
    static const char content[] = "GLIBC_TUNABLES=glibc.malloc.perturb=165:"
                                  "glibc.malloc.tcache_count=0:glibc.pthread.rseq=0",
                      processor[] = "GLIBC_TUNABLES=glibc.pthread.rseq=0";
    bool filled = elsewhere_in(world, ELSEWHERE_CONTENT);
    const char *text = filled ? content : processor;
    struct walk walk = { .tid = tid, .left = WORDS_MAX };
    uint64_t count, stack, last;
    *birth = (struct birth){ 0 };
    if (!tracee_get_stack(tid, &stack))
        return;
    walk.at = stack;
    if (!take(&walk, &count) || !pass_list(&walk, &last) || !pass_list(&walk, &last))
        return;
    hide_vdso(&walk);
    if (!last || !elsewhere_in(world, ELSEWHERE_CONTENT | ELSEWHERE_PROCESSORS))
        return;
    uint64_t place = fill_stack(tid, stack, filled ? FILLING : 0, text, strlen(text) + 1);
    if (place && tracee_read(tid, last, &birth->value, sizeof(birth->value)) &&
        tracee_write(tid, last, &place, sizeof(place)))
        birth->place = last;
}

bool birth_end(pid_t tid, struct birth *birth)
{
    long number;
    if (birth->place == 0)
        return true;
    if (!tracee_get_entry(tid, &number) || number == SYS_mmap)
        return false;
    tracee_write(tid, birth->place, &birth->value, sizeof(birth->value));
    birth->place = 0;
    return true;
}
