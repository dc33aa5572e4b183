#include "engine/trace/numbers.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/netlink.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>

#include "base/mem.h"

/* A number and its name. */
struct constant {
    int64_t value;
    const char *name;
};

#define NAME(CONSTANT)                                                                             \
    {                                                                                              \
        CONSTANT, #CONSTANT                                                                        \
    }

static const struct constant families[] = {
    NAME(AF_UNSPEC), NAME(AF_UNIX),    NAME(AF_INET),
    NAME(AF_INET6),  NAME(AF_NETLINK), NAME(AF_PACKET),
};

static const struct constant types[] = {
    NAME(SOCK_STREAM),
    NAME(SOCK_DGRAM),
    NAME(SOCK_SEQPACKET),
    NAME(SOCK_RAW),
};

static const struct constant type_flags[] = { NAME(SOCK_NONBLOCK), NAME(SOCK_CLOEXEC) };

static const struct constant protocols[] = {
    NAME(IPPROTO_TCP),     NAME(IPPROTO_UDP),  NAME(IPPROTO_ICMP),
    NAME(IPPROTO_ICMPV6),  NAME(IPPROTO_RAW),  NAME(IPPROTO_MPTCP),
    NAME(IPPROTO_UDPLITE), NAME(IPPROTO_SCTP), NAME(IPPROTO_IGMP),
};

static const struct constant packet_protocols[] = {
    NAME(ETH_P_ALL), NAME(ETH_P_IP), NAME(ETH_P_IPV6), NAME(ETH_P_ARP), NAME(ETH_P_LOOP),
};

static const struct constant netlink_protocols[] = {
    NAME(NETLINK_ROUTE),     NAME(NETLINK_SOCK_DIAG), NAME(NETLINK_KOBJECT_UEVENT),
    NAME(NETLINK_NETFILTER), NAME(NETLINK_GENERIC),   NAME(NETLINK_USERSOCK),
};

static const struct constant levels[] = {
    NAME(SOL_SOCKET),  NAME(IPPROTO_IP),   NAME(IPPROTO_IPV6),   NAME(IPPROTO_TCP),
    NAME(IPPROTO_UDP), NAME(IPPROTO_ICMP), NAME(IPPROTO_ICMPV6), NAME(IPPROTO_RAW),
    NAME(SOL_PACKET),  NAME(SOL_NETLINK),
};

static const struct constant options[] = {
    NAME(SO_ACCEPTCONN),   NAME(SO_ATTACH_BPF),  NAME(SO_ATTACH_FILTER), NAME(SO_BINDTODEVICE),
    NAME(SO_BROADCAST),    NAME(SO_BUSY_POLL),   NAME(SO_DEBUG),         NAME(SO_DETACH_FILTER),
    NAME(SO_DOMAIN),       NAME(SO_DONTROUTE),   NAME(SO_ERROR),         NAME(SO_INCOMING_CPU),
    NAME(SO_KEEPALIVE),    NAME(SO_LINGER),      NAME(SO_LOCK_FILTER),   NAME(SO_MARK),
    NAME(SO_NO_CHECK),     NAME(SO_OOBINLINE),   NAME(SO_PASSCRED),      NAME(SO_PASSSEC),
    NAME(SO_PEEK_OFF),     NAME(SO_PEERCRED),    NAME(SO_PRIORITY),      NAME(SO_PROTOCOL),
    NAME(SO_RCVBUF),       NAME(SO_RCVBUFFORCE), NAME(SO_RCVLOWAT),      NAME(SO_RCVTIMEO),
    NAME(SO_REUSEADDR),    NAME(SO_REUSEPORT),   NAME(SO_RXQ_OVFL),      NAME(SO_SNDBUF),
    NAME(SO_SNDBUFFORCE),  NAME(SO_SNDLOWAT),    NAME(SO_SNDTIMEO),      NAME(SO_TIMESTAMP),
    NAME(SO_TIMESTAMPING), NAME(SO_TIMESTAMPNS), NAME(SO_TXTIME),        NAME(SO_TYPE),
    NAME(SO_ZEROCOPY),
};

