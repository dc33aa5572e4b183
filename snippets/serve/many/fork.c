#include <arpa/inet.h>
#include <err.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static int listen_at(int port)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(fd, 5), "listen");
    return fd;
}

static void echo(int conn)
{
    char text[64];
    int n;

    while ((n = check(read(conn, text, sizeof text), "read")))
        check(write(conn, text, n), "write");
    close(conn);
}

int main(void)
{
    int listener = listen_at(8081);

    signal(SIGCHLD, SIG_IGN); // 끝난 자식은 커널이 거둔다
    // region: fork
    for (;;) {
        int conn = check(accept(listener, NULL, NULL),
                         "accept");

        if (check(fork(), "fork") == 0) {
            close(listener);
            echo(conn);
            _exit(0);
        }
        close(conn); // 부모의 디스크립터만 닫힌다
    }
    // endregion
}
