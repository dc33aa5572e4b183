/*
 * Opens the terminals of others: those of the machine, and other ends of pairs.
 *
 * says: opened: 0
 */
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    int opened = open("/dev/ptmx", O_RDWR | O_NOCTTY) >= 0;
    opened += open("/dev/pts/ptmx", O_RDWR | O_NOCTTY) >= 0;
    for (int i = 0; i < 100; i++) {
        char path[32];
        snprintf(path, sizeof(path), "/dev/pts/%d", i);
        opened += open(path, O_RDWR | O_NOCTTY) >= 0;
        snprintf(path, sizeof(path), "/dev/tty%d", i);
        opened += open(path, O_RDWR | O_NOCTTY) >= 0;
    }
    /* The other end of its own pair is snip's. */
    opened += ioctl(1, TIOCGPTPEER, O_RDWR | O_NOCTTY) >= 0;
    printf("opened: %d\n", opened);
}
