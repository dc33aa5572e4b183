#include <err.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    // region: autobind
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    socklen_t size = sizeof a;
    int fd = check(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");

    // 주소 체계만 있고 이름이 없는 주소
    check(bind(fd, (struct sockaddr *)&a,
               sizeof(sa_family_t)),
          "bind");
    check(getsockname(fd, (struct sockaddr *)&a, &size),
          "getsockname");
    printf("이름은 %zu바이트, 첫 바이트는 %d\n",
           size - offsetof(struct sockaddr_un, sun_path),
           a.sun_path[0]);
    // endregion
}
