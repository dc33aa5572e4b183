#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static void report(const struct addrinfo *a,
                   const char *result)
{
    char ip[64], port[8];

    if (getnameinfo(a->ai_addr, a->ai_addrlen, ip, sizeof ip,
                    port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV))
        errx(1, "getnameinfo");
    printf("%s의 %s번 포트: %s\n", ip, port, result);
}

// 이름 하나에 주소가 여럿일 수 있다. 될 때까지 걸어 본다.
static int call(const char *host, const char *service)
{
    struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
    struct addrinfo *all;
    int failed = getaddrinfo(host, service, &hints, &all);

    if (failed)
        errx(1, "%s", gai_strerror(failed));
    for (struct addrinfo *a = all; a; a = a->ai_next) {
        int fd = check(socket(a->ai_family, SOCK_STREAM, 0),
                       "socket");

        if (connect(fd, a->ai_addr, a->ai_addrlen) == 0) {
            report(a, "ok");
            freeaddrinfo(all);
            return fd;
        }
        report(a, strerrorname_np(errno));
        close(fd);
    }
    errx(1, "받아 주는 주소가 없다");
}

int main(int argc, char *argv[])
{
    char line[256];

    if (argc != 3)
        errx(2, "사용법: client 이름 서비스");
    int fd = call(argv[1], argv[2]);
    // 경계가 없으니 줄 단위로 읽는다.
    FILE *reply = fdopen(fd, "r");
    if (!reply)
        err(1, "fdopen");
    while (fgets(line, sizeof line, stdin)) {
        check(dprintf(fd, "%s", line), "dprintf");
        if (!fgets(line, sizeof line, reply))
            errx(1, "대답이 끊겼다");
        printf("에코: %s", line);
    }
    fclose(reply); // fd도 함께 닫힌다
}
