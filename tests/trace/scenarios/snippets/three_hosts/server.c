#include "../host.h"

int main(void)
{
    int listener = listening(5);
    char text[16];
    for (int i = 0; i < 2; i++) {
        int fd = check(accept(listener, NULL, NULL), "accept");
        int n = check(read(fd, text, sizeof(text)), "read");
        check(write(fd, text, n), "write");
        close(fd);
    }
}
