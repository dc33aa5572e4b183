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

static int tcp(void)
{
    return check(socket(AF_INET, SOCK_STREAM, 0), "socket");
}

int main(void)
{
    // region: ask
    const int backlogs[] = { -1, 100000, 4096, 5 };
    struct sockaddr_in a = { .sin_family = AF_INET };

    for (int i = 0; i < 4; i++) {
        int fd = tcp();

        a.sin_port = htons(8001 + i);
        check(bind(fd, (struct sockaddr *)&a, sizeof a),
              "bind");
        check(listen(fd, backlogs[i]), "listen");
    }
    for (int i = 0; i < 2; i++) // two clients of the last one
        check(connect(tcp(), (struct sockaddr *)&a, sizeof a),
              "connect");
    // endregion
    puts("two clients wait at port 8004");
    fflush(stdout);
    pause();
}
