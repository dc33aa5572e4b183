#include "../host.h"

int main(void)
{
    int fd = check(accept(listening(5), NULL, NULL), "accept");
    char text[16];
    check(write(fd, "from server", 11), "write");
    check(shutdown(fd, SHUT_WR), "shutdown");
    while (check(read(fd, text, sizeof(text)), "read") > 0)
        ;
}
