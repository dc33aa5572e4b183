/* engine/trace/callwords: system calls in words, from the bytes that a recording has of them. */
#include "unit.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"
#include "box/trace/call.h"
#include "engine/trace/callwords.h"
#include "engine/trace/numbers.h"
#include "engine/trace/pieces.h"
#include "memory.h"

/* What is seen of a call: it begins, and it is over. */
static struct event call, over;

/* Begins the call NUMBER with ARGS, as the recorder does. */
static void begin(long number, const uint64_t args[CALL_ARGS])
{
    memset(&call, 0, sizeof(call));
    call.kind = EVENT_CALL;
    call.call = (int32_t)number;
    memcpy(call.args, args, sizeof(call.args));
    call.len = (uint32_t)call_copy(call_find(number), false, args, 0, read_memory, NULL, call.data,
                                   EVENT_BYTES);
}

/* Ends it with RESULT. */
static void end(int64_t result)
{
    memset(&over, 0, sizeof(over));
    over.kind = EVENT_RETURN;
    over.call = call.call;
    over.value = result;
    over.len = (uint32_t)call_copy(call_find(call.call), true, call.args, result, read_memory, NULL,
                                   over.data, EVENT_BYTES);
}

/* Appends what both say, as a figure does. */
static void say(struct buf *out)
{
    buf_printf(out, "%s(", call_name(call_find(call.call), call.args));
    call_words_args(out, &call);
    buf_adds(out, ") = ");
    call_words_result(out, &call, &over);
}

/* Holds that the call NUMBER, its arguments behind it, is WORDS where it ends with RESULT. */
#define assert_words(WORDS, RESULT, NUMBER, ...)                                                   \
    do {                                                                                           \
        AUTO(buf_release) struct buf out_ = BUF_INIT;                                              \
        begin(NUMBER, (const uint64_t[CALL_ARGS]){ __VA_ARGS__ });                                 \
        end(RESULT);                                                                               \
        say(&out_);                                                                                \
        AUTO_FREE char *words_ = buf_steal(&out_);                                                 \
        piece_cut_texts(&words_);                                                                  \
        assert_string_equal(words_, WORDS);                                                        \
    } while (0)

#define NONE ((uint64_t)-1) /* a descriptor or pid: -1 */

static struct sockaddr_in inet(const char *address, uint16_t port)
{
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };
    assert_int_equal(inet_pton(AF_INET, address, &in.sin_addr), 1);
    return in;
}

static void sockets_are_made(void **state)
{
    (void)state;
    int pair[] = { 3, 4 };
    assert_words("socket(AF_INET, SOCK_STREAM) = 3", 3, SYS_socket, AF_INET, SOCK_STREAM, 0);
    assert_words("socket(AF_INET6, SOCK_DGRAM|SOCK_NONBLOCK|SOCK_CLOEXEC, IPPROTO_UDP) = 3", 3,
                 SYS_socket, AF_INET6, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_UDP);
    assert_words("socket(AF_PACKET, SOCK_RAW, ETH_P_ALL) = -1 EPERM", -EPERM, SYS_socket, AF_PACKET,
                 SOCK_RAW, htons(ETH_P_ALL));
    assert_words("socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG) = 3", 3, SYS_socket, AF_NETLINK,
                 SOCK_RAW, NETLINK_SOCK_DIAG);
    assert_words("socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 3", 3, SYS_socket, AF_NETLINK,
                 SOCK_RAW, 0);
    assert_words("socket(44, 9, 7) = -1 EAFNOSUPPORT", -EAFNOSUPPORT, SYS_socket, 44, 9, 7);
    assert_words("socketpair(AF_UNIX, SOCK_STREAM) = 0 [3, 4]", 0, SYS_socketpair, AF_UNIX,
                 SOCK_STREAM, 0, AT(pair));
}

static void addresses_are_short(void **state)
{
    (void)state;
    struct sockaddr_in in = inet("10.0.1.1", 8080);
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(80) };
    in6.sin6_addr = in6addr_loopback;
    assert_words("bind(3, 10.0.1.1:8080) = 0", 0, SYS_bind, 3, AT(&in), sizeof(in));
    assert_words("connect(3, [::1]:80) = -1 ECONNREFUSED", -ECONNREFUSED, SYS_connect, 3, AT(&in6),
                 sizeof(in6));
    in6.sin6_scope_id = 2;
    assert_words("connect(3, [::1%2]:80) = 0", 0, SYS_connect, 3, AT(&in6), sizeof(in6));
    assert_words("connect(3, AF_INET) = -1 EINVAL", -EINVAL, SYS_connect, 3, AT(&in), 4);
    assert_words("connect(3, ?) = -1 EINVAL", -EINVAL, SYS_connect, 3, AT(&in), 1);
    assert_words("connect(3, ?) = -1 EINVAL", -EINVAL, SYS_connect, 3, AT(&in), NONE);
    assert_words("connect(3) = -1 EFAULT", -EFAULT, SYS_connect, 3, 0, sizeof(in));

    struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/tmp/s\"" };
    assert_words("bind(3, \"/tmp/s\\\"\") = 0", 0, SYS_bind, 3, AT(&un), sizeof(un));
    memcpy(un.sun_path, "\0name", 5);
    assert_words("bind(3, @name) = 0", 0, SYS_bind, 3, AT(&un), sizeof(sa_family_t) + 5);
    assert_words("bind(3, AF_UNIX) = 0", 0, SYS_bind, 3, AT(&un), sizeof(sa_family_t));
    struct sockaddr any = { .sa_family = AF_UNSPEC };
    assert_words("connect(3, AF_UNSPEC) = 0", 0, SYS_connect, 3, AT(&any), sizeof(any));
}

