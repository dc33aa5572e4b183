/* What the programs of all scenarios call; an error ends them. */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#define SERVER "10.0.1.1"

static inline int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static inline struct sockaddr_in at(const char *host, int port)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port) };
    inet_pton(AF_INET, host, &a.sin_addr);
    return a;
}

/* A socket of TYPE that is bound at port 8080. */
static inline int bound(int type)
{
    struct sockaddr_in a = at("0.0.0.0", 8080);
    int fd = check(socket(AF_INET, type, 0), "socket");
    check(bind(fd, (struct sockaddr *)&a, sizeof(a)), "bind");
    return fd;
}

static inline int listening(int backlog)
{
    int fd = bound(SOCK_STREAM);
    check(listen(fd, backlog), "listen");
    return fd;
}

/* A socket of TYPE that is connected to the server's PORT. */
static inline int connected(int type, int port)
{
    struct sockaddr_in a = at(SERVER, port);
    int fd = check(socket(AF_INET, type, 0), "socket");
    check(connect(fd, (struct sockaddr *)&a, sizeof(a)), "connect");
    return fd;
}
