#include "sys/pty.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"

bool pty_open(struct pty *pty, struct err *err)
{
    *pty = (struct pty){ -1, -1 };
    AUTO_CLOSE int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0 || unlockpt(master) < 0)
        return err_sys(err, "cannot open a pseudo-terminal");
    /* By descriptor, not by name: /dev/pts may be another file system's here (a chroot, a
     * container). */
    AUTO_CLOSE int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0)
        return err_sys(err, "cannot open the slave of a pseudo-terminal");
    struct termios mode;
    struct winsize size = { .ws_row = PTY_ROWS, .ws_col = PTY_COLUMNS };
    if (tcgetattr(slave, &mode) < 0)
        return err_sys(err, "cannot read a terminal's mode");
    cfmakeraw(&mode);
    if (tcsetattr(slave, TCSANOW, &mode) < 0 || ioctl(slave, TIOCSWINSZ, &size) < 0)
        return err_sys(err, "cannot set a terminal's mode");
    pty->master = fd_steal(&master);
    pty->slave = fd_steal(&slave);
    return true;
}
