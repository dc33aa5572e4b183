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
    struct sockaddr_in a = {
        .sin_family = AF_INET,
        .sin_port = htons(8080),
        .sin_addr.s_addr = htonl(INADDR_ANY),
    };
    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");
    int number, sum = 0;

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");

    // region: sum
    int conn = check(accept(listener, NULL, NULL), "accept");
    FILE *in = fdopen(conn, "r");
    if (!in)
        err(1, "fdopen");

    while (fscanf(in, "%d", &number) == 1)
        sum += number;
    printf("상대의 말이 끝났나? %s\n",
           feof(in) ? "예" : "아니오");
    check(dprintf(conn, "합은 %d\n", sum), "dprintf");
    pause(); // 답은 했지만 닫지 않는다
    // endregion
}
