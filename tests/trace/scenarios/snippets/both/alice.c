#include "../host.h"

int main(void)
{
    int fd = connected(SOCK_STREAM, 8080);
    char text[16];
    check(write(fd, "from alice", 10), "write");
    check(shutdown(fd, SHUT_WR), "shutdown");
    while (check(read(fd, text, sizeof(text)), "read") > 0)
        ;
}
