#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct kind {
    const char *name;
    int family, type;
};

static const struct kind kinds[] = {
    { "TCP", AF_INET, SOCK_STREAM },
    { "UDP", AF_INET, SOCK_DGRAM },
    { "AF_UNIX SOCK_STREAM", AF_UNIX, SOCK_STREAM },
    { "AF_UNIX SOCK_DGRAM", AF_UNIX, SOCK_DGRAM },
};

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int bound(const struct kind *kind,
                 struct sockaddr_storage *a)
{
    static in_port_t port = 8080;
    struct sockaddr_in in = { .sin_family = AF_INET,
                              .sin_port = htons(port++),
                              .sin_addr.s_addr = htonl(
                                  INADDR_LOOPBACK) };
    socklen_t size = sizeof in;
    int fd = check(socket(kind->family, kind->type, 0),
                   "socket");

    check(bind(fd, (struct sockaddr *)&in, size), "bind");
    check(getsockname(fd, (struct sockaddr *)&in, &size),
          "getsockname");
    memset(a, 0, sizeof *a);
    memcpy(a, &in, sizeof in);
    return fd;
}

static void connect_to(int fd,
                       const struct sockaddr_storage *a)
{
    check(connect(fd, (const struct sockaddr *)a,
                  sizeof(struct sockaddr_in)),
          "connect");
}

// 이어진 두 소켓
static void make_pair(const struct kind *kind, int pair[2])
{
    struct sockaddr_storage mine, other;

    if (kind->family == AF_UNIX) {
        check(socketpair(AF_UNIX, kind->type, 0, pair),
              "socketpair");
        return;
    }
    pair[0] = bound(kind, &mine);
    pair[1] = bound(kind, &other);
    if (kind->type == SOCK_DGRAM) {
        connect_to(pair[0], &other);
        connect_to(pair[1], &mine);
        return;
    }
    int listener = pair[1];
    check(listen(listener, 1), "listen");
    connect_to(pair[0], &other);
    pair[1] = check(accept(listener, NULL, NULL), "accept");
    close(listener);
}

// region: states
enum state {
    NEW,
    CONNECTED,
    SHUT_W,
    SHUT_R,
    PEER_SHUT_W,
    PEER_GONE,
    SENT
};

static const char *const states[] = {
    [NEW] = "새 소켓",
    [CONNECTED] = "연결됨",
    [SHUT_W] = "내가 SHUT_WR",
    [SHUT_R] = "내가 SHUT_RD",
    [PEER_SHUT_W] = "상대가 SHUT_WR",
    [PEER_GONE] = "상대가 close",
    [SENT] = "그 뒤 한 번 send",
};

// 그 상태에 있는 소켓. 상대가 남아 있으면 peer에 둔다.
static int make(const struct kind *kind, enum state state,
                int *peer)
{
    int pair[2];

    *peer = -1;
    if (state == NEW)
        return check(socket(kind->family, kind->type, 0),
                     "socket");
    make_pair(kind, pair);
    if (state == SHUT_W || state == SHUT_R)
        check(shutdown(pair[0],
                       state == SHUT_W ? SHUT_WR : SHUT_RD),
              "shutdown");
    if (state == PEER_SHUT_W)
        check(shutdown(pair[1], SHUT_WR), "shutdown");
    if (state >= PEER_GONE)
        close(pair[1]);
    else
        *peer = pair[1];
    if (state == SENT) // 답은 버린다. 실패할 수도 있다.
        (void)!send(pair[0], "x", 1, MSG_NOSIGNAL);
    return pair[0];
}
// endregion

static void ask(const struct kind *kind, const char *state,
                int fd, int recv_it)
{
    char byte;
    ssize_t n = recv_it ? recv(fd, &byte, 1, MSG_DONTWAIT)
                        : send(fd, "x", 1,
                               MSG_NOSIGNAL | MSG_DONTWAIT);

    printf("%s\t%s\t%s\t", kind->name, state,
           recv_it ? "recv" : "send");
    if (n < 0)
        printf("%s\n", strerrorname_np(errno));
    else
        printf("%zd\n", n);
}

static void ask_listening(const struct kind *kind)
{
    struct sockaddr_storage a = {
        .ss_family = (sa_family_t)kind->family
    };
    // AF_UNIX는 이름 없이 bind하면 커널이 이름을 지어 준다.
    socklen_t size = kind->family == AF_UNIX
                         ? sizeof a.ss_family
                         : sizeof(struct sockaddr_in);
    int fd = check(socket(kind->family, kind->type, 0),
                   "socket");

    check(bind(fd, (struct sockaddr *)&a, size), "bind");
    check(listen(fd, 1), "listen");
    ask(kind, "listen", fd, 0);
    ask(kind, "listen", fd, 1);
    close(fd);
}

int main(void)
{
    printf("종류\t상태\t호출\t답\n");
    for (size_t k = 0; k < COUNT(kinds); k++) {
        for (enum state s = NEW; s <= SENT; s++)
            for (int recv_it = 0; recv_it < 2; recv_it++) {
                int peer, fd = make(&kinds[k], s, &peer);

                ask(&kinds[k], states[s], fd, recv_it);
                close(fd);
                if (peer >= 0)
                    close(peer);
            }
        if (kinds[k].type == SOCK_STREAM)
            ask_listening(&kinds[k]);
    }
}
