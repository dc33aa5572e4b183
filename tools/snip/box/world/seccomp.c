/*
 * Two filters. One goes by names: what is in no list does not exist (ENOSYS), as on a kernel that
 * was built without it, and the C library falls back on what it did before there was such a call;
 * above all clone3(2), whose flags lie in memory, where no filter sees them. So it is with the
 * calls of another architecture. What would reach out of the box, or into the kernel where no
 * article has business, is forbidden (EPERM), as it is to an ordinary user of a careful machine.
 * The other looks at arguments, and only forbids. They are two because libseccomp can say "this
 * call, but not with those arguments" only where what is not named is allowed.
 *
 * An article shows what the kernel answers, so what the kernel itself refuses is left to it. Of the
 * address families those of articles are let through, those of old networks, which Linux keeps to
 * its first network namespace (EAFNOSUPPORT), and the numbers that mean nothing to it.
 *
 * Arguments are compared as the kernel takes them: an int in the lower half of a register, whatever
 * is in the upper one.
 */
#include "box/world/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/in6.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/trace/call.h"

#define INT 0xffffffffU /* the bits of a register that make an int */

enum { LIBRARY_BYTES = 1 << 20 }; /* more than it takes at one time */

/* System calls by name. Those that this architecture has not got are passed over. */
static const char *const allowed[] = {
    /* sockets */
    "accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg "
    "recvmsg sendmmsg sendmsg sendto setsockopt shutdown socket socketpair",
    /* descriptors */
    "close close_range copy_file_range dup dup2 dup3 fcntl flock ioctl lseek pipe pipe2 pread64 "
    "preadv preadv2 pwrite64 pwritev pwritev2 read readv sendfile splice tee vmsplice write "
    "writev",
    /* waiting for them */
    "epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd eventfd2 "
    "inotify_add_watch inotify_init inotify_init1 inotify_rm_watch poll ppoll pselect6 select "
    "signalfd signalfd4",
    /* files */
    "access chdir chmod chown creat faccessat faccessat2 fadvise64 fallocate fchdir fchmod "
    "fchmodat fchown fchownat fdatasync fgetxattr flistxattr fremovexattr fsetxattr fstat fstatfs "
    "fsync ftruncate futimesat getcwd getdents getdents64 getxattr lchown lgetxattr link linkat "
    "listxattr llistxattr lremovexattr lsetxattr lstat mkdir mkdirat mknod mknodat newfstatat "
    "open openat openat2 readahead readlink readlinkat removexattr rename renameat renameat2 "
    "rmdir setxattr stat statfs statx symlink symlinkat sync_file_range syncfs truncate umask "
    "unlink unlinkat utime utimensat utimes",
    /* memory */
    "brk madvise membarrier memfd_create mincore mlock mlock2 mlockall mmap mprotect mremap msync "
    "munlock munlockall munmap pkey_alloc pkey_free pkey_mprotect remap_file_pages",
    /*
     * processes and threads; the kernel lets ptrace(2) reach what has no more rights, so not the
     * init, and the check for leaks of a sanitizer is made with it
     */
    "arch_prctl clone execve execveat exit exit_group fork futex get_robust_list getpgid getpgrp "
    "getpid getppid getsid gettid personality pidfd_open prctl ptrace rseq seccomp set_robust_list "
    "set_tid_address setpgid setsid unshare vfork wait4 waitid",
    /* signals */
    "alarm kill pause pidfd_send_signal restart_syscall rt_sigaction rt_sigpending rt_sigprocmask "
    "rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo sigaltstack "
    "tgkill tkill",
    /* who one is: to become anybody else takes a right */
    "capget capset getegid geteuid getgid getgroups getresgid getresuid getuid setfsgid setfsuid "
    "setgid setgroups setregid setresgid setresuid setreuid setuid",
    /* limits and processors */
    "getcpu getpriority getrlimit getrusage prlimit64 sched_get_priority_max "
    "sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler "
    "sched_rr_get_interval sched_setparam sched_setscheduler sched_yield "
    "setpriority setrlimit sysinfo times uname",
    /* time and chance */
    "clock_getres clock_gettime clock_nanosleep getitimer getrandom gettimeofday nanosleep "
    "setitimer time timer_create timer_delete timer_getoverrun timer_gettime timer_settime "
    "timerfd_create timerfd_gettime timerfd_settime",
    /* shared memory, semaphores, messages: the box's own */
    "mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend mq_unlink msgctl msgget msgrcv "
    "msgsnd semctl semget semop semtimedop shmat shmctl shmdt shmget",
};