static void what_is_filled_follows_the_result(void **state)
{
    (void)state;
    struct sockaddr_in in = inet("10.0.1.2", 45678);
    socklen_t len = sizeof(in);
    char text[] = "ping";
    assert_words("accept(3) = 4 10.0.1.2:45678", 4, SYS_accept, 3, AT(&in), AT(&len));
    assert_words("accept(3) = 4", 4, SYS_accept, 3, 0, 0);
    assert_words("accept4(3, SOCK_NONBLOCK) = -1 EAGAIN", -EAGAIN, SYS_accept4, 3, AT(&in),
                 AT(&len), SOCK_NONBLOCK);
    assert_words("getsockname(3) = 0 10.0.1.2:45678", 0, SYS_getsockname, 3, AT(&in), AT(&len));
    assert_words("getpeername(3) = -1 ENOTCONN", -ENOTCONN, SYS_getpeername, 3, AT(&in), AT(&len));
    assert_words("read(4, buf, 1024) = 4 \"ping\"", 4, SYS_read, 4, AT(text), 1024);
    assert_words("read(4, buf, 1024) = 0", 0, SYS_read, 4, AT(text), 1024);
    assert_words("read(4, NULL, 0) = 0", 0, SYS_read, 4, 0, 0);
    assert_words("recv(4, buf, 3, MSG_PEEK|MSG_TRUNC) = 4 \"pin\"", 4, SYS_recvfrom, 4, AT(text), 3,
                 MSG_PEEK | MSG_TRUNC);
    len = 0;
    assert_words("recvfrom(4, buf, 9) = 4 \"ping\"", 4, SYS_recvfrom, 4, AT(text), 9, 0, AT(&in),
                 AT(&len));
    len = sizeof(in);
    assert_words("recvfrom(4, buf, 9) = 4 \"ping\" 10.0.1.2:45678", 4, SYS_recvfrom, 4, AT(text), 9,
                 0, AT(&in), AT(&len));
    int pair[] = { 3, 4 };
    assert_words("pipe(O_CLOEXEC) = 0 [3, 4]", 0, SYS_pipe2, AT(pair), O_CLOEXEC);
}

/* While it waits nothing is known but what it was given. */
static void a_call_that_waits_has_arguments(void **state)
{
    (void)state;
    char text[] = "ping";
    AUTO(buf_release) struct buf out = BUF_INIT;
    begin(SYS_read, (const uint64_t[CALL_ARGS]){ 4, AT(text), 1024 });
    call_words_args(&out, &call);
    assert_string_equal(buf_str(&out), "4, buf, 1024");
}

static void bytes_are_c_strings(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
        const char *words;
    } texts[] = {
        { "ping", 4, "\"ping\"" },
        { "", 0, "\"\"" },
        { "a\r\n\t\"\\", 6, "\"a\\r\\n\\t\\\"\\\\\"" },
        { "\0\0a\0001", 5, "\"\\0\\0a\\x001\"" },
        { "\xff\x01", 2, "\"\\xFF\\x01\"" },
        { "소켓", 6, "\"소켓\"" },
        { "소\xec\xbc", 5, "\"소\\xEC\\xBC\"" },
        { "12345678901234567890123456789012", 32, "\"12345678901234567890123456789012\"" },
        { "123456789012345678901234567890123", 33, "\"12345678901234567890123456789012…\"" },
        { "\xe2\x80\xae", 3, "\"\\u{202E}\"" },
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        AUTO(buf_release) struct buf words = BUF_INIT;
        buf_printf(&words, "write(3, %s, %zu) = 1", texts[i].words, texts[i].len);
        assert_words(buf_str(&words), 1, SYS_write, 3, AT(texts[i].bytes), texts[i].len);
    }
    char many[1000];
    memset(many, 'a', sizeof(many));
    assert_words("write(3, \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…\", 1000) = 1000", 1000, SYS_write, 3,
                 AT(many), sizeof(many));
    assert_words("send(3, \"a\", 1, MSG_OOB|0x800000) = -1 EINVAL", -EINVAL, SYS_sendto, 3, AT("a"),
                 1, MSG_OOB | 0x800000);
    assert_words("write(3, NULL, 4) = -1 EFAULT", -EFAULT, SYS_write, 3, 0, 4);
}

