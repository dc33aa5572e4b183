#include "../host.h"

int main(void)
{
    struct linger none = { .l_onoff = 1, .l_linger = 0 };
    char text[16];
    int fd = connected(SOCK_STREAM, 8080);
    check(setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none)), "setsockopt");
    check(write(fd, "ping", 4), "write");
    check(read(fd, text, sizeof(text)), "read");
    close(fd);
}
