#include <stdio.h>

#include "../host.h"

int main(void)
{
    char text[16];
    int fd = connected(SOCK_STREAM, 8080);
    check(write(fd, "1 2 3", 5), "write");
    check(shutdown(fd, SHUT_WR), "shutdown");
    int n = check(read(fd, text, sizeof(text)), "read");
    printf("%.*s\n", n, text);
}
