#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct sockaddr_un a = { .sun_family = AF_UNIX,
                                .sun_path = "my.sock" };

static int new_socket(void)
{
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (fd < 0)
        err(1, "socket");
    return fd;
}

static void say(const char *what, int result)
{
    printf("%s: %s\n", what,
           result < 0 ? strerrorname_np(errno) : "ok");
}

static void try_bind(const char *what, int fd)
{
    say(what, bind(fd, (struct sockaddr *)&a, sizeof a));
}

static void try_connect(const char *what)
{
    int fd = new_socket();

    say(what, connect(fd, (struct sockaddr *)&a, sizeof a));
    close(fd);
}

int main(void)
{
    int old = new_socket(), server = new_socket();

    try_bind("첫 서버의 bind", old);
    close(old); // 서버가 죽었다. 파일은 남는다
    try_connect("남은 파일로 connect");
    try_bind("다음 서버의 bind", server);

    if (unlink(a.sun_path) < 0)
        err(1, "unlink");
    try_bind("파일을 지우고 bind", server);
    say("listen", listen(server, 1));
    try_connect("connect");

    if (unlink(a.sun_path) < 0)
        err(1, "unlink");
    try_connect("서버는 있고 파일은 없을 때");
}