static const struct constant ip_options[] = {
    NAME(IP_ADD_MEMBERSHIP),
    NAME(IP_ADD_SOURCE_MEMBERSHIP),
    NAME(IP_BIND_ADDRESS_NO_PORT),
    NAME(IP_BLOCK_SOURCE),
    NAME(IP_DROP_MEMBERSHIP),
    NAME(IP_DROP_SOURCE_MEMBERSHIP),
    NAME(IP_FREEBIND),
    NAME(IP_HDRINCL),
    NAME(IP_MINTTL),
    NAME(IP_MTU),
    NAME(IP_MTU_DISCOVER),
    NAME(IP_MULTICAST_ALL),
    NAME(IP_MULTICAST_IF),
    NAME(IP_MULTICAST_LOOP),
    NAME(IP_MULTICAST_TTL),
    NAME(IP_OPTIONS),
    NAME(IP_PKTINFO),
    NAME(IP_RECVERR),
    NAME(IP_RECVOPTS),
    NAME(IP_RECVTOS),
    NAME(IP_RECVTTL),
    NAME(IP_RETOPTS),
    NAME(IP_TOS),
    NAME(IP_TRANSPARENT),
    NAME(IP_TTL),
    NAME(IP_UNBLOCK_SOURCE),
};

static const struct constant ipv6_options[] = {
    NAME(IPV6_ADD_MEMBERSHIP), NAME(IPV6_CHECKSUM),     NAME(IPV6_DROP_MEMBERSHIP),
    NAME(IPV6_HOPLIMIT),       NAME(IPV6_MTU),          NAME(IPV6_MTU_DISCOVER),
    NAME(IPV6_MULTICAST_HOPS), NAME(IPV6_MULTICAST_IF), NAME(IPV6_MULTICAST_LOOP),
    NAME(IPV6_PKTINFO),        NAME(IPV6_RECVERR),      NAME(IPV6_RECVHOPLIMIT),
    NAME(IPV6_RECVPKTINFO),    NAME(IPV6_RECVTCLASS),   NAME(IPV6_TCLASS),
    NAME(IPV6_UNICAST_HOPS),   NAME(IPV6_V6ONLY),
};

static const struct constant tcp_options[] = {
    NAME(TCP_CONGESTION),       NAME(TCP_CORK),         NAME(TCP_DEFER_ACCEPT), NAME(TCP_FASTOPEN),
    NAME(TCP_FASTOPEN_CONNECT), NAME(TCP_INFO),         NAME(TCP_KEEPCNT),      NAME(TCP_KEEPIDLE),
    NAME(TCP_KEEPINTVL),        NAME(TCP_LINGER2),      NAME(TCP_MAXSEG),       NAME(TCP_NODELAY),
    NAME(TCP_NOTSENT_LOWAT),    NAME(TCP_QUICKACK),     NAME(TCP_REPAIR),       NAME(TCP_SYNCNT),
    NAME(TCP_USER_TIMEOUT),     NAME(TCP_WINDOW_CLAMP),
};

static const struct constant udp_options[] = {
    NAME(UDP_CORK),
    NAME(UDP_ENCAP),
    NAME(UDP_GRO),
    NAME(UDP_SEGMENT),
};

static const struct constant packet_options[] = {
    NAME(PACKET_ADD_MEMBERSHIP),  NAME(PACKET_AUXDATA), NAME(PACKET_DROP_MEMBERSHIP),
    NAME(PACKET_IGNORE_OUTGOING), NAME(PACKET_RX_RING), NAME(PACKET_STATISTICS),
    NAME(PACKET_TX_RING),         NAME(PACKET_VERSION),
};

static const struct constant controls[] = {
    NAME(SCM_RIGHTS),
    NAME(SCM_CREDENTIALS),
    NAME(SCM_TIMESTAMP),
    NAME(SCM_TIMESTAMPNS),
};

static const struct constant shuts[] = { NAME(SHUT_RD), NAME(SHUT_WR), NAME(SHUT_RDWR) };

static const struct constant msg_flags[] = {
    NAME(MSG_OOB),        NAME(MSG_PEEK),     NAME(MSG_DONTROUTE), NAME(MSG_CTRUNC),
    NAME(MSG_TRUNC),      NAME(MSG_DONTWAIT), NAME(MSG_EOR),       NAME(MSG_WAITALL),
    NAME(MSG_CONFIRM),    NAME(MSG_ERRQUEUE), NAME(MSG_NOSIGNAL),  NAME(MSG_MORE),
    NAME(MSG_WAITFORONE), NAME(MSG_ZEROCOPY), NAME(MSG_FASTOPEN),  NAME(MSG_CMSG_CLOEXEC),
};

