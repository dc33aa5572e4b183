#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

// 소켓이 무엇을 청하나: 주소와 IPV6_V6ONLY
struct name {
    const char *ip;
    const char *v6only; // "-": IPv4에는 없는 옵션이다
};

// 이미 있는 소켓
enum held { BOUND, LISTENS, WAITS };

struct holder {
    const char *label;
    struct name name;
    enum held held;
};

enum reuse { NOBODY, NEW_ONE, BOTH };

static const char *const reuses[] = { "없음", "새 소켓만",
                                      "둘 다" };
static const struct name names[] = { { "127.0.0.1", "-" },
                                     { "0.0.0.0", "-" },
                                     { "::", "0" },
                                     { "::", "1" } };
static const struct holder holders[] = {
    { "127.0.0.1 LISTEN", { "127.0.0.1", "-" }, LISTENS },
    { "0.0.0.0 LISTEN", { "0.0.0.0", "-" }, LISTENS },
    { ":: LISTEN", { "::", "0" }, LISTENS },
    { ":: V6ONLY LISTEN", { "::", "1" }, LISTENS },
    { "127.0.0.1 bind만", { "127.0.0.1", "-" }, BOUND },
    { "127.0.0.1 TIME_WAIT", { "127.0.0.1", "-" }, WAITS },
};

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static void set(int fd, int level, int option, int value)
{
    check(setsockopt(fd, level, option, &value, sizeof value),
          "setsockopt");
}

static socklen_t address(struct sockaddr_storage *a,
                         const char *ip, int port)
{
    struct sockaddr_in *four = (struct sockaddr_in *)a;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)a;

    memset(a, 0, sizeof *a);
    if (inet_pton(AF_INET, ip, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons((in_port_t)port);
        return sizeof *four;
    }
    if (inet_pton(AF_INET6, ip, &six->sin6_addr) != 1)
        errx(1, "주소가 아니다: %s", ip);
    six->sin6_family = AF_INET6;
    six->sin6_port = htons((in_port_t)port);
    return sizeof *six;
}

// region: ask
// 소켓을 만들어 bind한다. bind의 결과는 failed에 남긴다.
static int make(const struct name *name, int port, int reuse,
                int *failed)
{
    struct sockaddr_storage a;
    socklen_t size = address(&a, name->ip, port);
    int fd = check(socket(a.ss_family, SOCK_STREAM, 0),
                   "socket");

    set(fd, SOL_SOCKET, SO_REUSEADDR, reuse);
    if (a.ss_family == AF_INET6)
        set(fd, IPPROTO_IPV6, IPV6_V6ONLY,
            name->v6only[0] == '1');
    *failed = bind(fd, (struct sockaddr *)&a, size) < 0
                  ? errno
                  : 0;
    return fd;
}
// endregion

// 연결 하나를 받아 먼저 끊는다. 포트에는 TIME_WAIT가 남는다.
static void leave_time_wait(int listener)
{
    struct sockaddr_storage a;
    socklen_t size = sizeof a;
    char byte;

    check(getsockname(listener, (struct sockaddr *)&a, &size),
          "getsockname");
    int client = check(socket(a.ss_family, SOCK_STREAM, 0),
                       "socket");
    check(connect(client, (struct sockaddr *)&a, size),
          "connect");
    int conn = check(accept(listener, NULL, NULL), "accept");
    check(shutdown(conn, SHUT_WR), "shutdown");
    check(read(client, &byte, 1), "read"); // 상대의 FIN까지
    close(client);
    check(read(conn, &byte, 1), "read");
    close(conn);
    close(listener);
}

// 이미 있는 소켓을 만든다. 남는 번호가 없으면 -1
static int hold(const struct holder *holder, int port,
                int reuse)
{
    int failed;
    int fd = make(&holder->name, port, reuse, &failed);

    if (failed)
        errx(1, "%s: %s", holder->label,
             strerrorname_np(failed));
    if (holder->held != BOUND)
        check(listen(fd, 1), "listen");
    if (holder->held == WAITS)
        leave_time_wait(fd);
    return holder->held == WAITS ? -1 : fd;
}

static void ask(const struct holder *holder,
                const struct name *name, const char *label,
                int port)
{
    static int next = 8000; // 물을 때마다 새 포트

    for (enum reuse reuse = NOBODY; reuse <= BOTH; reuse++) {
        int number = port < 0 ? next++ : port;
        int held = holder
                       ? hold(holder, number, reuse == BOTH)
                       : -1;
        int failed;

        close(make(name, number, reuse != NOBODY, &failed));
        if (held >= 0)
            close(held);
        printf("%s\t%s\t%s\t%s\t%s\t%s\n",
               holder ? holder->label : "없음", label,
               name->ip, name->v6only, reuses[reuse],
               failed ? strerrorname_np(failed) : "ok");
    }
}

int main(void)
{
    printf("있던 "
           "소켓\t포트\t주소\tV6ONLY\tSO_REUSEADDR\tbind\n");
    for (size_t n = 0; n < COUNT(names); n++)
        ask(NULL, &names[n], "빈 포트", -1);
    ask(NULL, &(struct name){ "192.0.2.1", "-" }, "빈 포트",
        -1);
    ask(NULL, &names[0], "0", 0);
    ask(NULL, &names[0], "80", 80);
    for (size_t h = 0; h < COUNT(holders); h++)
        for (size_t n = 0; n < COUNT(names); n++)
            ask(&holders[h], &names[n], "같은 포트", -1);
}
