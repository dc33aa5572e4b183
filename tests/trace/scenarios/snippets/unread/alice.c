#include <stdio.h>

#include "../host.h"

int main(void)
{
    char letter;
    int fd = connected(SOCK_STREAM, 8080);
    check(write(fd, "ping", 4), "write");
    if (read(fd, &letter, 1) < 0)
        perror("read");
    return 0;
}