/* Names of several bits stand before those of one of them. */
static const struct constant open_flags[] = {
    NAME(O_TMPFILE), NAME(O_SYNC),    NAME(O_WRONLY), NAME(O_RDWR),      NAME(O_CREAT),
    NAME(O_EXCL),    NAME(O_NOCTTY),  NAME(O_TRUNC),  NAME(O_APPEND),    NAME(O_NONBLOCK),
    NAME(O_DSYNC),   NAME(O_ASYNC),   NAME(O_DIRECT), NAME(O_DIRECTORY), NAME(O_NOFOLLOW),
    NAME(O_NOATIME), NAME(O_CLOEXEC), NAME(O_PATH),
};

static const struct constant fcntls[] = {
    NAME(F_DUPFD),      NAME(F_DUPFD_CLOEXEC), NAME(F_GETFD),     NAME(F_SETFD),
    NAME(F_GETFL),      NAME(F_SETFL),         NAME(F_GETLK),     NAME(F_SETLK),
    NAME(F_SETLKW),     NAME(F_OFD_GETLK),     NAME(F_OFD_SETLK), NAME(F_OFD_SETLKW),
    NAME(F_GETOWN),     NAME(F_SETOWN),        NAME(F_GETSIG),    NAME(F_SETSIG),
    NAME(F_GETPIPE_SZ), NAME(F_SETPIPE_SZ),    NAME(F_ADD_SEALS), NAME(F_GET_SEALS),
};

static const struct constant fd_flags[] = { NAME(FD_CLOEXEC) };

static const struct constant ioctls[] = {
    NAME(FIONREAD),       NAME(FIONBIO),      NAME(FIOASYNC),     NAME(SIOCOUTQ),
    NAME(SIOCATMARK),     NAME(SIOCGIFADDR),  NAME(SIOCGIFCONF),  NAME(SIOCGIFFLAGS),
    NAME(SIOCGIFHWADDR),  NAME(SIOCGIFINDEX), NAME(SIOCGIFMTU),   NAME(SIOCGIFNAME),
    NAME(SIOCGIFNETMASK), NAME(SIOCSIFADDR),  NAME(SIOCSIFFLAGS), NAME(SIOCGSTAMP),
    NAME(SIOCGPGRP),      NAME(SIOCSPGRP),    NAME(TCGETS),       NAME(TIOCGWINSZ),
    NAME(TUNSETIFF),      NAME(TUNGETIFF),
};

static const struct constant polls[] = {
    NAME(POLLIN),     NAME(POLLPRI),    NAME(POLLOUT),    NAME(POLLERR),
    NAME(POLLHUP),    NAME(POLLNVAL),   NAME(POLLRDNORM), NAME(POLLRDBAND),
    NAME(POLLWRNORM), NAME(POLLWRBAND), NAME(POLLRDHUP),
};

static const struct constant epolls[] = {
    NAME(EPOLLIN),      NAME(EPOLLPRI),    NAME(EPOLLOUT),       NAME(EPOLLERR),
    NAME(EPOLLHUP),     NAME(EPOLLRDNORM), NAME(EPOLLRDBAND),    NAME(EPOLLWRNORM),
    NAME(EPOLLWRBAND),  NAME(EPOLLRDHUP),  NAME(EPOLLEXCLUSIVE), NAME(EPOLLWAKEUP),
    NAME(EPOLLONESHOT), NAME(EPOLLET),
};

static const struct constant epoll_ops[] = {
    NAME(EPOLL_CTL_ADD),
    NAME(EPOLL_CTL_MOD),
    NAME(EPOLL_CTL_DEL),
};

static const struct constant clocks[] = {
    NAME(CLOCK_REALTIME), NAME(CLOCK_MONOTONIC),          NAME(CLOCK_BOOTTIME),
    NAME(CLOCK_TAI),      NAME(CLOCK_PROCESS_CPUTIME_ID), NAME(CLOCK_THREAD_CPUTIME_ID),
};

