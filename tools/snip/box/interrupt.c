#include "box/interrupt.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/watch/cgroup.h"

/*
 * Those of the three signals that are not ignored: nohup(1) and shells ignore some for what they
 * start, and a blocked signal would be queued all the same.
 */
static void interrupt_set(sigset_t *set)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    sigemptyset(set);
    for (size_t i = 0; i < COUNT(signals); i++) {
        struct sigaction action;
        if (sigaction(signals[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
            sigaddset(set, signals[i]);
    }
}

bool interrupt_open(struct interrupt *interrupt, struct err *err)
{
    sigset_t set;
    interrupt_set(&set);
    *interrupt = (struct interrupt){ .fd = -1, .pipe = signal(SIGPIPE, SIG_IGN) };
    if (sigprocmask(SIG_BLOCK, &set, &interrupt->mask) < 0)
        return err_sys(err, "cannot block signals");
    interrupt->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return interrupt->fd >= 0 || err_sys(err, "cannot watch for signals");
}

int interrupt_read(const struct interrupt *interrupt)
{
    struct signalfd_siginfo info;
    ssize_t n = read(interrupt->fd, &info, sizeof(info));
    return n == (ssize_t)sizeof(info) ? (int)info.ssi_signo : 0;
}

int interrupt_close(struct interrupt *interrupt)
{
    int number = interrupt->fd < 0 ? 0 : interrupt_read(interrupt);
    fd_close_at(&interrupt->fd);
    sigprocmask(SIG_SETMASK, &interrupt->mask, NULL);
    signal(SIGPIPE, interrupt->pipe);
    return number;
}

_Noreturn void interrupt_die(int number)
{
    sigset_t set;
    cgroup_end();
    signal(number, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, number);
    raise(number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    _exit(128 + number);
}
