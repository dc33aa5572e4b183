/*
 * Fills sockets whose other end is closed, so that what waits belongs to nobody who sent it; 400 MiB at most.
 *
 * needs: cgroup
 * manifest: limits: { time: 60s, memory: 32M }
 * ends: memory or SIGKILL
 */
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static char bytes[32 << 10];
    size_t held = 0;
    int ends[2];
    while (held < 400 << 20 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0) {
        for (ssize_t n; (n = write(ends[0], bytes, sizeof(bytes))) > 0;)
            held += (size_t)n;
        close(ends[0]);
    }
    wait_with("held all");
}
