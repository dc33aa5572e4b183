/*
 * Lays a filter over the box's that asks a listener of its own, who lets go on what the box forbids.
 *
 * says: a listener: .*
 * says: a new network: EPERM
 */
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

/* Lets each call that the filter asks about go on. */
static void answer(int listener)
{
    for (;;) {
        struct seccomp_notif asked;
        memset(&asked, 0, sizeof(asked));
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) < 0)
            _exit(0);
        struct seccomp_notif_resp go_on = { .id = asked.id,
                                            .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &go_on);
    }
}

int main(void)
{
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { 4, steps };
    long listener =
        syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    tell("a listener", listener);
    pid_t pid = fork();
    if (pid == 0)
        answer((int)listener);
    close((int)listener);
    tell("a new network", unshare(CLONE_NEWUSER | CLONE_NEWNET));
    kill(pid, SIGKILL); /* it would wait for more to answer */
}
