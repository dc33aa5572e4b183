#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_un sun = { AF_UNIX, "who.sock" };
    char buf[100];
    ssize_t n;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == -1) {
        perror("connect");
        exit(1);
    }
    printf("I am %d\n", getpid());
    fflush(stdout);
    while ((n = read(fd, buf, sizeof(buf))) > 0)
        write(1, buf, n);
    return 0;
}