static void vectors_and_messages(void **state)
{
    (void)state;
    char first[] = "ab", second[] = "cd";
    struct sockaddr_in name = inet("10.0.1.1", 9);
    struct iovec vectors[] = { { first, 2 }, { second, 2 } };
    assert_words("writev(3, \"abcd\", 2) = 4", 4, SYS_writev, 3, AT(vectors), 2);
    assert_words("readv(3, buf, 2) = 3 \"abc\"", 3, SYS_readv, 3, AT(vectors), 2);

    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(2 * sizeof(int))];
    } control = { .head = { CMSG_LEN(2 * sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
    memcpy(CMSG_DATA(&control.head), ((const int[]){ 5, 6 }), 2 * sizeof(int));
    struct msghdr message = { .msg_iov = vectors, .msg_iovlen = 1 };
    assert_words("sendmsg(3, {\"ab\"}, MSG_NOSIGNAL) = 2", 2, SYS_sendmsg, 3, AT(&message),
                 MSG_NOSIGNAL);
    message.msg_name = &name;
    message.msg_namelen = sizeof(name);
    message.msg_control = &control;
    message.msg_controllen = sizeof(control);
    assert_words("sendmsg(3, {10.0.1.1:9, \"ab\", SCM_RIGHTS [5, 6]}) = 2", 2, SYS_sendmsg, 3,
                 AT(&message), 0);
    message.msg_flags = MSG_TRUNC | MSG_CMSG_CLOEXEC;
    assert_words("recvmsg(3, msg) = 1 {10.0.1.1:9, \"a\", SCM_RIGHTS [5, 6], MSG_TRUNC}", 1,
                 SYS_recvmsg, 3, AT(&message), 0);
    assert_words("recvmsg(3, msg) = -1 EAGAIN", -EAGAIN, SYS_recvmsg, 3, AT(&message), 0);
    assert_words("sendmsg(3, ?) = -1 EFAULT", -EFAULT, SYS_sendmsg, 3, 0, 0);

    struct mmsghdr many[] = { { { .msg_iov = vectors, .msg_iovlen = 1 }, 1 },
                              { { .msg_iov = vectors, .msg_iovlen = 2 }, 4 } };
    assert_words("sendmmsg(3, {\"ab\"}, {\"abcd\"}, 2) = 2", 2, SYS_sendmmsg, 3, AT(many), 2, 0);
    assert_words("recvmmsg(3, msg, 2, NULL) = 2 {\"a\"}, {\"abcd\"}", 2, SYS_recvmmsg, 3, AT(many),
                 2, 0, 0);
}

static void control_messages(void **state)
{
    (void)state;
    struct ucred ucred = { 20001, 1000, 1000 };
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int))];
    } control = { .head = { CMSG_LEN(sizeof(ucred)), SOL_SOCKET, SCM_CREDENTIALS } };
    memcpy(CMSG_DATA(&control.head), &ucred, sizeof(ucred));
    struct cmsghdr second = { CMSG_LEN(sizeof(int)), IPPROTO_IP, IP_TTL };
    memcpy(control.space + CMSG_SPACE(sizeof(ucred)), &second, sizeof(second));
    control.space[CMSG_SPACE(sizeof(ucred)) + CMSG_LEN(0)] = 64;
    struct msghdr message = { .msg_control = &control, .msg_controllen = sizeof(control) };
    assert_words("sendmsg(3, {\"\", SCM_CREDENTIALS {pid 20001, uid 1000, gid 1000}, IP_TTL 64})"
                 " = 0",
                 0, SYS_sendmsg, 3, AT(&message), 0);
    control.head.cmsg_len = 3;
    assert_words("sendmsg(3, {\"\", ?}) = -1 EINVAL", -EINVAL, SYS_sendmsg, 3, AT(&message), 0);
    control.head.cmsg_len = SIZE_MAX;
    assert_words("sendmsg(3, {\"\", ?}) = -1 EINVAL", -EINVAL, SYS_sendmsg, 3, AT(&message), 0);
    control.head = (struct cmsghdr){ CMSG_LEN(2), SOL_SOCKET, SCM_RIGHTS };
    message.msg_controllen = CMSG_LEN(2);
    assert_words("sendmsg(3, {\"\", SCM_RIGHTS ?}) = 0", 0, SYS_sendmsg, 3, AT(&message), 0);
}

