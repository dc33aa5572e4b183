#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(int argc, char *argv[])
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    char text[64];
    int n;

    if (argc != 2 || strlen(argv[1]) >= sizeof a.sun_path)
        errx(2, "사용법: client 경로");
    strcpy(a.sun_path, argv[1]);

    // region: call
    int fd = check(socket(AF_UNIX, SOCK_STREAM, 0), "socket");

    if (connect(fd, (struct sockaddr *)&a, sizeof a) < 0) {
        printf("connect: %s\n", strerrorname_np(errno));
        return 1;
    }
    printf("나는 pid %d, uid %u\n", getpid(), getuid());
    printf("받은 것: ");
    while ((n = check(read(fd, text, sizeof text), "read")) >
           0)
        printf("%.*s", n, text);
    // endregion
}
