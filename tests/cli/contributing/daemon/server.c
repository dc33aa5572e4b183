#include <err.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static void on_term(int signal)
{
    static const char text[] = "told to end\n";
    (void)signal;
    _exit(write(1, text, sizeof text - 1) < 0);
}

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET,
                                .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (daemon(0, 1) < 0)
        err(1, "daemon");
    signal(SIGTERM, on_term);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(fd, 8) < 0)
        err(1, "listen");
    for (;;) {
        close(accept(fd, NULL, NULL));
        puts("accepted");
        fflush(stdout);
    }
}