static const char *const forbidden[] = {
    /* the machine */
    "acct delete_module finit_module init_module ioperm iopl kexec_file_load kexec_load quotactl "
    "quotactl_fd reboot setdomainname sethostname swapoff swapon syslog vhangup",
    /* its clock */
    "adjtimex clock_adjtime clock_settime settimeofday stime",
    /* mounts, and ways round them */
    "chroot fanotify_init fanotify_mark fsconfig fsmount fsopen fspick mount mount_setattr "
    "move_mount open_by_handle_at open_tree pivot_root umount umount2 setns",
    /* other processors than the box is given, which its programs would choose themselves */
    "sched_setaffinity",
    /* other processes */
    "kcmp pidfd_getfd process_madvise process_vm_readv process_vm_writev sched_setattr",
    /* parts of the kernel with a history of holes */
    "add_key bpf io_uring_enter io_uring_register io_uring_setup keyctl perf_event_open "
    "request_key userfaultfd",
};

/* What records a run looks, waits and tells; it opens files of /proc only for reading. */
static const char *const recording[] = {
    "close exit exit_group openat pread64 process_vm_readv process_vm_writev ptrace read "
    "readlinkat "
    "recvfrom recvmsg rt_sigreturn rt_sigtimedwait sendto sendmsg wait4",
    "clock_gettime getcpu restart_syscall",
};

/*
 * What tells the date, or by which others are met, of a box that is another world
 * (box/elsewhere/tracer.h). ptrace(2) is there since only one may trace.
 */
static const char elsewhere[] =
    "gettimeofday time fstat lstat newfstatat stat statx mq_timedreceive mq_timedsend recvmmsg "
    "getcpu sched_getaffinity sysinfo uname ptrace "
    "accept accept4 connect exit_group kill listen read readv recvfrom recvmsg sendmsg sendto "
    "shutdown write writev";

/*
 * AF_VSOCK reaches the host from any network, AF_ALG its crypto drivers; the others are hardware
 * and protocols of which no article needs more than their names.
 */
static const int forbidden_families[] = {
    AF_KEY,  AF_RDS,   AF_PPPOX, AF_LLC,     AF_CAN,  AF_TIPC, AF_BLUETOOTH,
    AF_IUCV, AF_RXRPC, AF_ISDN,  AF_PHONET,  AF_CAIF, AF_ALG,  AF_IEEE802154,
    AF_NFC,  AF_VSOCK, AF_KCM,   AF_QIPCRTR, AF_SMC,  AF_XDP,  AF_MCTP,
};

/* New namespaces, of clone(2) and unshare(2). */
static const unsigned forbidden_flags[] = {
    CLONE_NEWCGROUP, CLONE_NEWIPC,  CLONE_NEWNET, CLONE_NEWNS,
    CLONE_NEWPID,    CLONE_NEWUSER, CLONE_NEWUTS,
};

/* CALL is forbidden where its argument ARG, the first is 0, has VALUE in the bits of MASK. */
struct condition {
    int call;
    unsigned arg;
    uint64_t mask, value;
};

