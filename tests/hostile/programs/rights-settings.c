/*
 * With rights over its own network, opens all settings for writing, and gives those that are numbers another value:
 * those of its network are its own, and nothing of the machine's changes.
 *
 * manifest: rights: [net_admin, net_raw, net_bind]
 * says: lwtunnel hooks: (ENOENT|EACCES|EROFS)
 * says: settings of its own: some
 * says: others: 0
 */
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "hostile.h"

static int own, others;

/* Writes one more than the number that FD has, or one less, where that is a value that it takes. */
static void change(int fd)
{
    char text[64] = "", *end;
    ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
    long value = strtol(text, &end, 10);
    if (n <= 0 || end == text || *end != '\n')
        return;
    n = snprintf(text, sizeof(text), "%ld", value + 1);
    if (pwrite(fd, text, (size_t)n, 0) != n) {
        n = snprintf(text, sizeof(text), "%ld", value - 1);
        n = pwrite(fd, text, (size_t)n, 0);
    }
}

static int visit(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st;
    (void)where;
    int fd = kind == FTW_F ? open(path, O_RDWR | O_NONBLOCK) : -1;
    if (fd >= 0 && strcmp(path, "/proc/sys/kernel/ns_last_pid") != 0) {
        int net = strncmp(path, "/proc/sys/net/", 14) == 0;
        own += net;
        others += !net;
        if (!net)
            printf("%s\n", path);
        change(fd);
    }
    close(fd);
    return 0;
}

int main(void)
{
    /* It can be switched on, never off, so it is not written. */
    tell("lwtunnel hooks", open("/proc/sys/net/netfilter/nf_hooks_lwtunnel", O_WRONLY));
    nftw("/proc/sys", visit, 16, FTW_PHYS);
    printf("settings of its own: %s\nothers: %d\n", own ? "some" : "none", others);
}
