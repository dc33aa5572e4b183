#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    // region: zero
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(0), // 아무 포트나
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    socklen_t size = sizeof a;
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(getsockname(fd, (struct sockaddr *)&a, &size),
          "getsockname");
    int port = ntohs(a.sin_port); // 커널이 고른 포트
    // endregion

    int low, high;
    FILE *f = fopen("/proc/sys/net/ipv4/ip_local_port_range",
                    "r");
    if (!f || fscanf(f, "%d %d", &low, &high) != 2)
        err(1, "ip_local_port_range");
    fclose(f);
    printf("임시 포트 범위: %d-%d\n", low, high);
    printf("고른 포트가 그 범위 안인가? %s\n",
           low <= port && port <= high ? "예" : "아니오");
}
