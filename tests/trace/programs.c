/*
 * Small programs of which strace.t compares what strace(1) and snip say of their system calls:
 * programs NAME runs one, programs alone lists them. What they do is the same each time, but for
 * ports and pids. Before and after it stands sched_yield(2).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char buf[4096];
static struct sockaddr_in in = { .sin_family = AF_INET };
static socklen_t len = sizeof(in);

/* A socket of TYPE bound to some port of the loopback, whose address is IN then. */
static int bound(int type)
{
    int fd = socket(AF_INET, type, 0);
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    in.sin_port = 0;
    bind(fd, (struct sockaddr *)&in, sizeof(in));
    getsockname(fd, (struct sockaddr *)&in, &len);
    return fd;
}

static void tcp_echo(void)
{
    int fd = bound(SOCK_STREAM);
    listen(fd, 5);
    if (fork() == 0) {
        sched_yield();
        int client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        connect(client, (struct sockaddr *)&in, sizeof(in));
        send(client, "ping", 4, MSG_NOSIGNAL);
        shutdown(client, SHUT_WR);
        recv(client, buf, sizeof(buf), MSG_WAITALL);
        close(client);
        sched_yield();
        _exit(3);
    }
    int peer = accept(fd, (struct sockaddr *)&in, &len);
    getpeername(peer, (struct sockaddr *)&in, &len);
    recv(peer, buf, sizeof(buf), 0);
    write(peer, "pong", 4);
    read(peer, buf, 1);
    close(peer);
    wait(NULL);
}

static void refused(void)
{
    int fd = bound(SOCK_STREAM), client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    close(fd);
    connect(client, (struct sockaddr *)&in, sizeof(in));
    write(client, "x", 1);
}

static void not_connected(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    getpeername(fd, (struct sockaddr *)&in, &len);
    shutdown(fd, SHUT_RDWR);
    listen(fd, -1);
    send(fd, "x", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void no_client(void)
{
    int fd = bound(SOCK_STREAM);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    listen(fd, 1);
    accept(fd, NULL, NULL);
    accept4(fd, (struct sockaddr *)&in, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

static void udp(void)
{
    int fd = bound(SOCK_DGRAM), client = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    sendto(client, "hello", 5, MSG_CONFIRM, (struct sockaddr *)&in, sizeof(in));
    sendto(client, "", 0, 0, (struct sockaddr *)&in, sizeof(in));
    recvfrom(fd, buf, 2, MSG_PEEK | MSG_TRUNC, (struct sockaddr *)&in, &len);
    recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&in, &len);
    recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&in, &len);
    recvfrom(fd, buf, sizeof(buf), MSG_DONTWAIT, (struct sockaddr *)&in, &len);
}

static void udp_connected(void)
{
    int fd = bound(SOCK_DGRAM), client = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr none = { .sa_family = AF_UNSPEC };
    connect(client, (struct sockaddr *)&in, sizeof(in));
    send(client, "hello", 5, 0);
    recv(fd, buf, sizeof(buf), 0);
    connect(client, &none, sizeof(none));
}

static void inet6(void)
{
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(1) };
    int fd = socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
    bind(fd, (struct sockaddr *)&in6, 8);
    in6.sin6_addr = in6addr_loopback;
    connect(fd, (struct sockaddr *)&in6, 3);
}

static void pair(void)
{
    int fds[2];
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds);
    write(fds[0], "one\n", 4);
    write(fds[0], "two\n", 4);
    read(fds[1], buf, 6);
    read(fds[1], buf, 6);
    read(fds[1], buf, 6);
    close(fds[0]);
    read(fds[1], buf, 6);
}

static void local(void)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "there-is-none" };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(fd, (struct sockaddr *)&un, sizeof(un));
    memcpy(un.sun_path, "\0snip-test", 10);
    bind(fd, (struct sockaddr *)&un, sizeof(sa_family_t) + 10);
    len = sizeof(un);
    getsockname(fd, (struct sockaddr *)&un, &len);
}

static void local_unnamed(void)
{
    struct sockaddr_un un;
    int fds[2];
    socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds);
    len = sizeof(un);
    getsockname(fds[0], (struct sockaddr *)&un, &len);
    write(fds[0], "a message", 9);
    recvfrom(fds[1], buf, 4, MSG_TRUNC, (struct sockaddr *)&un, &len);
}

static void options_got(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), value;
    struct linger linger;
    struct timeval time;
    len = sizeof(value);
    getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &len);
    getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &len);
    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &len);
    getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &value, &len);
    getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &len);
    getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &value, &len);
    getsockopt(fd, IPPROTO_IP, IP_TTL, &value, &len);
    getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &value, &len);
    len = sizeof(linger);
    getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &len);
    len = sizeof(time);
    getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, &len);
}

static void options_set(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct linger linger = { 1, 5 };
    struct timeval time = { 1, 500000 };
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof(time));
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &on, sizeof(on));
    setsockopt(fd, IPPROTO_TCP, TCP_CORK, &on, sizeof(on));
    setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, 1);
}