static const struct constant abstimes[] = { NAME(TIMER_ABSTIME) };

static const struct constant timers[] = {
    NAME(ITIMER_REAL),
    NAME(ITIMER_VIRTUAL),
    NAME(ITIMER_PROF),
};

static const struct constant id_types[] = {
    NAME(P_ALL),
    NAME(P_PID),
    NAME(P_PGID),
    NAME(P_PIDFD),
};

static const struct constant wait_flags[] = {
    NAME(WNOHANG), NAME(WUNTRACED), NAME(WEXITED), NAME(WCONTINUED), NAME(WNOWAIT), NAME(__WALL),
};

static const struct constant clone_flags[] = {
    NAME(CLONE_VM),
    NAME(CLONE_FS),
    NAME(CLONE_FILES),
    NAME(CLONE_SIGHAND),
    NAME(CLONE_PIDFD),
    NAME(CLONE_VFORK),
    NAME(CLONE_PARENT),
    NAME(CLONE_THREAD),
    NAME(CLONE_SYSVSEM),
    NAME(CLONE_SETTLS),
    NAME(CLONE_PARENT_SETTID),
    NAME(CLONE_CHILD_CLEARTID),
    NAME(CLONE_CHILD_SETTID),
    NAME(CLONE_IO),
};

static const struct constant futexes[] = {
    NAME(FUTEX_WAIT),           NAME(FUTEX_WAKE),        NAME(FUTEX_REQUEUE),
    NAME(FUTEX_CMP_REQUEUE),    NAME(FUTEX_WAKE_OP),     NAME(FUTEX_LOCK_PI),
    NAME(FUTEX_LOCK_PI2),       NAME(FUTEX_UNLOCK_PI),   NAME(FUTEX_TRYLOCK_PI),
    NAME(FUTEX_WAIT_BITSET),    NAME(FUTEX_WAKE_BITSET), NAME(FUTEX_WAIT_REQUEUE_PI),
    NAME(FUTEX_CMP_REQUEUE_PI),
};

static const struct constant splices[] = {
    NAME(SPLICE_F_MOVE),
    NAME(SPLICE_F_NONBLOCK),
    NAME(SPLICE_F_MORE),
    NAME(SPLICE_F_GIFT),
};

static const struct constant locks[] = {
    NAME(LOCK_SH),
    NAME(LOCK_EX),
    NAME(LOCK_NB),
    NAME(LOCK_UN),
};

#define TABLE(ROWS)                                                                                \
    {                                                                                              \
        ROWS, COUNT(ROWS)                                                                          \
    }

static const struct {
    const struct constant *rows;
    size_t count;
} tables[] = {
    [CONSTANTS_FAMILY] = TABLE(families),
    [CONSTANTS_TYPE] = TABLE(types),
    [CONSTANTS_TYPE_FLAGS] = TABLE(type_flags),
    [CONSTANTS_PROTOCOL] = TABLE(protocols),
    [CONSTANTS_PROTOCOL_PACKET] = TABLE(packet_protocols),
    [CONSTANTS_PROTOCOL_NETLINK] = TABLE(netlink_protocols),
    [CONSTANTS_LEVEL] = TABLE(levels),
    [CONSTANTS_OPTION] = TABLE(options),
    [CONSTANTS_OPTION_IP] = TABLE(ip_options),
    [CONSTANTS_OPTION_IPV6] = TABLE(ipv6_options),
    [CONSTANTS_OPTION_TCP] = TABLE(tcp_options),
    [CONSTANTS_OPTION_UDP] = TABLE(udp_options),
    [CONSTANTS_OPTION_PACKET] = TABLE(packet_options),
    [CONSTANTS_CONTROL] = TABLE(controls),
    [CONSTANTS_SHUT] = TABLE(shuts),
    [CONSTANTS_MSG] = TABLE(msg_flags),
    [CONSTANTS_OPEN] = TABLE(open_flags),
    [CONSTANTS_FCNTL] = TABLE(fcntls),
    [CONSTANTS_FD] = TABLE(fd_flags),
    [CONSTANTS_IOCTL] = TABLE(ioctls),
    [CONSTANTS_POLL] = TABLE(polls),
    [CONSTANTS_EPOLL] = TABLE(epolls),
    [CONSTANTS_EPOLL_OP] = TABLE(epoll_ops),
    [CONSTANTS_CLOCK] = TABLE(clocks),
    [CONSTANTS_ABSTIME] = TABLE(abstimes),
    [CONSTANTS_TIMER] = TABLE(timers),
    [CONSTANTS_ID_TYPE] = TABLE(id_types),
    [CONSTANTS_WAIT] = TABLE(wait_flags),
    [CONSTANTS_CLONE] = TABLE(clone_flags),
    [CONSTANTS_FUTEX] = TABLE(futexes),
    [CONSTANTS_SPLICE] = TABLE(splices),
    [CONSTANTS_LOCK] = TABLE(locks),
};