static void options_and_their_values(void **state)
{
    (void)state;
    int on = 1, error = ECONNREFUSED, type = SOCK_DGRAM, family = AF_INET6, protocol = IPPROTO_UDP;
    struct linger linger = { 1, 0 };
    struct timeval time = { 0, 40000 };
    struct ip_mreq group = { .imr_multiaddr = { htonl(0xe0000001) } };
    unsigned char loop = 1;
    char info[104] = "";
    socklen_t len = sizeof(int);
#define SET(WORDS, LEVEL, OPTION, VALUE)                                                           \
    assert_words("setsockopt(3, " WORDS ") = 0", 0, SYS_setsockopt, 3, LEVEL, OPTION,              \
                 AT(&(VALUE)), sizeof(VALUE))
    SET("SOL_SOCKET, SO_REUSEADDR, 1", SOL_SOCKET, SO_REUSEADDR, on);
    SET("SOL_SOCKET, SO_LINGER, {1, 0}", SOL_SOCKET, SO_LINGER, linger);
    SET("SOL_SOCKET, SO_LINGER, 1", SOL_SOCKET, SO_LINGER, on);
    SET("SOL_SOCKET, SO_RCVTIMEO, 40 ms", SOL_SOCKET, SO_RCVTIMEO, time);
    SET("SOL_SOCKET, SO_BINDTODEVICE, \"lo\"", SOL_SOCKET, SO_BINDTODEVICE, ((char[]){ "lo" }));
    SET("IPPROTO_TCP, TCP_NODELAY, 1", IPPROTO_TCP, TCP_NODELAY, on);
    SET("IPPROTO_TCP, TCP_CONGESTION, \"reno\"", IPPROTO_TCP, TCP_CONGESTION, ((char[]){ "reno" }));
    SET("IPPROTO_IP, IP_ADD_MEMBERSHIP, 224.0.0.1", IPPROTO_IP, IP_ADD_MEMBERSHIP, group);
    SET("IPPROTO_IP, IP_MULTICAST_LOOP, 1", IPPROTO_IP, IP_MULTICAST_LOOP, loop);
    SET("IPPROTO_IPV6, IPV6_V6ONLY, 1", IPPROTO_IPV6, IPV6_V6ONLY, on);
    SET("IPPROTO_UDP, 99, 1", IPPROTO_UDP, 99, on);
    SET("99, 1, 1", 99, 1, on);
#undef SET
#define GET(WORDS, LEVEL, OPTION, VALUE)                                                           \
    assert_words("getsockopt(3, " WORDS, 0, SYS_getsockopt, 3, LEVEL, OPTION, AT(&(VALUE)),        \
                 AT(&len))
    GET("SOL_SOCKET, SO_ERROR) = 0 [ECONNREFUSED]", SOL_SOCKET, SO_ERROR, error);
    GET("SOL_SOCKET, SO_TYPE) = 0 [SOCK_DGRAM]", SOL_SOCKET, SO_TYPE, type);
    GET("SOL_SOCKET, SO_DOMAIN) = 0 [AF_INET6]", SOL_SOCKET, SO_DOMAIN, family);
    GET("SOL_SOCKET, SO_PROTOCOL) = 0 [IPPROTO_UDP]", SOL_SOCKET, SO_PROTOCOL, protocol);
    len = sizeof(info);
    GET("IPPROTO_TCP, TCP_INFO) = 0 [104 bytes]", IPPROTO_TCP, TCP_INFO, info);
    struct ucred ucred = { 20001, 1000, 1000 };
    len = sizeof(ucred);
    GET("SOL_SOCKET, SO_PEERCRED) = 0 [{pid 20001, uid 1000, gid 1000}]", SOL_SOCKET, SO_PEERCRED,
        ucred);
    struct ipv6_mreq group6 = { .ipv6mr_multiaddr = in6addr_loopback };
    len = sizeof(group6);
    GET("IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP) = 0 [::1]", IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, group6);
    error = 0;
    len = sizeof(error);
    GET("SOL_SOCKET, SO_ERROR) = 0 [0]", SOL_SOCKET, SO_ERROR, error);
    len = 0;
    GET("SOL_SOCKET, SO_TYPE) = 0 [0 bytes]", SOL_SOCKET, SO_TYPE, type);
#undef GET
}

/* A value that is too short for what it should be has a length only. */
static void options_too_short(void **state)
{
    (void)state;
    static const struct {
        int level, option;
        const char *words;
    } options[] = {
        { SOL_SOCKET, SO_ERROR, "SOL_SOCKET, SO_ERROR" },
        { SOL_SOCKET, SO_TYPE, "SOL_SOCKET, SO_TYPE" },
        { SOL_SOCKET, SO_DOMAIN, "SOL_SOCKET, SO_DOMAIN" },
        { SOL_SOCKET, SO_PROTOCOL, "SOL_SOCKET, SO_PROTOCOL" },
        { SOL_SOCKET, SO_SNDTIMEO, "SOL_SOCKET, SO_SNDTIMEO" },
        { SOL_SOCKET, SO_PEERCRED, "SOL_SOCKET, SO_PEERCRED" },
        { IPPROTO_IP, IP_MULTICAST_IF, "IPPROTO_IP, IP_MULTICAST_IF" },
        { IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP, "IPPROTO_IPV6, IPV6_DROP_MEMBERSHIP" },
        { SOL_PACKET, PACKET_VERSION, "SOL_PACKET, PACKET_VERSION" },
    };
    for (size_t i = 0; i < COUNT(options); i++) {
        AUTO(buf_release) struct buf words = BUF_INIT;
        buf_printf(&words, "setsockopt(3, %s, 2 bytes) = -1 EINVAL", options[i].words);
        assert_words(buf_str(&words), -EINVAL, SYS_setsockopt, 3, (uint64_t)options[i].level,
                     (uint64_t)options[i].option, AT("ab"), 2);
    }
}

