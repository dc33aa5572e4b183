/*
 * With the right over its own network, raises the buffers of TCP, and fills them over loopback; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * manifest: rights: [net_admin]
 * ends: 0 or memory or files or SIGKILL or varies
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static void raise_limit(const char *path)
{
    static const char most[] = "4096 1000000000 1000000000";
    int fd = open(path, O_WRONLY);
    tell(path, write(fd, most, sizeof(most) - 1));
    close(fd);
}

int main(void)
{
    static char bytes[64 << 10];
    size_t held = 0;
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(9000) };
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    raise_limit("/proc/sys/net/ipv4/tcp_rmem");
    raise_limit("/proc/sys/net/ipv4/tcp_wmem");
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(server, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(server, 100) < 0)
        return 1;
    while (held < 1 << 30) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        if (client < 0 || connect(client, (struct sockaddr *)&at, sizeof(at)) < 0 ||
            accept(server, NULL, NULL) < 0)
            break;
        for (ssize_t n;
             held < 1 << 30 && (n = send(client, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0;)
            held += (size_t)n;
    }
    printf("held %zu MiB\n", held >> 20);
}
