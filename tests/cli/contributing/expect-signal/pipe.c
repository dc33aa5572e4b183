#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    int fd[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) < 0)
        err(1, "socketpair");
    close(fd[1]);
    puts("nobody reads");
    if (write(fd[0], "hello", 5) < 0)
        err(1, "write");
}