/* Besides: clocks and deadlines of the calendar, times of packets. */
static const struct condition elsewhere_where[] = {
    { SCMP_SYS(clock_gettime), 0, INT, CLOCK_REALTIME },
    { SCMP_SYS(clock_gettime), 0, INT, CLOCK_REALTIME_COARSE },
    { SCMP_SYS(clock_gettime), 0, INT, CLOCK_REALTIME_ALARM },
    { SCMP_SYS(clock_gettime), 0, INT, CLOCK_TAI },
    { SCMP_SYS(clock_nanosleep), 1, TIMER_ABSTIME, TIMER_ABSTIME },
    { SCMP_SYS(timer_settime), 1, TIMER_ABSTIME, TIMER_ABSTIME },
    { SCMP_SYS(timerfd_settime), 1, TIMER_ABSTIME, TIMER_ABSTIME },
    { SCMP_SYS(futex), 1, FUTEX_CLOCK_REALTIME, FUTEX_CLOCK_REALTIME },
    { SCMP_SYS(futex), 1, INT & ~FUTEX_PRIVATE_FLAG, FUTEX_LOCK_PI },
    { SCMP_SYS(ioctl), 1, INT, SIOCGSTAMP_OLD },
    { SCMP_SYS(ioctl), 1, INT, SIOCGSTAMPNS_OLD },
};

static const struct condition conditions[] = {
    { SCMP_SYS(unshare), 0, CLONE_NEWTIME, CLONE_NEWTIME }, /* to clone(2) that bit is a signal's */
    /* Typing into a terminal for others to read; line disciplines, which are modules. */
    { SCMP_SYS(ioctl), 1, INT, TIOCSTI },
    { SCMP_SYS(ioctl), 1, INT, TIOCLINUX },
    { SCMP_SYS(ioctl), 1, INT, TIOCSETD },
    /* What rights mean; where in memory a process has what, for others to read. */
    { SCMP_SYS(prctl), 0, INT, PR_SET_SECUREBITS },
    { SCMP_SYS(prctl), 0, INT, PR_SET_MM },
    /* Huge pages, of which a piece can hold the whole where nobody sees it (box/world/limit.c). */
    { SCMP_SYS(prctl), 0, INT, PR_SET_THP_DISABLE },
    /* Who on the machine opens and reads the files that all have in common; what is written in the
     * box, a program may watch. */
    { SCMP_SYS(inotify_add_watch), 2, IN_OPEN, IN_OPEN },
    { SCMP_SYS(inotify_add_watch), 2, IN_ACCESS, IN_ACCESS },
    { SCMP_SYS(inotify_add_watch), 2, IN_CLOSE_NOWRITE, IN_CLOSE_NOWRITE },
    { SCMP_SYS(fcntl), 1, INT, F_NOTIFY },
    /* Device files. */
    { SCMP_SYS(mknod), 1, S_IFMT, S_IFBLK },
    { SCMP_SYS(mknod), 1, S_IFMT, S_IFCHR },
    { SCMP_SYS(mknodat), 2, S_IFMT, S_IFBLK },
    { SCMP_SYS(mknodat), 2, S_IFMT, S_IFCHR },
    /* Real time. */
    { SCMP_SYS(sched_setscheduler), 1, INT & ~SCHED_RESET_ON_FORK, SCHED_FIFO },
    { SCMP_SYS(sched_setscheduler), 1, INT & ~SCHED_RESET_ON_FORK, SCHED_RR },
    { SCMP_SYS(sched_setscheduler), 1, INT & ~SCHED_RESET_ON_FORK, SCHED_DEADLINE },
    /* The init has the programs' uid; its limits are not theirs to lower. */
    { SCMP_SYS(prlimit64), 0, INT, 1 },
};

/* As in libseccomp, those below return 0 or a negative errno. */

