#include "../host.h"

int main(void)
{
    char text[16];
    int listener = listening(5), fd = check(accept(listener, NULL, NULL), "accept");
    int n = check(read(fd, text, sizeof(text)), "read");
    check(write(fd, text, n), "write");
    close(fd);
}
