#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    int fd;

    if (fd = socket(AF_INET, SOCK_STREAM, 0) < 0)
        return 1;
    printf("fd = %d\n", fd);
    if (bind(fd, (struct sockaddr *)&a, sizeof a) < 0) {
        printf("bind: %s\n", strerrorname_np(errno));
        return 1;
    }
}