/* Gives ACTION to the calls in NAMES. A name that libseccomp does not know is a mistake here. */
static int add_named(scmp_filter_ctx filter, uint32_t action, const char *names)
{
    int error = 0;
    for (size_t n; *names && error == 0; names += n + (names[n] == ' ')) {
        char name[32];
        n = strcspn(names, " ");
        snprintf(name, sizeof(name), "%.*s", (int)n, names);
        int call = seccomp_syscall_resolve_name(name);
        if (call >= 0)
            error = seccomp_rule_add(filter, action, call, 0);
        else if (call == __NR_SCMP_ERROR)
            error = -EINVAL;
    }
    return error;
}

static int add_where(scmp_filter_ctx filter, uint32_t action, struct condition condition)
{
    const struct scmp_arg_cmp compare = { condition.arg, SCMP_CMP_MASKED_EQ, condition.mask,
                                          condition.value };
    if (condition.call < 0)
        return 0;
    return seccomp_rule_add_array(filter, action, condition.call, 1, &compare);
}

static int forbid_where(scmp_filter_ctx filter, struct condition condition)
{
    return add_where(filter, SCMP_ACT_ERRNO(EPERM), condition);
}

static int add_calls(scmp_filter_ctx filter)
{
    int error = 0;
    for (size_t i = 0; i < COUNT(allowed) && error == 0; i++)
        error = add_named(filter, SCMP_ACT_ALLOW, allowed[i]);
    for (size_t i = 0; i < COUNT(forbidden) && error == 0; i++)
        error = add_named(filter, SCMP_ACT_ERRNO(EPERM), forbidden[i]);
    return error;
}

/* The flow labels of IPv6 are in one table for all networks of the machine. */
static int forbid_flow_labels(scmp_filter_ctx filter)
{
    return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(setsockopt), 2,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, INT, IPPROTO_IPV6),
                            SCMP_A2(SCMP_CMP_MASKED_EQ, INT, IPV6_FLOWLABEL_MGR));
}

static int add_conditions(scmp_filter_ctx filter)
{
    static const int makers[] = { SCMP_SYS(clone), SCMP_SYS(unshare) },
                     openers[] = { SCMP_SYS(socket), SCMP_SYS(socketpair) };
    /* It may be asked for, not changed. */
    int error = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(personality), 1,
                                 SCMP_A0(SCMP_CMP_NE, 0xffffffff));
    if (error == 0)
        error = forbid_flow_labels(filter);
    for (size_t i = 0; i < COUNT(conditions) && error == 0; i++)
        error = forbid_where(filter, conditions[i]);
    for (size_t i = 0; i < 2 * COUNT(forbidden_flags) && error == 0; i++) {
        unsigned flag = forbidden_flags[i / 2];
        error = forbid_where(filter, (struct condition){ makers[i % 2], 0, flag, flag });
    }
    for (size_t i = 0; i < 2 * COUNT(forbidden_families) && error == 0; i++) {
        uint64_t family = (uint64_t)forbidden_families[i / 2];
        error = forbid_where(filter, (struct condition){ openers[i % 2], 0, INT, family });
    }
    return error;
}

/*
 * Copies FILTER, as the kernel takes it, to PROGRAM. Through a pipe, which no limit on files cuts
 * short, and which has room for it.
 */
static int export(scmp_filter_ctx filter, struct sock_fprog *program)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return -errno;
    AUTO_CLOSE int from = ends[0];
    AUTO_CLOSE int to = ends[1];
    int error = seccomp_export_bpf(filter, to), size = 0;
    if (error == 0 && (ioctl(from, FIONREAD, &size) < 0 || size <= 0))
        error = -EIO;
    if (error)
        return error;
    program->len = (unsigned short)((size_t)size / sizeof(*program->filter));
    program->filter = mem_alloc((size_t)size);
    return read(from, program->filter, (size_t)size) == size ? 0 : -EIO;
}

/*
 * Makes one of the two. OTHERWISE is the answer to calls that the rules do not name, FOREIGN to
 * those of another architecture, which is int 0x80 and x32 on x86-64.
 */
