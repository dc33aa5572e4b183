#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *yes(int truth)
{
    return truth ? "예" : "아니오";
}

static void look(const char *what, int type)
{
    int fd = socket(AF_INET, type, 0);
    int status, descriptor, kept;
    socklen_t size = sizeof kept;

    if (fd < 0)
        err(1, "socket");
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &kept, &size) < 0)
        err(1, "SO_TYPE");
    if ((status = fcntl(fd, F_GETFL)) < 0 ||
        (descriptor = fcntl(fd, F_GETFD)) < 0)
        err(1, "fcntl");
    printf("%s\n", what);
    printf("  SO_TYPE      %d\n", kept);
    printf("  논블로킹     %s\n", yes(status & O_NONBLOCK));
    printf("  exec 뒤 닫힘 %s\n",
           yes(descriptor & FD_CLOEXEC));
    if (listen(fd, 1) < 0)
        err(1, "listen");
    if (status & O_NONBLOCK && accept(fd, NULL, NULL) < 0)
        printf("  accept       %s\n", strerrorname_np(errno));
    close(fd);
}

#define LOOK(type) look(#type, type)

int main(void)
{
    LOOK(SOCK_STREAM);
    LOOK(SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
}
