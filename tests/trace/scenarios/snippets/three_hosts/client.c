#include <stdio.h>

#include "../host.h"

int main(void)
{
    char text[16];
    int fd = connected(SOCK_STREAM, 8080);
    check(write(fd, "ping", 4), "write");
    int n = check(read(fd, text, sizeof(text)), "read");
    printf("%.*s\n", n, text);
}
