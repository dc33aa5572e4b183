#include <stdio.h>

#include "../host.h"

int main(void)
{
    char text[16];
    int fd = check(accept(listening(5), NULL, NULL), "accept");
    int n = check(read(fd, text, sizeof(text)), "read");
    check(write(fd, text, n), "write");
    if (read(fd, text, sizeof(text)) < 0)
        perror("read");
    return 0;
}
