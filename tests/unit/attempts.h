/*
 * What system calls must answer to a program in a box: one row a call, made as it stands.
 */
#ifndef SNIP_TESTS_ATTEMPTS_H
#define SNIP_TESTS_ATTEMPTS_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/in6.h>
#include <linux/keyctl.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>

enum { SUCCESS = 0, X32 = 0x40000000 };

#define UPPER (1L << 32) /* in the half of a register that is not part of an int */

/* A system call made as it stands, and its errno, or SUCCESS. */
struct attempt {
    const char *name;
    long call;
    long args[4];
    int expected;
};

static const struct attempt families[] = {
    /* Those of articles, and what the kernel itself says. */
    { "AF_UNIX", SYS_socket, { AF_UNIX, SOCK_STREAM }, SUCCESS },
    { "AF_INET", SYS_socket, { AF_INET, SOCK_STREAM }, SUCCESS },
    { "AF_INET, upper half", SYS_socket, { AF_INET | UPPER, SOCK_STREAM }, SUCCESS },
    { "AF_INET6", SYS_socket, { AF_INET6, SOCK_DGRAM }, SUCCESS },
    { "AF_NETLINK", SYS_socket, { AF_NETLINK, SOCK_RAW }, SUCCESS },
    { "AF_PACKET, without a right", SYS_socket, { AF_PACKET, SOCK_RAW }, EPERM },
    { "AF_INET raw, without a right", SYS_socket, { AF_INET, SOCK_RAW, 1 }, EPERM },
    { "AF_INET, no such type", SYS_socket, { AF_INET, 99 }, EINVAL },
    { "AF_INET, UDP stream", SYS_socket, { AF_INET, SOCK_STREAM, 17 }, EPROTONOSUPPORT },
    { "AF_UNSPEC", SYS_socket, { AF_UNSPEC, SOCK_STREAM }, EAFNOSUPPORT },
    { "AF_AX25", SYS_socket, { AF_AX25, SOCK_SEQPACKET }, EAFNOSUPPORT },
    { "AF_IPX", SYS_socket, { AF_IPX, SOCK_DGRAM }, EAFNOSUPPORT },
    { "AF_APPLETALK", SYS_socket, { AF_APPLETALK, SOCK_DGRAM }, EAFNOSUPPORT },
    { "AF_ATMPVC", SYS_socket, { AF_ATMPVC, SOCK_DGRAM }, EAFNOSUPPORT },
    { "AF_X25", SYS_socket, { AF_X25, SOCK_SEQPACKET }, EAFNOSUPPORT },
    { "AF_ECONET", SYS_socket, { AF_ECONET, SOCK_DGRAM }, EAFNOSUPPORT },
    { "the family 99", SYS_socket, { 99, SOCK_STREAM }, EAFNOSUPPORT },
    { "the family -1", SYS_socket, { -1, SOCK_STREAM }, EAFNOSUPPORT },
    { "a pair, AF_UNIX", SYS_socketpair, { AF_UNIX, SOCK_STREAM, 0, 0 }, EFAULT },
    { "a pair, AF_INET", SYS_socketpair, { AF_INET, SOCK_STREAM, 0, 0 }, EFAULT },
    { "a pair, the family 99", SYS_socketpair, { 99, SOCK_STREAM, 0, 0 }, EFAULT },
    /* Those that lead out of the box. */
    { "AF_KEY", SYS_socket, { AF_KEY, 99 }, EPERM },
    { "AF_RDS", SYS_socket, { AF_RDS, SOCK_SEQPACKET }, EPERM },
    { "AF_PPPOX", SYS_socket, { AF_PPPOX, SOCK_STREAM }, EPERM },
    { "AF_LLC", SYS_socket, { AF_LLC, SOCK_STREAM }, EPERM },
    { "AF_CAN", SYS_socket, { AF_CAN, SOCK_RAW, 1 }, EPERM },
    { "AF_TIPC", SYS_socket, { AF_TIPC, SOCK_STREAM }, EPERM },
    { "AF_BLUETOOTH", SYS_socket, { AF_BLUETOOTH, SOCK_RAW, 1 }, EPERM },
    { "AF_IUCV", SYS_socket, { AF_IUCV, SOCK_STREAM }, EPERM },
    { "AF_RXRPC", SYS_socket, { AF_RXRPC, SOCK_DGRAM, AF_INET }, EPERM },
    { "AF_ISDN", SYS_socket, { AF_ISDN, SOCK_RAW }, EPERM },
    { "AF_PHONET", SYS_socket, { AF_PHONET, SOCK_DGRAM }, EPERM },
    { "AF_IEEE802154", SYS_socket, { AF_IEEE802154, SOCK_DGRAM }, EPERM },
    { "AF_CAIF", SYS_socket, { AF_CAIF, SOCK_STREAM }, EPERM },
    { "AF_ALG", SYS_socket, { AF_ALG, SOCK_SEQPACKET }, EPERM },
    { "AF_NFC", SYS_socket, { AF_NFC, SOCK_RAW }, EPERM },
    { "AF_VSOCK", SYS_socket, { AF_VSOCK, SOCK_STREAM }, EPERM },
    { "AF_VSOCK, upper half", SYS_socket, { AF_VSOCK | UPPER, SOCK_STREAM }, EPERM },
    { "AF_VSOCK, datagram", SYS_socket, { AF_VSOCK, SOCK_DGRAM }, EPERM },
    { "AF_KCM", SYS_socket, { AF_KCM, SOCK_DGRAM }, EPERM },
    { "AF_QIPCRTR", SYS_socket, { AF_QIPCRTR, SOCK_DGRAM }, EPERM },
    { "AF_SMC", SYS_socket, { AF_SMC, SOCK_STREAM }, EPERM },
    { "AF_XDP", SYS_socket, { AF_XDP, 99 }, EPERM },
    { "AF_MCTP", SYS_socket, { AF_MCTP, SOCK_DGRAM }, EPERM },
    { "a pair, AF_VSOCK", SYS_socketpair, { AF_VSOCK, SOCK_STREAM, 0, 0 }, EPERM },
    { "a pair, AF_TIPC, upper half",
      SYS_socketpair,
      { AF_TIPC | UPPER, SOCK_STREAM, 0, 0 },
      EPERM },
};

