/*
 * Where the C library has another call than the one a program names, and the choice differs between
 * architectures and versions (select is pselect6, poll is ppoll), the name is that of the manual
 * page which describes both.
 */
#include "box/look/calls.h"

#include <stddef.h>
#include <sys/syscall.h>

#include "base/mem.h"

static const struct waiting_call calls[] = {
    { SYS_accept, CALL_DESCRIPTOR, "waits in accept(2)" },
    { SYS_accept4, CALL_DESCRIPTOR, "waits in accept4(2)" },
    { SYS_connect, CALL_DESCRIPTOR, "waits in connect(2)" },
    { SYS_recvfrom, CALL_DESCRIPTOR, "waits in recvfrom(2)" },
    { SYS_recvmsg, CALL_DESCRIPTOR, "waits in recvmsg(2)" },
    { SYS_recvmmsg, CALL_DESCRIPTOR, "waits in recvmmsg(2)" },
    { SYS_sendto, CALL_DESCRIPTOR, "waits in sendto(2)" },
    { SYS_sendmsg, CALL_DESCRIPTOR, "waits in sendmsg(2)" },
    { SYS_sendmmsg, CALL_DESCRIPTOR, "waits in sendmmsg(2)" },
    { SYS_read, CALL_DESCRIPTOR, "waits in read(2)" },
    { SYS_readv, CALL_DESCRIPTOR, "waits in readv(2)" },
    { SYS_pread64, CALL_DESCRIPTOR, "waits in pread(2)" },
    { SYS_write, CALL_DESCRIPTOR, "waits in write(2)" },
    { SYS_writev, CALL_DESCRIPTOR, "waits in writev(2)" },
    { SYS_pwrite64, CALL_DESCRIPTOR, "waits in pwrite(2)" },
    { SYS_sendfile, CALL_DESCRIPTOR, "waits in sendfile(2)" },
    { SYS_splice, CALL_DESCRIPTOR, "waits in splice(2)" },
    { SYS_tee, CALL_DESCRIPTOR, "waits in tee(2)" },
    { SYS_vmsplice, CALL_DESCRIPTOR, "waits in vmsplice(2)" },
    { SYS_close, CALL_DESCRIPTOR, "waits in close(2)" },
    { SYS_fcntl, CALL_DESCRIPTOR, "waits in fcntl(2)" },
    { SYS_flock, CALL_DESCRIPTOR, "waits in flock(2)" },
    { SYS_fsync, CALL_DESCRIPTOR, "waits in fsync(2)" },
    { SYS_fdatasync, CALL_DESCRIPTOR, "waits in fdatasync(2)" },
    { SYS_ioctl, CALL_DESCRIPTOR, "waits in ioctl(2)" },
    { SYS_mq_timedreceive, CALL_DESCRIPTOR, "waits in mq_receive(3)" },
    { SYS_mq_timedsend, CALL_DESCRIPTOR, "waits in mq_send(3)" },
    { SYS_ppoll, CALL_MANY, "waits in poll(2)" },
    { SYS_pselect6, CALL_MANY, "waits in select(2)" },
    { SYS_epoll_pwait, CALL_MANY, "waits in epoll_wait(2)" },
#ifdef SYS_epoll_pwait2
    { SYS_epoll_pwait2, CALL_MANY, "waits in epoll_wait(2)" },
#endif
#ifdef SYS_poll
    { SYS_poll, CALL_MANY, "waits in poll(2)" },
#endif
#ifdef SYS_select
    { SYS_select, CALL_MANY, "waits in select(2)" },
#endif
#ifdef SYS_epoll_wait
    { SYS_epoll_wait, CALL_MANY, "waits in epoll_wait(2)" },
#endif
#ifdef SYS_pause
    { SYS_pause, CALL_ALONE, "waits in pause(2)" },
#endif
#ifdef SYS_vfork
    { SYS_vfork, CALL_ALONE, "waits in vfork(2) for its child" },
#endif
#ifdef SYS_open
    { SYS_open, CALL_ALONE, "waits in open(2)" },
#endif
    { SYS_openat, CALL_ALONE, "waits in open(2)" },
    { SYS_clone, CALL_ALONE, "waits in clone(2) for its child" },
    { SYS_wait4, CALL_ALONE, "waits in wait4(2) for a child" },
    { SYS_waitid, CALL_ALONE, "waits in waitid(2) for a child" },
    { SYS_futex, CALL_ALONE, "waits in futex(2)" },
    { SYS_nanosleep, CALL_ALONE, "sleeps in nanosleep(2)" },
    { SYS_clock_nanosleep, CALL_ALONE, "sleeps in clock_nanosleep(2)" },
    { SYS_rt_sigsuspend, CALL_ALONE, "waits in sigsuspend(2) for a signal" },
    { SYS_rt_sigtimedwait, CALL_ALONE, "waits in sigtimedwait(2) for a signal" },
    { SYS_msgrcv, CALL_ALONE, "waits in msgrcv(2)" },
    { SYS_msgsnd, CALL_ALONE, "waits in msgsnd(2)" },
    { SYS_semop, CALL_ALONE, "waits in semop(2)" },
    { SYS_semtimedop, CALL_ALONE, "waits in semtimedop(2)" },
    /* What a stop and its end make of poll(2), nanosleep(2) and their like. */
    { SYS_restart_syscall, CALL_MANY, "waits in a call that a signal had interrupted" },
};

const struct waiting_call *waiting_call_find(long number)
{
    for (size_t i = 0; i < COUNT(calls); i++)
        if (calls[i].number == number)
            return &calls[i];
    return NULL;
}
