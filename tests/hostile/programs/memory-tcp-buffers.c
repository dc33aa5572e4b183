/*
 * Fills the buffers of TCP connections over loopback; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL
 */
#include <arpa/inet.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    static char bytes[64 << 10];
    size_t held = 0;
    int size = 1 << 30, server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9000) };
    struct rlimit limit;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    setsockopt(server, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    if (bind(server, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(server, 100) < 0)
        return 1;
    while (held < 1 << 30) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        if (client < 0 || connect(client, (struct sockaddr *)&at, sizeof(at)) < 0)
            break;
        if (accept(server, NULL, NULL) < 0)
            break;
        setsockopt(client, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
        for (ssize_t n;
             held < 1 << 30 && (n = send(client, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0;)
            held += (size_t)n;
    }
    puts(held < 1 << 30 ? "held less" : "held 1024 MiB");
}
