#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

// region: row
/* 표의 한 줄: 어떤 오류가, 어느 호출에서, 언제 나는가. */
static void row(const char *call, const char *when,
                long result)
{
    printf("%-16s %-10s %s\n",
           result < 0 ? strerrorname_np(errno) : "ok", call,
           when);
}
// endregion

static int tcp(int flags)
{
    return check(socket(AF_INET, SOCK_STREAM | flags, 0),
                 "socket");
}

static int udp(void)
{
    return check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
}

static struct sockaddr_in at(const char *ip, int port)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(port) };

    check(inet_pton(AF_INET, ip, &a.sin_addr) - 1, ip);
    return a;
}

static int bind_to(int fd, const char *ip, int port)
{
    struct sockaddr_in a = at(ip, port);

    return bind(fd, (struct sockaddr *)&a, sizeof a);
}

static int connect_to(int fd, const char *ip, int port)
{
    struct sockaddr_in a = at(ip, port);

    return connect(fd, (struct sockaddr *)&a, sizeof a);
}

static int listener(int port, int backlog)
{
    int fd = tcp(0);

    check(bind_to(fd, "127.0.0.1", port), "bind");
    check(listen(fd, backlog), "listen");
    return fd;
}

static void creating(void)
{
    struct rlimit few = { 3, 3 }, before;

    row("socket", "없는 주소 체계",
        socket(99, SOCK_STREAM, 0));
    row("socket", "그 주소 체계에 없는 타입",
        socket(AF_INET, SOCK_RDM, 0));
    row("socket", "타입에 맞지 않는 프로토콜",
        socket(AF_INET, SOCK_STREAM, IPPROTO_UDP));
    row("socket", "타입에 모르는 비트",
        socket(AF_INET, 99, 0));
    row("socket", "권한 없이 raw 소켓",
        socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));

    check(getrlimit(RLIMIT_NOFILE, &before), "getrlimit");
    few.rlim_max = before.rlim_max;
    check(setrlimit(RLIMIT_NOFILE, &few), "setrlimit");
    row("socket", "디스크립터를 다 썼다",
        socket(AF_INET, SOCK_STREAM, 0));
    check(setrlimit(RLIMIT_NOFILE, &before), "setrlimit");
}

static void naming(void)
{
    struct sockaddr_un missing = { .sun_family = AF_UNIX,
                                   .sun_path = "no/such" };
    struct sockaddr_un through = { .sun_family = AF_UNIX,
                                   .sun_path = "file/door" };
    int a = tcp(0),
        path = check(socket(AF_UNIX, SOCK_STREAM, 0),
                     "socket");
    FILE *file = fopen("file", "w");

    check(file ? 0 : -1, "file");
    fclose(file);
    check(bind_to(a, "127.0.0.1", 8080), "bind");
    row("bind", "다른 소켓이 쓰는 이름",
        bind_to(tcp(0), "127.0.0.1", 8080));
    row("bind", "이미 이름이 있는 소켓",
        bind_to(a, "127.0.0.1", 8081));
    row("bind", "이 호스트에 없는 주소",
        bind_to(tcp(0), "192.0.2.1", 8080));
    row("bind", "권한 없이 1024 아래의 포트",
        bind_to(tcp(0), "127.0.0.1", 80));
    row("bind", "없는 폴더의 경로",
        bind(path, (struct sockaddr *)&missing,
             sizeof missing));
    row("bind", "폴더가 아닌 것을 지나는 경로",
        bind(path, (struct sockaddr *)&through,
             sizeof through));
    row("bind", "소켓이 아닌 디스크립터",
        bind_to(STDIN_FILENO, "127.0.0.1", 8082));
    row("bind", "열리지 않은 디스크립터",
        bind_to(99, "127.0.0.1", 8082));
    row("bind", "주소의 포인터가 NULL",
        bind(tcp(0), NULL, 16));
}

// region: connecting
static void connecting(void)
{
    int door = listener(8083, 0), busy = tcp(SOCK_NONBLOCK);
    int done = tcp(0);

    row("connect", "기다리는 소켓이 없다",
        connect_to(tcp(0), "127.0.0.1", 8084));
    row("connect", "가는 길이 없다",
        connect_to(tcp(0), "192.0.2.1", 8080));
    row("accept", "listen하지 않았다",
        accept(tcp(0), NULL, NULL));
    row("listen", "연결이 없는 종류", listen(udp(), 1));

    check(connect_to(done, "127.0.0.1", 8083), "connect");
    row("connect", "이미 연결되었다",
        connect_to(done, "127.0.0.1", 8083));
    row("connect", "논블로킹이고 자리가 없다",
        connect_to(busy, "127.0.0.1", 8083));
    row("connect", "아직 연결하는 중이다",
        connect_to(busy, "127.0.0.1", 8083));
    close(door);
}
// endregion

static void on_alarm(int signal)
{
    (void)signal;
}

/* 막아 둔 시그널이 이미 와 있다. 기다리기 시작하면 풀린다. */
static void interrupted(int fd)
{
    struct sigaction action = { .sa_handler = on_alarm };
    struct pollfd p = { .fd = fd, .events = POLLIN };
    sigset_t blocked, none;

    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGALRM);
    check(sigaction(SIGALRM, &action, NULL), "sigaction");
    check(sigprocmask(SIG_BLOCK, &blocked, NULL),
          "sigprocmask");
    raise(SIGALRM);
    row("ppoll", "기다리다가 시그널을 받았다",
        ppoll(&p, 1, NULL, &none));
}

static void talking(void)
{
    static char much[70000];
    struct sockaddr_in to = at("127.0.0.1", 8085);
    int pair[2], door = listener(8086, 1), client = tcp(0);
    int value = 1;
    char byte = 'x';

    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair),
          "socketpair");
    row("recv", "논블로킹이고 온 것이 없다",
        recv(pair[0], &byte, 1, MSG_DONTWAIT));
    interrupted(pair[0]);
    close(pair[1]);
    row("send", "상대가 닫았다",
        send(pair[0], &byte, 1, MSG_NOSIGNAL));

    row("recv", "연결되지 않은 TCP",
        recv(tcp(0), &byte, 1, 0));
    row("send", "상대를 모르는 UDP",
        send(udp(), &byte, 1, 0));
    row("sendto", "데이터그램이 너무 크다",
        sendto(udp(), much, sizeof much, 0,
               (struct sockaddr *)&to, sizeof to));

    check(connect_to(client, "127.0.0.1", 8086), "connect");
    int conn = check(accept(door, NULL, NULL), "accept");
    check(send(client, &byte, 1, 0), "send");
    check(recv(conn, &byte, 1, MSG_PEEK), "recv");
    close(conn); // 읽지 않고 닫는다
    row("recv", "상대가 읽지 않고 닫았다",
        recv(client, &byte, 1, 0));

    row("setsockopt", "없는 옵션",
        setsockopt(client, SOL_SOCKET, 9999, &value,
                   sizeof value));
}

int main(void)
{
    creating();
    naming();
    connecting();
    talking();
}