static void descriptors(void **state)
{
    (void)state;
    int unread = 5, on = 1;
    assert_words("listen(3, 5) = 0", 0, SYS_listen, 3, 5);
    assert_words("shutdown(3, SHUT_WR) = 0", 0, SYS_shutdown, 3, SHUT_WR);
    assert_words("close(3) = 0", 0, SYS_close, 3);
    assert_words("close(-1) = -1 EBADF", -EBADF, SYS_close, NONE);
    assert_words("dup2(3, 1) = 1", 1, SYS_dup3, 3, 1, 0);
    assert_words("open(\"fifo\", O_RDONLY) = 3", 3, SYS_openat, (uint64_t)AT_FDCWD, AT("fifo"), 0);
    assert_words("open(5, \"f\", O_WRONLY|O_CREAT|O_TRUNC) = 3", 3, SYS_openat, 5, AT("f"),
                 O_WRONLY | O_CREAT | O_TRUNC);
    assert_words("open(\"f\", O_RDONLY|O_CLOEXEC) = 3", 3, SYS_openat, (uint64_t)AT_FDCWD, AT("f"),
                 O_CLOEXEC);
    assert_words("open(\"f\", O_PATH) = 3", 3, SYS_openat, (uint64_t)AT_FDCWD, AT("f"), O_PATH);
    assert_words("fcntl(3, F_GETFL) = O_RDWR|O_NONBLOCK", O_RDWR | O_NONBLOCK, SYS_fcntl, 3,
                 F_GETFL);
    assert_words("fcntl(3, F_GETFD) = FD_CLOEXEC", FD_CLOEXEC, SYS_fcntl, 3, F_GETFD);
    assert_words("fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0", 0, SYS_fcntl, 3, F_SETFL,
                 O_RDWR | O_NONBLOCK);
    assert_words("fcntl(3, F_SETFL, 0) = 0", 0, SYS_fcntl, 3, F_SETFL, 0);
    assert_words("fcntl(3, F_SETFD, FD_CLOEXEC) = 0", 0, SYS_fcntl, 3, F_SETFD, FD_CLOEXEC);
    assert_words("fcntl(3, F_DUPFD, 10) = 10", 10, SYS_fcntl, 3, F_DUPFD, 10);
    assert_words("fcntl(3, F_SETLKW) = 0", 0, SYS_fcntl, 3, F_SETLKW, AT(&unread));
    assert_words("fcntl(3, 4711) = -1 EINVAL", -EINVAL, SYS_fcntl, 3, 4711, 0);
    assert_words("ioctl(3, FIONREAD) = 0 [5]", 0, SYS_ioctl, 3, FIONREAD, AT(&unread));
    assert_words("ioctl(3, FIONBIO, [1]) = 0", 0, SYS_ioctl, 3, FIONBIO, AT(&on));
    assert_words("ioctl(1, TCGETS) = -1 ENOTTY", -ENOTTY, SYS_ioctl, 1, TCGETS, AT(&on));
    assert_words("flock(3, LOCK_EX|LOCK_NB) = 0", 0, SYS_flock, 3, LOCK_EX | LOCK_NB);
    assert_words("sendfile(4, 3, 100) = 100", 100, SYS_sendfile, 4, 3, AT(&unread), 100);
    assert_words("splice(3, 4, 9, SPLICE_F_MOVE) = 9", 9, SYS_splice, 3, 0, 4, 0, 9, 1);
}

