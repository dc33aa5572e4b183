#include <arpa/inet.h>
#include <err.h>
#include <pthread.h>
#include <stdint.h>
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

// region: threads
static void *serve(void *conn)
{
    echo((int)(intptr_t)conn);
    return NULL;
}

static void serve_all(int listener)
{
    for (;;) {
        pthread_t thread;
        int conn = check(accept(listener, NULL, NULL),
                         "accept");

        if (pthread_create(&thread, NULL, serve,
                           (void *)(intptr_t)conn) != 0)
            errx(1, "pthread_create");
        pthread_detach(thread);
    }
}
// endregion

int main(void)
{
    serve_all(listen_at(8082));
}
