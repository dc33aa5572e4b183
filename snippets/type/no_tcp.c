#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int count_lines(const char *path)
{
    FILE *f = fopen(path, "r");
    int c, count = 0;

    if (!f)
        err(1, "%s", path);
    while ((c = fgetc(f)) != EOF)
        count += c == '\n';
    fclose(f);
    return count;
}

int main(void)
{
    struct tcp_info info;
    socklen_t size = sizeof info;
    char text[16] = "";
    int pair[2];

    // region: stream
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), "socketpair");
    check(send(pair[0], "stream", 6, 0), "send");
    check(recv(pair[1], text, sizeof text - 1, 0), "recv");
    printf("받은 것: %s\n", text);

    int n = getsockopt(pair[0], IPPROTO_TCP, TCP_INFO, &info, &size);
    printf("TCP_INFO: %s\n", n < 0 ? strerrorname_np(errno) : "ok");
    printf("/proc/net/tcp의 소켓: %d개\n",
           count_lines("/proc/net/tcp") - 1); // 첫 줄은 제목이다
    // endregion
}
