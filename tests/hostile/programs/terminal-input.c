/*
 * Types into its own terminal, for the shell behind it to read.
 *
 * says: TIOCSTI: (EPERM|EIO)
 * says: TIOCLINUX: (EPERM|ENOTTY)
 * says: TIOCCONS: EPERM
 * says: TIOCSETD: (EPERM|EINVAL)
 * says: TIOCSTI as its controlling terminal: EPERM
 */
#include <sys/ioctl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char six = 6;
    int discipline = 2;
    tell("TIOCSTI", ioctl(1, TIOCSTI, "x"));
    tell("TIOCLINUX", ioctl(1, TIOCLINUX, &six));
    tell("TIOCCONS", ioctl(1, TIOCCONS));
    tell("TIOCSETD", ioctl(1, TIOCSETD, &discipline));
    ioctl(1, TIOCSCTTY, 0);
    tell("TIOCSTI as its controlling terminal", ioctl(1, TIOCSTI, "x"));
}
