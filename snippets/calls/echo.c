#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

// region: server
static void serve(int listener)
{
    char text[256];
    int n, conn = check(accept(listener, NULL, NULL), "accept");

    while ((n = check(read(conn, text, sizeof text), "read")) > 0)
        check(write(conn, text, n), "write");
    close(conn); // read가 0이면 상대가 말을 마친 것이다
}
// endregion

// region: client
static void talk(const struct sockaddr_in *to)
{
    char line[256];
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(connect(fd, (const struct sockaddr *)to, sizeof *to), "connect");
    FILE *reply = fdopen(fd, "r"); // 경계가 없으니 줄 단위로 읽는다
    if (!reply)
        err(1, "fdopen");
    while (fgets(line, sizeof line, stdin)) {
        check(dprintf(fd, "%s", line), "dprintf");
        if (!fgets(line, sizeof line, reply))
            errx(1, "대답이 끊겼다");
        printf("메아리: %s", line);
    }
    fclose(reply); // fd도 함께 닫힌다
}
// endregion

int main(void)
{
    // region: main
    struct sockaddr_in a = { .sin_family = AF_INET,
                             .sin_port = htons(8080),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int listener = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(listener, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(listener, 5), "listen");

    if (check(fork(), "fork") == 0) {
        serve(listener);
        _exit(0);
    }
    close(listener); // 부모는 클라이언트가 된다
    talk(&a);
    check(wait(NULL), "wait");
    // endregion
}