static void polls(void)
{
    int fds[2];
    pipe(fds);
    struct pollfd poll_fds[] = { { fds[0], POLLIN, 0 }, { fds[1], POLLOUT | POLLPRI, 0 } };
    poll(poll_fds, 1, 0);
    poll(poll_fds, 2, -1);
    write(fds[1], "x", 1);
    poll(poll_fds, 2, 1500);
    close(fds[1]);
    poll(poll_fds, 1, -1);
}

static void polls_with_signals(void)
{
    struct timespec time = { 0, 1000000 };
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGUSR1);
    ppoll(NULL, 0, &time, &set);
    ppoll(NULL, 0, &time, NULL);
}

static void selects(void)
{
    int fds[2];
    fd_set read_set, write_set;
    struct timeval time = { 0, 2000 };
    pipe(fds);
    FD_ZERO(&read_set);
    FD_ZERO(&write_set);
    FD_SET(fds[0], &read_set);
    FD_SET(fds[1], &write_set);
    syscall(SYS_select, fds[1] + 1, &read_set, &write_set, NULL, NULL);
    FD_SET(fds[0], &read_set);
    syscall(SYS_select, fds[1] + 1, &read_set, NULL, NULL, &time);
    syscall(SYS_select, 0, NULL, NULL, NULL, &time);
}

static void epolls(void)
{
    int fds[2], epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { EPOLLIN | EPOLLET, { .u64 = 7 } }, events[4];
    pipe(fds);
    epoll_ctl(epoll, EPOLL_CTL_ADD, fds[0], &event);
    epoll_ctl(epoll, EPOLL_CTL_ADD, fds[0], &event);
    epoll_wait(epoll, events, 4, 0);
    write(fds[1], "x", 1);
    epoll_wait(epoll, events, 4, -1);
    epoll_ctl(epoll, EPOLL_CTL_MOD, fds[0], &event);
    epoll_ctl(epoll, EPOLL_CTL_DEL, fds[0], NULL);
}

static void events(void)
{
    int fd = eventfd(2, EFD_NONBLOCK | EFD_CLOEXEC);
    read(fd, buf, 8);
    read(fd, buf, 8);
}

static void timers(void)
{
    struct itimerspec timer = { { 1, 0 }, { 0, 1000000 } };
    struct itimerval none = { { 0, 0 }, { 0, 0 } };
    int fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    timerfd_settime(fd, 0, &timer, NULL);
    read(fd, buf, 8);
    setitimer(ITIMER_REAL, &none, NULL);
}

static void pipes(void)
{
    int fds[2];
    pipe(fds);
    pipe2(fds, O_NONBLOCK | O_CLOEXEC);
    read(fds[0], buf, 10);
    dup(fds[0]);
    dup2(fds[0], 20);
    dup3(fds[0], 21, O_CLOEXEC);
    close(20);
    close(20);
}

static void descriptor_flags(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK);
    fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    fcntl(fd, F_GETFD);
    fcntl(fd, F_DUPFD_CLOEXEC, 30);
    fcntl(99, F_GETFL);
}

static void requests(void)
{
    int fds[2], value = 1;
    socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
    write(fds[0], "12345", 5);
    ioctl(fds[1], FIONREAD, &value);
    ioctl(fds[0], TIOCOUTQ, &value);
    value = 1;
    ioctl(fds[0], FIONBIO, &value);
    ioctl(fds[0], TIOCGWINSZ, buf);
}

