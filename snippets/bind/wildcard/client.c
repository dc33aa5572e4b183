#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static struct sockaddr_in at(const char *ip, const char *port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons((in_port_t)atoi(port)),
    };

    if (inet_pton(AF_INET, ip, &a.sin_addr) != 1)
        errx(2, "주소가 아니다: %s", ip);
    return a;
}

static void knock(const char *ip, const char *port)
{
    struct sockaddr_in to = at(ip, port);
    char line[64];
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    if (connect(fd, (struct sockaddr *)&to, sizeof to) < 0) {
        printf("%s: %s\n", port, strerrorname_np(errno));
        close(fd);
        return;
    }
    FILE *in = fdopen(fd, "r");
    if (!in || !fgets(line, sizeof line, in))
        errx(1, "답이 오지 않았다");
    printf("%s: 서버 쪽 주소는 %s", port, line);
    fclose(in);
}

int main(int argc, char *argv[])
{
    for (int i = 2; i < argc; i++)
        knock(argv[1], argv[i]);
}
