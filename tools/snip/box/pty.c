#include "box/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"

/* What to do where there is no terminal for want of ERROR (errno); NULL where nothing is known. */
static const char *mend(int error)
{
    switch (error) {
    case ENOENT:
        return "there is no /dev/ptmx: for a chroot, sudo mount --rbind /dev CHROOT/dev";
    case ENODEV:
        return "nothing is mounted on /dev/pts: sudo mount -t devpts -o ptmxmode=0666 devpts "
               "/dev/pts "
               "&& sudo mount --bind /dev/pts/ptmx /dev/ptmx";
    case EACCES:
        return "sudo chmod 666 /dev/ptmx";
    case ENOSPC:
        return "too many are in use: sudo sysctl kernel.pty.max=4096";
    default:
        return NULL;
    }
}

static bool fail(struct err *err)
{
    const char *hint = mend(errno);
    err_sys(err, "cannot open a pseudo-terminal");
    return hint && err_hint(err, "%s", hint);
}

bool pty_open(struct pty *pty, struct err *err)
{
    *pty = (struct pty){ -1, -1 };
    AUTO_CLOSE int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0 || unlockpt(master) < 0)
        return fail(err);
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

bool pty_set_for_typing(int slave)
{
    struct termios mode;
    if (tcgetattr(slave, &mode) < 0)
        return false;
    mode.c_iflag |= ICRNL | IXON | IUTF8;
    mode.c_lflag |= ICANON | ISIG | IEXTEN | ECHO | ECHOE | ECHOK | ECHOKE | ECHOCTL;
    return tcsetattr(slave, TCSANOW, &mode) == 0;
}

bool output_open(bool terminal, int *ours, int *theirs, struct err *err)
{
    if (terminal) {
        struct pty pty;
        if (!pty_open(&pty, err))
            return false;
        *ours = pty.master;
        *theirs = pty.slave;
        return true;
    }
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(err, "cannot make a pipe");
    *ours = ends[0];
    *theirs = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 || err_sys(err, "cannot set up a pipe");
}

bool input_open(int *ours, int *theirs, struct err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(err, "cannot make a pipe");
    *theirs = ends[0];
    *ours = ends[1];
    return fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 || err_sys(err, "cannot set up a pipe");
}
