#include <stdio.h>

#include "../host.h"

int main(void)
{
    char text[16];
    int n, sum = 0, fd = check(accept(listening(5), NULL, NULL), "accept");
    while ((n = check(read(fd, text, sizeof(text)), "read")) > 0)
        sum += n;
    dprintf(fd, "%d bytes", sum);
    close(fd);
}
