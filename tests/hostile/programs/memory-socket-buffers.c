/*
 * Fills the buffers of socket pairs, made as large as they get; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL
 */
#include <sys/resource.h>
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    static char bytes[64 << 10];
    size_t held = 0;
    int pair[2], size = 1 << 30;
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    while (held < 1 << 30 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0)
        for (int i = 0; i < 2; i++) {
            setsockopt(pair[i], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
            for (ssize_t n;
                 held < 1 << 30 && (n = send(pair[i], bytes, sizeof(bytes), MSG_DONTWAIT)) > 0;)
                held += (size_t)n;
        }
    puts(held < 1 << 30 ? "held less" : "held 1024 MiB");
}
