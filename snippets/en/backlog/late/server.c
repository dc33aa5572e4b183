#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(8080) };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    // region: late
    check(listen(fd, 0), "listen"); // room for one
    usleep(1200000); // busy with something else
    for (int i = 0; i < 2; i++) {
        socklen_t size = sizeof a;
        int conn = check(accept(fd, (struct sockaddr *)&a,
                                &size),
                         "accept");

        printf("accepted %s\n", inet_ntoa(a.sin_addr));
        close(conn);
    }
    // endregion
}
