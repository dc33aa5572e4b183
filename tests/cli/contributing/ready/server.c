#include <arpa/inet.h>
#include <err.h>
#include <sys/socket.h>
#include <unistd.h>

static void serve(int port)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(fd, 1) < 0)
        err(1, "port %d", port);
}

int main(void)
{
    serve(8080);
    serve(8443);
    pause();
}
