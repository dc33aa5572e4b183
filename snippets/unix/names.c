#define _GNU_SOURCE
#include <err.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

/* fd의 이름을 찍는다. 맨 앞의 NUL은 @로 적는다. */
static void show(const char *what, int fd)
{
    struct sockaddr_un a;
    socklen_t size = sizeof a;

    check(getsockname(fd, (struct sockaddr *)&a, &size),
          "getsockname");
    int n = size - offsetof(struct sockaddr_un, sun_path);
    if (n == 0)
        printf("%s: 이름 없음\n", what);
    else if (a.sun_path[0] == '\0')
        printf("%s: @%.*s (%d바이트)\n", what, n - 1,
               a.sun_path + 1, n);
    else
        printf("%s: %s (%d바이트)\n", what, a.sun_path, n);
}

int main(void)
{
    struct sockaddr_un path = { .sun_family = AF_UNIX,
                                .sun_path = "my.sock" };
    struct sockaddr_un abstract = { .sun_family = AF_UNIX,
                                    .sun_path = "\0my" };
    size_t head = offsetof(struct sockaddr_un, sun_path);
    struct stat st;

    // region: names
    int a = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    show("bind 전", a);
    check(bind(a, (struct sockaddr *)&path,
               head + strlen("my.sock") + 1),
          "bind");
    show("경로", a);

    int b = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");
    check(bind(b, (struct sockaddr *)&abstract,
               head + 1 + strlen("my")),
          "bind");
    show("추상 이름", b);
    // endregion

    printf("my.sock 파일이 있나? %s\n",
           stat("my.sock", &st) == 0 && S_ISSOCK(st.st_mode)
               ? "예"
               : "아니오");
    close(a);
    printf("close한 뒤에도? %s\n",
           stat("my.sock", &st) == 0 ? "예" : "아니오");
}
