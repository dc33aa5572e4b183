/*
 * Opens sockets of each family there can be, of each kind: which are there at all?
 *
 * says: family 1 opens
 * says: family 2 opens
 * says: family 10 opens
 * says: family 16 opens
 */
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    for (int family = 0; family < 64; family++) {
        int opened = 0;
        for (int kind = SOCK_STREAM; kind <= SOCK_PACKET; kind++) {
            int fd = socket(family, kind, 0);
            opened += fd >= 0;
            close(fd);
        }
        if (opened)
            printf("family %d opens\n", family);
    }
}