static void many_descriptors(void **state)
{
    (void)state;
    struct pollfd fds[] = { { 3, POLLIN, POLLIN | POLLHUP }, { 4, POLLIN | POLLOUT, 0 } };
    struct timespec time = { 0, 40000000 };
    uint64_t set = 1ULL << (SIGINT - 1) | 1ULL << (SIGRTMIN - 1) | 1ULL << SIGRTMIN;
    assert_words("poll([3 POLLIN, 4 POLLIN|POLLOUT], 40 ms) = 1 [3 POLLIN|POLLHUP]", 1, SYS_ppoll,
                 AT(fds), 2, AT(&time));
    assert_words(
        "poll([3 POLLIN, 4 POLLIN|POLLOUT], NULL, [SIGINT, SIGRTMIN, SIGRTMIN+1]) = -1 EINTR",
        -EINTR, SYS_ppoll, AT(fds), 2, 0, AT(&set));
    assert_words("poll([3 POLLIN], 40 ms) = 0", 0, SYS_ppoll, AT(fds), 1, AT(&time));
    assert_words("poll(NULL) = -1 EINTR", -EINTR, SYS_ppoll, 0, 0, 0);
    struct pollfd many[20] = { { 3, POLLIN, 0 } };
    AUTO(buf_release) struct buf out = BUF_INIT;
    begin(SYS_ppoll, (const uint64_t[CALL_ARGS]){ AT(many), 20, 0 });
    call_words_args(&out, &call);
    assert_true(text_starts(buf_str(&out), "[3 POLLIN, 0 0, "));
    assert_true(text_ends(buf_str(&out), ", 0 0, …], NULL"));
#ifdef SYS_poll
    assert_words("poll([3 POLLIN], -1) = 1 [3 POLLIN|POLLHUP]", 1, SYS_poll, AT(fds), 1, NONE);
    assert_words("poll([3 POLLIN], 1500 ms) = 0", 0, SYS_poll, AT(fds), 1, 1500);
#endif
    fd_set in;
    FD_ZERO(&in);
    FD_SET(3, &in);
    FD_SET(5, &in);
    assert_words("select(6, [3, 5], NULL, [3, 5], 40 ms) = 4 in [3, 5] except [3, 5]", 4,
                 SYS_pselect6, 6, AT(&in), 0, AT(&in), AT(&time));
    FD_ZERO(&in);
    assert_words("select(6, [], NULL, NULL, NULL) = 1", 1, SYS_pselect6, 6, AT(&in), 0, 0, 0);

    struct epoll_event events[] = { { EPOLLIN, { .fd = 4 } },
                                    { EPOLLOUT | EPOLLET, { .ptr = &events } } };
    assert_words("epoll_create(O_CLOEXEC) = 3", 3, SYS_epoll_create1, EPOLL_CLOEXEC);
    assert_words("epoll_ctl(3, EPOLL_CTL_ADD, 4, EPOLLIN) = 0", 0, SYS_epoll_ctl, 3, EPOLL_CTL_ADD,
                 4, AT(events));
    assert_words("epoll_ctl(3, EPOLL_CTL_DEL, 4) = 0", 0, SYS_epoll_ctl, 3, EPOLL_CTL_DEL, 4, 0);
    assert_words("epoll_wait(3, events, 8, -1) = 2 [4 EPOLLIN, EPOLLOUT|EPOLLET]", 2,
                 SYS_epoll_pwait, 3, AT(events), 8, NONE, 0);
    assert_words("epoll_wait(3, events, 8, 0) = 0", 0, SYS_epoll_pwait, 3, AT(events), 8, 0, 0);
}

static void times(void **state)
{
    (void)state;
    struct timespec time = { 1, 0 };
    assert_words("nanosleep(1 s) = 0", 0, SYS_nanosleep, AT(&time), 0);
    assert_words("nanosleep(1 s) = 0", 0, SYS_clock_nanosleep, CLOCK_REALTIME, 0, AT(&time));
    assert_words("clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, …) = 0", 0, SYS_clock_nanosleep,
                 CLOCK_MONOTONIC, TIMER_ABSTIME, AT(&time));
    struct itimerval timer = { .it_value = { 0, 1500 } };
    assert_words("setitimer(ITIMER_REAL, 1500 µs) = 0", 0, SYS_setitimer, ITIMER_REAL, AT(&timer));
    struct itimerspec spec = { { 0, 1 }, { 2, 0 } };
    assert_words("timerfd_settime(3, 2 s every 1 ns) = 0", 0, SYS_timerfd_settime, 3, 0, AT(&spec));
    assert_words("timerfd_settime(3, TIMER_ABSTIME, …) = 0", 0, SYS_timerfd_settime, 3,
                 TFD_TIMER_ABSTIME, AT(&spec));
    assert_words("timerfd_create(CLOCK_MONOTONIC, O_NONBLOCK) = 3", 3, SYS_timerfd_create,
                 CLOCK_MONOTONIC, TFD_NONBLOCK);
    assert_words("mq_send(3, \"a\", 1, 0, …) = 0", 0, SYS_mq_timedsend, 3, AT("a"), 1, 0,
                 AT(&time));
#ifdef SYS_select
    struct timeval val = { 0, 40000 };
    assert_words("select(0, NULL, NULL, NULL, 40 ms) = 0", 0, SYS_select, 0, 0, 0, 0, AT(&val));
    assert_words("select(0, NULL, NULL, NULL, NULL) = -1 514", -514, SYS_select, 0, 0, 0, 0, 0);
#endif
}

