#include "../host.h"

int main(void)
{
    char letter;
    int fd = check(accept(listening(5), NULL, NULL), "accept");
    check(read(fd, &letter, 1), "read");
    close(fd);
}
