/*
 * Keeps one small piece of each of many huge pages in pipes, and unmaps them: each stays whole; 1 GiB at most.
 *
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "hostile.h"

enum { HUGE_PAGE = 2 << 20, EACH = 16 };

/* Puts a page of a new huge page into the pipe END. Returns how much that holds. */
static size_t keep(int end)
{
    char *all =
        mmap(NULL, 2 * HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED)
        return 0;
    char *at = (char *)(((size_t)all + HUGE_PAGE - 1) & ~(size_t)(HUGE_PAGE - 1));
    unsigned char there[HUGE_PAGE / 4096];
    madvise(at, HUGE_PAGE, MADV_HUGEPAGE);
    *at = 1; /* one touch is enough, where there are huge pages */
    mincore(at, HUGE_PAGE, there);
    size_t size = there[1] & 1 ? HUGE_PAGE : 4096;
    struct iovec part = { at, 4096 };
    ssize_t n = vmsplice(end, &part, 1, SPLICE_F_NONBLOCK);
    munmap(all, 2 * HUGE_PAGE);
    return n > 0 ? size : 0;
}

int main(void)
{
    size_t held = 0, more = 1;
    int ends[2];
    for (int i = 0; i < 500 && more && held < 1 << 30 && pipe2(ends, O_NONBLOCK) == 0; i++)
        for (int n = 0; n < EACH && held < 1 << 30 && (more = keep(ends[1])); n++)
            held += more;
    puts(held < 1 << 30 ? "held less" : "held 1024 MiB");
    printf("%zu KiB\n", held >> 10);
}
