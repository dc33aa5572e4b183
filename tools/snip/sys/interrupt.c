#include "sys/interrupt.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static void interrupt_set(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGINT);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGHUP);
}

int interrupt_open(struct err *err)
{
    sigset_t set;
    interrupt_set(&set);
    signal(SIGPIPE, SIG_IGN);
    int fd = sigprocmask(SIG_BLOCK, &set, NULL) == 0
                 ? signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)
                 : -1;
    if (fd < 0)
        err_sys(err, "cannot watch for signals");
    return fd;
}

int interrupt_read(int fd)
{
    struct signalfd_siginfo info;
    return read(fd, &info, sizeof(info)) == (ssize_t)sizeof(info) ? (int)info.ssi_signo : 0;
}

int interrupt_close(int fd)
{
    sigset_t set;
    int number = interrupt_read(fd);
    close(fd);
    interrupt_set(&set);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    return number;
}

_Noreturn void interrupt_die(int number)
{
    sigset_t set;
    signal(number, SIG_DFL);
    interrupt_set(&set);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    _exit(128 + number);
}