static int make(struct sock_fprog *program, uint32_t otherwise, uint32_t foreign,
                int (*add_rules)(scmp_filter_ctx filter))
{
    scmp_filter_ctx filter = seccomp_init(otherwise);
    int error = filter ? seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, foreign) : -ENOMEM;
    /* As a binary tree: the kernel follows it for every call there is when it is loaded. */
    if (error == 0)
        error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    if (error == 0)
        error = add_rules(filter);
    if (error == 0)
        error = export(filter, program);
    seccomp_release(filter);
    return error;
}

/* Where a tracer is to see a call that is allowed. */
static int add_traced(scmp_filter_ctx filter)
{
    const struct call *call;
    int error = 0;
    for (size_t i = 0; error == 0 && (call = call_at(i)) != NULL; i++)
        error = seccomp_rule_add(filter, SCMP_ACT_TRACE(0), (int)call->number, 0);
    return error;
}

static int add_elsewhere(scmp_filter_ctx filter)
{
    int error = add_named(filter, SCMP_ACT_TRACE(0), elsewhere);
    for (size_t i = 0; i < COUNT(elsewhere_where) && error == 0; i++)
        error = add_where(filter, SCMP_ACT_TRACE(0), elsewhere_where[i]);
    return error;
}

static int add_recording(scmp_filter_ctx filter)
{
    int error = 0;
    for (size_t i = 0; i < COUNT(recording) && error == 0; i++)
        error = add_named(filter, SCMP_ACT_ALLOW, recording[i]);
    return error;
}

const struct filter *filter_get_recorder(struct err *err)
{
    static struct filter filter;
    static bool made;
    if (made)
        return &filter;
    free(mem_alloc(LIBRARY_BYTES));
    int error = make(&filter.parts[0], SCMP_ACT_ERRNO(EPERM), SCMP_ACT_ERRNO(EPERM), add_recording);
    made = error == 0;
    if (!made)
        err_set(err, ERR_SYSTEM, "cannot make a filter of system calls: %s", strerror(-error));
    return made ? &filter : NULL;
}

const struct filter *filter_get(enum filter_kind kind, struct err *err)
{
    static int (*const add[FILTER_KINDS])(
        scmp_filter_ctx) = { [FILTER_RECORDED] = add_traced, [FILTER_ELSEWHERE] = add_elsewhere };
    static struct filter filters[FILTER_KINDS];
    static bool made[FILTER_KINDS];
    struct filter *filter = &filters[kind];
    if (made[kind])
        return filter;
    /* The library does not live through a want of memory, so what it takes is tried before. */
    free(mem_alloc(LIBRARY_BYTES));
    /* What is loaded first must allow the loading of the others. */
    int error = make(&filter->parts[0], SCMP_ACT_ALLOW, SCMP_ACT_ALLOW, add_conditions);
    if (error == 0)
        error = make(&filter->parts[1], SCMP_ACT_ERRNO(ENOSYS), SCMP_ACT_ERRNO(ENOSYS), add_calls);
    if (error == 0 && add[kind])
        error = make(&filter->parts[2], SCMP_ACT_ALLOW, SCMP_ACT_ALLOW, add[kind]);
    made[kind] = error == 0;
    if (error)
        err_set(err, ERR_SYSTEM, "cannot make a filter of system calls: %s", strerror(-error));
    return made[kind] ? filter : NULL;
}

bool filter_supported(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;
    return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0U, &action) == 0;
}

bool filter_load(const struct filter *filter)
{
    for (size_t i = 0; i < FILTER_PARTS; i++)
        if (filter->parts[i].len &&
            syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0U, &filter->parts[i]) != 0)
            return false;
    return true;
}

const char *filter_library(void)
{
    static char text[64];
    const struct scmp_version *version = seccomp_version();
    snprintf(text, sizeof(text), "libseccomp %u.%u.%u", version->major, version->minor,
             version->micro);
    return text;
}