static void files(void)
{
    int fd = open("file", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    write(fd, "content", 7);
    flock(fd, LOCK_EX | LOCK_NB);
    close(fd);
    fd = open("file", O_RDONLY);
    openat(fd, "none", O_RDWR | O_APPEND);
    open("file", O_RDONLY | O_EXCL | O_CREAT, 0600);
    int fds[2];
    pipe(fds);
    sendfile(fds[1], fd, NULL, 100);
    splice(fds[0], NULL, fds[1], NULL, 3, SPLICE_F_NONBLOCK);
}

static void vectors(void)
{
    int fds[2];
    char a[3], b[5];
    struct iovec out[] = { { "one", 3 }, { "", 0 }, { "two", 3 } }, into[] = { { a, 3 }, { b, 5 } };
    pipe(fds);
    writev(fds[1], out, 3);
    readv(fds[0], into, 2);
}

static void messages(void)
{
    int fds[2];
    union {
        struct cmsghdr head;
        char space[CMSG_SPACE(sizeof(int))];
    } control = { .head = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
    struct iovec vector = { "with a pipe", 11 }, into = { buf, 6 };
    struct msghdr message = { .msg_iov = &vector,
                              .msg_iovlen = 1,
                              .msg_control = &control,
                              .msg_controllen = sizeof(control) };
    socketpair(AF_UNIX, SOCK_DGRAM, 0, fds);
    memcpy(CMSG_DATA(&control.head), &fds[0], sizeof(int));
    sendmsg(fds[0], &message, 0);
    message.msg_iov = &into;
    recvmsg(fds[1], &message, MSG_CMSG_CLOEXEC);
    recvmsg(fds[1], &message, MSG_DONTWAIT);
}

static void messages_to(void)
{
    int fd = bound(SOCK_DGRAM);
    struct sockaddr_in from;
    struct iovec vector = { "to", 2 }, into = { buf, sizeof(buf) };
    struct msghdr message = {
        .msg_name = &in, .msg_namelen = sizeof(in), .msg_iov = &vector, .msg_iovlen = 1
    };
    sendmsg(fd, &message, MSG_DONTROUTE);
    message.msg_name = &from;
    message.msg_iov = &into;
    recvmsg(fd, &message, 0);
}

static void many_messages(void)
{
    int fds[2];
    char a[8], b[8];
    struct iovec out[] = { { "first", 5 }, { "second", 6 } }, into[] = { { a, 8 }, { b, 8 } };
    struct mmsghdr list[2] = { { { .msg_iov = &out[0], .msg_iovlen = 1 }, 0 },
                               { { .msg_iov = &out[1], .msg_iovlen = 1 }, 0 } };
    socketpair(AF_UNIX, SOCK_DGRAM, 0, fds);
    sendmmsg(fds[0], list, 2, 0);
    list[0].msg_hdr.msg_iov = &into[0];
    list[1].msg_hdr.msg_iov = &into[1];
    recvmmsg(fds[1], list, 2, MSG_DONTWAIT, NULL);
}

static void sleeps(void)
{
    struct timespec time = { 0, 1500000 };
    nanosleep(&time, NULL);
    usleep(2000);
    clock_nanosleep(CLOCK_MONOTONIC, 0, &time, NULL);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
}

static void children(void)
{
    int status;
    if (fork() == 0) {
        sched_yield();
        _exit(7);
    }
    wait(&status);
    if (fork() == 0) {
        sched_yield();
        raise(SIGKILL);
    }
    waitpid(-1, &status, 0);
    waitpid(-1, &status, WNOHANG | WUNTRACED);
}

static void children_by_id(void)
{
    siginfo_t info;
    if (fork() == 0) {
        sched_yield();
        _exit(7);
    }
    waitid(P_ALL, 0, &info, WEXITED);
    waitid(P_ALL, 0, &info, WEXITED | WNOHANG);
}

static void signals(void)
{
    sigset_t set;
    siginfo_t info;
    struct timespec time = { 0, 1000000 };
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigaddset(&set, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &set, NULL);
    kill(getpid(), SIGUSR2);
    sigtimedwait(&set, &info, NULL);
    sigtimedwait(&set, NULL, &time);
    signalfd(-1, &set, SFD_CLOEXEC);
    kill(getpid(), 0);
    alarm(0);
}

static void executes(void)
{
    char *const none[] = { "none", "of them", NULL };
    execve("there-is-none", none, NULL);
    char *const argv[] = { "true", NULL };
    char *const env[] = { NULL };
    if (fork() == 0) {
        sched_yield();
        sched_yield();
        execve("/bin/true", argv, env);
    }
    wait(NULL);
}

static void families(void)
{
    socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    socket(AF_UNIX, SOCK_RAW, 0);
    socket(AF_INET, SOCK_STREAM, IPPROTO_UDP);
    socket(AF_INET, 77, 0);
}

static void strings(void)
{
    int fds[2];
    pipe(fds);
    memset(buf, 'a', sizeof(buf));
    write(fds[1], buf, 33);
    write(fds[1], buf, 3000);
    write(fds[1], "\xea\xb0\x80\xeb\x82\x98\n\t\"\\", 10);
    write(fds[1],
          "\0\1\2\xff"
          "1",
          5);
    write(fds[1], "", 0);
    read(fds[0], buf, sizeof(buf));
}

static void mistakes(void)
{
    write(99, "x", 1);
    write(1, NULL, 1);
    read(0, NULL, 0);
    connect(0, NULL, 16);
    open(NULL, O_RDONLY);
    shutdown(99, 9);
    close(-1);
}

#define ROW(NAME)                                                                                  \
    {                                                                                              \
#NAME, NAME                                                                                \
    }

static const struct {
    const char *name;
    void (*run)(void);
} programs[] = {
    ROW(tcp_echo),
    ROW(refused),
    ROW(not_connected),
    ROW(no_client),
    ROW(udp),
    ROW(udp_connected),
    ROW(inet6),
    ROW(pair),
    ROW(local),
    ROW(local_unnamed),
    ROW(options_got),
    ROW(options_set),
    ROW(polls),
    ROW(polls_with_signals),
    ROW(selects),
    ROW(epolls),
    ROW(events),
    ROW(timers),
    ROW(pipes),
    ROW(descriptor_flags),
    ROW(requests),
    ROW(files),
    ROW(vectors),
    ROW(messages),
    ROW(messages_to),
    ROW(many_messages),
    ROW(sleeps),
    ROW(children),
    ROW(children_by_id),
    ROW(signals),
    ROW(executes),
    ROW(families),
    ROW(strings),
    ROW(mistakes),
};

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++) {
        if (argc < 2) {
            puts(programs[i].name);
        } else if (strcmp(argv[1], programs[i].name) == 0) {
            sched_yield();
            programs[i].run();
            sched_yield();
        }
    }
    return 0;
}