static void signals_and_processes(void **state)
{
    (void)state;
    int status = W_EXITCODE(3, 0);
    uint64_t set = 1 << (SIGUSR1 - 1);
    const char *const argv[] = { "./child", "3", NULL };
    assert_words("kill(20001, SIGTERM) = 0", 0, SYS_kill, 20001, SIGTERM);
    assert_words("kill(20001, 0) = -1 ESRCH", -ESRCH, SYS_kill, 20001, 0);
    assert_words("sigsuspend([SIGUSR1]) = -1 EINTR", -EINTR, SYS_rt_sigsuspend, AT(&set), 8);
    siginfo_t info = { .si_signo = SIGUSR1 };
    assert_words("sigtimedwait([SIGUSR1], NULL) = 10 [SIGUSR1]", SIGUSR1, SYS_rt_sigtimedwait,
                 AT(&set), AT(&info), 0, 8);
    assert_words("waitpid(-1) = 20002 [exit 3]", 20002, SYS_wait4, NONE, AT(&status), 0, 0);
    assert_words("waitpid(-1, WNOHANG) = 0", 0, SYS_wait4, NONE, AT(&status), WNOHANG, 0);
    assert_words("wait4(-1) = 20002", 20002, SYS_wait4, NONE, 0, 0, AT(&status));
    static const struct {
        int code, status;
        const char *words;
    } codes[] = { { CLD_EXITED, 3, "exit 3" },
                  { CLD_KILLED, SIGKILL, "killed by KILL" },
                  { CLD_DUMPED, SIGABRT, "killed by ABRT" },
                  { CLD_STOPPED, SIGSTOP, "stopped by STOP" },
                  { CLD_CONTINUED, SIGCONT, "continued" } };
    for (size_t i = 0; i < COUNT(codes); i++) {
        AUTO(buf_release) struct buf words = BUF_INIT;
        memset(&info, 0, sizeof(info));
        info.si_signo = SIGCHLD;
        info.si_code = codes[i].code;
        info.si_pid = 20002;
        info.si_status = codes[i].status;
        buf_printf(&words, "waitid(P_PID, 20002, WEXITED) = 0 [20002 %s]", codes[i].words);
        assert_words(buf_str(&words), 0, SYS_waitid, P_PID, 20002, AT(&info), WEXITED);
    }
    memset(&info, 0, sizeof(info));
    assert_words("waitid(P_ALL, 0, WNOHANG|WEXITED) = 0", 0, SYS_waitid, P_ALL, 0, AT(&info),
                 WEXITED | WNOHANG);
    assert_words("fork() = 20002", 20002, SYS_clone,
                 CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID | SIGCHLD);
    assert_words("clone(CLONE_FS|CLONE_THREAD) = 20002", 20002, SYS_clone,
                 CLONE_VM | CLONE_FS | CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS);
    assert_words("clone(CLONE_VM|SIGUSR1) = 20002", 20002, SYS_clone, CLONE_VM | SIGUSR1);
    assert_words("execve(\"/bin/child\", [\"./child\", \"3\"]) = 0", 0, SYS_execve,
                 AT("/bin/child"), AT(argv), 0);
    assert_words("execve(\"/bin/child\") = -1 EFAULT", -EFAULT, SYS_execve, AT("/bin/child"), 0, 0);
    assert_words("futex(FUTEX_WAIT) = 0", 0, SYS_futex, AT(&set), FUTEX_WAIT | FUTEX_PRIVATE_FLAG,
                 0, 0);
    assert_words("exit(1) = 0", 0, SYS_exit_group, 1);
    assert_words("sched_yield() = 0", 0, SYS_sched_yield, 0);
}

static void what_was_not_read_is_a_question_mark(void **state)
{
    (void)state;
    static const struct {
        long number;
        const char *words;
    } calls[] = {
        { SYS_connect, "1, ?" },
        { SYS_write, "1, ?, 1" },
        { SYS_setsockopt, "1, SOL_SOCKET, SO_DEBUG, ?" },
        { SYS_nanosleep, "?" },
        { SYS_sendmsg, "1, ?, MSG_OOB" },
        { SYS_epoll_ctl, "1, EPOLL_CTL_ADD, 1, ?" },
        { SYS_rt_sigsuspend, "?" },
        { SYS_setitimer, "ITIMER_VIRTUAL, ?" },
    };
    for (size_t i = 0; i < COUNT(calls); i++) {
        AUTO(buf_release) struct buf out = BUF_INIT;
        struct event event = { .call = (int32_t)calls[i].number, .args = { 1, 1, 1, 1, 1, 1 } };
        call_words_args(&out, &event);
        assert_string_equal(buf_str(&out), calls[i].words);
    }
    AUTO(buf_release) struct buf out = BUF_INIT;
    struct event event = { .call = SYS_getpid };
    call_words_args(&out, &event);
    assert_int_equal(out.len, 0);
    struct event_piece head = { .arg = 0, .len = 3, .full = 16 };
    event.call = SYS_nanosleep;
    event.args[0] = 1;
    event.len = sizeof(head) + head.len;
    memcpy(event.data, &head, sizeof(head));
    call_words_args(&out, &event);
    assert_string_equal(buf_str(&out), "?");
    event.call = SYS_ioctl;
    event.args[1] = FIONBIO;
    event.data[0] = 2;
    buf_clear(&out);
    call_words_args(&out, &event);
    assert_string_equal(buf_str(&out), "1, FIONBIO, ?");
}

static void statuses_and_times(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *words;
    } statuses[] = { { W_EXITCODE(0, 0), "exit 0" },
                     { SIGTERM, "killed by TERM" },
                     { SIGABRT | WCOREFLAG, "killed by ABRT" },
                     { 40, "killed by signal 40" } };
    for (size_t i = 0; i < COUNT(statuses); i++) {
        AUTO(buf_release) struct buf out = BUF_INIT;
        number_add_status(&out, statuses[i].status);
        assert_string_equal(buf_str(&out), statuses[i].words);
    }
    AUTO(buf_release) struct buf out = BUF_INIT;
    number_add_time(&out, 1500000001);
    assert_string_equal(buf_str(&out), "1500000001 ns");
    buf_clear(&out);
    number_add_time(&out, 0);
    assert_string_equal(buf_str(&out), "0");
}