void number_add(struct buf *out, enum constants of, int64_t value)
{
    for (size_t i = 0; i < tables[of].count; i++) {
        if (tables[of].rows[i].value == value) {
            buf_adds(out, tables[of].rows[i].name);
            return;
        }
    }
    buf_printf(out, "%lld", (long long)value);
}

void number_add_flags(struct buf *out, enum constants of, uint64_t flags)
{
    const char *between = "";
    for (size_t i = 0; i < tables[of].count; i++) {
        uint64_t flag = (uint64_t)tables[of].rows[i].value;
        if ((flags & flag) != flag)
            continue;
        buf_printf(out, "%s%s", between, tables[of].rows[i].name);
        flags &= ~flag;
        between = "|";
    }
    if (flags)
        buf_printf(out, "%s0x%llx", between, (unsigned long long)flags);
    else if (!*between)
        buf_addc(out, '0');
}

enum constants constants_of_level(int level)
{
    switch (level) {
    case SOL_SOCKET:
        return CONSTANTS_OPTION;
    case IPPROTO_IP:
        return CONSTANTS_OPTION_IP;
    case IPPROTO_IPV6:
        return CONSTANTS_OPTION_IPV6;
    case IPPROTO_TCP:
        return CONSTANTS_OPTION_TCP;
    case IPPROTO_UDP:
        return CONSTANTS_OPTION_UDP;
    case SOL_PACKET:
        return CONSTANTS_OPTION_PACKET;
    default:
        return CONSTANTS_NONE;
    }
}

void number_add_signal(struct buf *out, int number)
{
    const char *name = sigabbrev_np(number);
    if (name)
        buf_printf(out, "SIG%s", name);
    else if (number >= SIGRTMIN && number <= SIGRTMAX)
        buf_printf(out, number == SIGRTMIN ? "SIGRTMIN" : "SIGRTMIN+%d", number - SIGRTMIN);
    else
        buf_printf(out, "%d", number);
}

void number_add_error(struct buf *out, int number)
{
    const char *name = strerrorname_np(number);
    if (name)
        buf_adds(out, name);
    else
        buf_printf(out, "%d", number);
}

/* Appends VERB and the name of the signal NUMBER, without its SIG. */
static void add_signal(struct buf *out, const char *verb, int number)
{
    const char *name = sigabbrev_np(number);
    if (name)
        buf_printf(out, "%s %s", verb, name);
    else
        buf_printf(out, "%s signal %d", verb, number);
}

void number_add_status(struct buf *out, int status)
{
    if (WIFEXITED(status))
        buf_printf(out, "exit %d", WEXITSTATUS(status));
    else if (WIFSTOPPED(status))
        add_signal(out, "stopped by", WSTOPSIG(status));
    else if (WIFCONTINUED(status))
        buf_adds(out, "continued");
    else
        add_signal(out, "killed by", WTERMSIG(status));
}

void number_add_time(struct buf *out, uint64_t nanoseconds)
{
    static const struct {
        uint64_t nanoseconds;
        const char *name;
    } units[] = { { 1000000000, "s" }, { 1000000, "ms" }, { 1000, "µs" }, { 1, "ns" } };
    size_t unit = 0;
    if (nanoseconds == 0) {
        buf_addc(out, '0');
        return;
    }
    while (nanoseconds % units[unit].nanoseconds)
        unit++;
    buf_printf(out, "%llu %s", (unsigned long long)(nanoseconds / units[unit].nanoseconds),
               units[unit].name);
}
