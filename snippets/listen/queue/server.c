#include <arpa/inet.h>
#include <err.h>
#include <signal.h>
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
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    sigset_t term;
    int got;

    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    check(sigprocmask(SIG_BLOCK, &term, NULL), "sigprocmask");

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    // region: late
    check(listen(listener, 5), "listen");
    // 남들이 다 끝나고 SIGTERM이 올 때까지
    sigwait(&term, &got);

    printf("이제야 accept를 부른다\n");
    for (int i = 1; i <= 2; i++) {
        char text[32];
        int n, conn = check(accept(listener, NULL, NULL),
                            "accept");

        printf("%d번째 클라이언트: ", i);
        while ((n = check(read(conn, text, sizeof text),
                          "read")) > 0)
            printf("%.*s", n, text);
        printf("\n");
        close(conn);
    }
    // endregion
}