/*
 * With the arguments given here the kernel itself would answer otherwise, where there are any that
 * do no harm: what answers EPERM is the filter.
 */
static const struct attempt forbidden[] = {
    { "io_uring_setup", SYS_io_uring_setup, { 0, 0 }, EPERM },
    { "io_uring_enter", SYS_io_uring_enter, { -1, 0, 0, 0 }, EPERM },
    { "io_uring_register", SYS_io_uring_register, { -1, 0, 0, 0 }, EPERM },
    { "bpf", SYS_bpf, { -1, 0, 0 }, EPERM },
    { "perf_event_open", SYS_perf_event_open, { 0, 0, -1, -1 }, EPERM },
    { "userfaultfd", SYS_userfaultfd, { -1 }, EPERM },
    { "keyctl", SYS_keyctl, { KEYCTL_GET_KEYRING_ID, KEY_SPEC_PROCESS_KEYRING, 0 }, EPERM },
    { "add_key", SYS_add_key, { 0, 0, 0, 0 }, EPERM },
    { "request_key", SYS_request_key, { 0, 0, 0, 0 }, EPERM },
    { "fanotify_init", SYS_fanotify_init, { -1, 0 }, EPERM },
    { "fanotify_mark", SYS_fanotify_mark, { -1, 0, 0, -1 }, EPERM },

    { "ptrace of the init", SYS_ptrace, { PTRACE_ATTACH, 1, 0, 0 }, EPERM },
    { "ptrace of nobody", SYS_ptrace, { PTRACE_ATTACH, INT_MAX, 0, 0 }, ESRCH },
    { "process_vm_readv", SYS_process_vm_readv, { INT_MAX, 0, 0, 0 }, EPERM },
    { "process_vm_writev", SYS_process_vm_writev, { INT_MAX, 0, 0, 0 }, EPERM },
    { "process_madvise", SYS_process_madvise, { -1, 0, 0, 0 }, EPERM },
    { "pidfd_getfd", SYS_pidfd_getfd, { -1, 0, 0 }, EPERM },
    { "kcmp", SYS_kcmp, { INT_MAX, INT_MAX, 0, 0 }, EPERM },
    { "prlimit64 of init", SYS_prlimit64, { 1, RLIMIT_NOFILE, 0, 0 }, EPERM },
    { "prlimit64 of init, upper half", SYS_prlimit64, { 1 | UPPER, RLIMIT_NOFILE, 0, 0 }, EPERM },
    { "prlimit64 of nobody", SYS_prlimit64, { INT_MAX, RLIMIT_NOFILE, 0, 0 }, ESRCH },
    { "prlimit64 of one's own", SYS_prlimit64, { 0, RLIMIT_NOFILE, 0, 0 }, SUCCESS },

    { "unshare, user", SYS_unshare, { CLONE_NEWUSER }, EPERM },
    { "unshare, uts", SYS_unshare, { CLONE_NEWUTS | UPPER }, EPERM },
    { "unshare, pid", SYS_unshare, { CLONE_NEWPID }, EPERM },
    { "unshare, cgroup", SYS_unshare, { CLONE_NEWCGROUP }, EPERM },
    { "unshare, ipc", SYS_unshare, { CLONE_NEWIPC }, EPERM },
    { "unshare, mounts", SYS_unshare, { CLONE_NEWNS }, EPERM },
    { "unshare, net", SYS_unshare, { CLONE_NEWNET }, EPERM },
    { "unshare, time", SYS_unshare, { CLONE_NEWTIME | CLONE_PARENT }, EPERM },
    { "unshare, files", SYS_unshare, { CLONE_FILES | CLONE_FS }, SUCCESS },
    { "unshare, files and user", SYS_unshare, { CLONE_FILES | CLONE_NEWUSER }, EPERM },
    { "clone, user", SYS_clone, { CLONE_NEWUSER | CLONE_THREAD }, EPERM },
    { "clone, user, upper half", SYS_clone, { CLONE_NEWUSER | CLONE_THREAD | UPPER }, EPERM },
    { "clone, cgroup", SYS_clone, { CLONE_NEWCGROUP | CLONE_THREAD }, EPERM },
    { "clone, ipc", SYS_clone, { CLONE_NEWIPC | CLONE_THREAD }, EPERM },
    { "clone, net", SYS_clone, { CLONE_NEWNET | CLONE_THREAD }, EPERM },
    { "clone, mounts", SYS_clone, { CLONE_NEWNS | CLONE_THREAD }, EPERM },
    { "clone, pid", SYS_clone, { CLONE_NEWPID | CLONE_THREAD }, EPERM },
    { "clone, uts", SYS_clone, { CLONE_NEWUTS | CLONE_THREAD }, EPERM },
    { "clone, no namespace", SYS_clone, { CLONE_THREAD }, EINVAL },
    { "setns", SYS_setns, { -1, 0 }, EPERM },

    { "mount", SYS_mount, { 0, 0, 0, 0 }, EPERM },
    { "umount2", SYS_umount2, { 0, -1 }, EPERM },
    { "pivot_root", SYS_pivot_root, { 0, 0 }, EPERM },
    { "chroot", SYS_chroot, { 0 }, EPERM },
    { "fsopen", SYS_fsopen, { 0, -1 }, EPERM },
    { "fsconfig", SYS_fsconfig, { -1, -1, 0, 0 }, EPERM },
    { "fsmount", SYS_fsmount, { -1, -1, 0 }, EPERM },
    { "fspick", SYS_fspick, { -1, 0, -1 }, EPERM },
    { "open_tree", SYS_open_tree, { -1, 0, -1 }, EPERM },
    { "move_mount", SYS_move_mount, { -1, 0, -1, 0 }, EPERM },
    { "mount_setattr", SYS_mount_setattr, { -1, 0, -1, 0 }, EPERM },
    { "open_by_handle_at", SYS_open_by_handle_at, { -1, 0, 0 }, EPERM },
    { "mknodat, character", SYS_mknodat, { -1, 0, S_IFCHR | 0600, 0x103 }, EPERM },
    { "mknodat, block", SYS_mknodat, { -1, 0, S_IFBLK | 0600, 0x800 }, EPERM },
    { "mknodat, FIFO", SYS_mknodat, { -1, 0, S_IFIFO | 0600, 0 }, EFAULT },

    { "init_module", SYS_init_module, { 0, 0, 0 }, EPERM },
    { "finit_module", SYS_finit_module, { -1, 0, -1 }, EPERM },
    { "delete_module", SYS_delete_module, { 0, 0 }, EPERM },
    { "kexec_load", SYS_kexec_load, { 0, 0, 0, -1 }, EPERM },
    { "kexec_file_load", SYS_kexec_file_load, { -1, -1, 0, 0 }, EPERM },
#ifdef __x86_64__
    { "ioperm", SYS_ioperm, { 0, 0, 0 }, EPERM },
    { "iopl", SYS_iopl, { 4 }, EPERM },
    { "mknod, character", SYS_mknod, { 0, S_IFCHR | 0600, 0x103 }, EPERM },
    { "mknod, block", SYS_mknod, { 0, S_IFBLK | 0600, 0x800 }, EPERM },
#endif
    { "reboot", SYS_reboot, { 0, 0, 0, 0 }, EPERM },
    { "swapon", SYS_swapon, { 0, -1 }, EPERM },
    { "swapoff", SYS_swapoff, { 0 }, EPERM },
    { "quotactl", SYS_quotactl, { -1, 0, 0, 0 }, EPERM },
    { "quotactl_fd", SYS_quotactl_fd, { -1, -1, 0, 0 }, EPERM },
    { "acct", SYS_acct, { 0 }, EPERM },
    { "syslog", SYS_syslog, { -1, 0, 0 }, EPERM },
    { "vhangup", SYS_vhangup, { 0 }, EPERM },
    { "sethostname", SYS_sethostname, { 0, -1 }, EPERM },
    { "setdomainname", SYS_setdomainname, { 0, -1 }, EPERM },
    { "clock_settime", SYS_clock_settime, { CLOCK_REALTIME, 0 }, EPERM },
    { "clock_adjtime", SYS_clock_adjtime, { CLOCK_REALTIME, 0 }, EPERM },
    { "settimeofday", SYS_settimeofday, { 0, 0 }, EPERM },
    { "adjtimex", SYS_adjtimex, { 0 }, EPERM },

    { "TIOCSTI", SYS_ioctl, { -1, TIOCSTI, 0 }, EPERM },
    { "TIOCSTI, upper half", SYS_ioctl, { -1, TIOCSTI | UPPER, 0 }, EPERM },
    { "TIOCLINUX", SYS_ioctl, { -1, TIOCLINUX, 0 }, EPERM },
    { "TIOCSETD", SYS_ioctl, { -1, TIOCSETD, 0 }, EPERM },
    { "TIOCGWINSZ", SYS_ioctl, { -1, TIOCGWINSZ, 0 }, EBADF },
    { "PR_SET_SECUREBITS", SYS_prctl, { PR_SET_SECUREBITS, 1 }, EPERM },
    { "IN_OPEN", SYS_inotify_add_watch, { -1, 0, IN_OPEN | UPPER }, EPERM },
    { "IN_ACCESS", SYS_inotify_add_watch, { -1, 0, IN_ACCESS | IN_MODIFY }, EPERM },
    { "IN_CLOSE", SYS_inotify_add_watch, { -1, 0, IN_CLOSE }, EPERM },
    { "F_NOTIFY", SYS_fcntl, { -1, F_NOTIFY | UPPER, 0 }, EPERM },
    { "PR_SET_MM", SYS_prctl, { PR_SET_MM | UPPER, -1, -1, -1 }, EPERM },
    { "PR_SET_NAME", SYS_prctl, { PR_SET_NAME, 0 }, EFAULT },
    { "personality, asked", SYS_personality, { 0xffffffff }, SUCCESS },
    { "personality, set", SYS_personality, { PER_LINUX }, EPERM },
    { "personality, low pages", SYS_personality, { MMAP_PAGE_ZERO }, EPERM },
    { "SCHED_FIFO", SYS_sched_setscheduler, { 0, SCHED_FIFO, 0 }, EPERM },
    { "SCHED_RR, reset on fork",
      SYS_sched_setscheduler,
      { 0, SCHED_RR | SCHED_RESET_ON_FORK, 0 },
      EPERM },
    { "SCHED_DEADLINE", SYS_sched_setscheduler, { 0, SCHED_DEADLINE | UPPER, 0 }, EPERM },
    { "SCHED_BATCH", SYS_sched_setscheduler, { 0, SCHED_BATCH, 0 }, EINVAL },
    { "sched_setattr", SYS_sched_setattr, { 0, 0, 0 }, EPERM },
    { "a flow label", SYS_setsockopt, { -1, IPPROTO_IPV6 | UPPER, IPV6_FLOWLABEL_MGR, 0 }, EPERM },
    { "a flow label's number, of IPv4",
      SYS_setsockopt,
      { -1, IPPROTO_IP, IPV6_FLOWLABEL_MGR, 0 },
      EBADF },
    { "an option of IPv6", SYS_setsockopt, { -1, IPPROTO_IPV6, IPV6_V6ONLY, 0 }, EBADF },
    { "sched_setaffinity", SYS_sched_setaffinity, { 0, 0, 0 }, EPERM },
    { "sched_getaffinity", SYS_sched_getaffinity, { 0, 0, 0 }, EINVAL },
};

/* What is in no list is not there; with the filter away the kernel has another answer. */
static const struct attempt missing[] = {
    { "clone3", SYS_clone3, { 0, 0 }, ENOSYS },
    { "io_setup", SYS_io_setup, { 0, 0 }, ENOSYS },
    { "mbind", SYS_mbind, { 0, 0, -1, 0 }, ENOSYS },
    { "name_to_handle_at", SYS_name_to_handle_at, { -1, 0, 0, 0 }, ENOSYS },
    { "landlock_create_ruleset", SYS_landlock_create_ruleset, { 0, 0, -1 }, ENOSYS },
    { "a number of no call", 100000, { 0 }, ENOSYS },
#ifdef __x86_64__
    { "modify_ldt", SYS_modify_ldt, { -1, 0, 0 }, ENOSYS },
    { "getpid of x32", X32 | SYS_getpid, { 0 }, ENOSYS },
    { "socket of x32", X32 | SYS_socket, { AF_VSOCK, SOCK_STREAM }, ENOSYS },
#endif
};

#endif