/* Strings are cut as they are shown, when masks have been there; what is in none is left. */
static void strings_are_cut_between_characters(void **state)
{
    (void)state;
#define THIRTY "012345678901234567890123456789"
    static const char *const cuts[][2] = {
        { "", "" },
        { "4, buf, 1024", "4, buf, 1024" },
        { "\"" THIRTY "ab\", 32", "\"" THIRTY "ab\", 32" },
        { "\"" THIRTY "abc\", 33", "\"" THIRTY "ab…\", 33" },
        { "\"" THIRTY "소켓통\"", "\"" THIRTY "소켓…\"" },
        { "\"" THIRTY "\\n\\t\"", "\"" THIRTY "\\n…\"" },
        { "\"" THIRTY "a\\\"\"", "\"" THIRTY "a…\"" },
        { "\"" THIRTY "a\\x1B\"", "\"" THIRTY "a…\"" },
        { "\"" THIRTY "a\\u{202E}\"", "\"" THIRTY "a…\"" },
        { "\"" THIRTY "ab…\"", "\"" THIRTY "ab…\"" },
        { "\"" THIRTY THIRTY, "\"" THIRTY "01…" },
        { "\"" THIRTY THIRTY "\\", "\"" THIRTY "01…" },
        { "{\"" THIRTY THIRTY "\"}, {\"a\"}", "{\"" THIRTY "01…\"}, {\"a\"}" },
    };
    for (size_t i = 0; i < COUNT(cuts); i++) {
        AUTO_FREE char *words = mem_strdup(cuts[i][0]);
        piece_cut_texts(&words);
        assert_string_equal(words, cuts[i][1]);
    }
}

/* Makes EVENT one of any bytes, mostly with pieces. */
static void make_any(struct event *event, uint64_t *seed)
{
    unsigned char *bytes = (unsigned char *)event;
    for (size_t i = 0; i < sizeof(*event); i++)
        bytes[i] = (unsigned char)(chance_below(seed, 3) ? 0 : chance(seed));
    event->call = (int32_t)chance_below(seed, 450);
    event->len = chance_below(seed, 10) ? (uint32_t)chance_below(seed, 600) : chance(seed);
    for (size_t at = 0; chance_below(seed, 8) && at + sizeof(struct event_piece) < EVENT_BYTES;) {
        struct event_piece piece = { .arg = (uint8_t)chance_below(seed, CALL_ARGS),
                                     .part = (uint8_t)chance_below(seed, 4),
                                     .len = (uint16_t)chance_below(seed, 130) };
        piece.full = chance_below(seed, 3) ? piece.len : chance(seed);
        memcpy(event->data + at, &piece, sizeof(piece));
        at += sizeof(piece) + piece.len;
    }
}

/*
 * Whatever an event says, there are words: one line of UTF-8 that is not long. For two seconds, or
 * FUZZ_SECONDS; the events are the same each time.
 */
static void no_event_does_harm(void **state)
{
    (void)state;
    enum { LONGEST = 8192 };
    const char *asked = getenv("FUZZ_SECONDS");
    int64_t last = clock_ns() + (asked ? strtol(asked, NULL, 10) : 2) * CLOCK_S;
    uint64_t seed = 75866;
    while (clock_ns() < last) {
        AUTO(buf_release) struct buf out = BUF_INIT;
        size_t bad;
        make_any(&call, &seed);
        make_any(&over, &seed);
        call_words_args(&out, &call);
        call_words_result(&out, &call, &over);
        assert_true(out.len < LONGEST);
        assert_true(utf8_valid(buf_str(&out), out.len, &bad));
        assert_null(memchr(buf_str(&out), '\n', out.len));
        assert_null(memchr(buf_str(&out), '\0', out.len));
        AUTO_FREE char *words = buf_steal(&out);
        piece_cut_texts(&words);
        assert_true(utf8_valid(words, strlen(words), &bad));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sockets_are_made),
        cmocka_unit_test(addresses_are_short),
        cmocka_unit_test(what_is_filled_follows_the_result),
        cmocka_unit_test(a_call_that_waits_has_arguments),
        cmocka_unit_test(bytes_are_c_strings),
        cmocka_unit_test(strings_are_cut_between_characters),
        cmocka_unit_test(vectors_and_messages),
        cmocka_unit_test(control_messages),
        cmocka_unit_test(options_and_their_values),
        cmocka_unit_test(options_too_short),
        cmocka_unit_test(descriptors),
        cmocka_unit_test(many_descriptors),
        cmocka_unit_test(times),
        cmocka_unit_test(signals_and_processes),
        cmocka_unit_test(what_was_not_read_is_a_question_mark),
        cmocka_unit_test(statuses_and_times),
        cmocka_unit_test(no_event_does_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
