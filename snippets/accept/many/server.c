#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

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
    int conn[3];

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 3), "listen");
    printf("기다리는 소켓의 디스크립터 %d\n", listener);

    // region: many
    for (int i = 0; i < 3; i++) {
        conn[i] = check(accept(listener, NULL, NULL),
                        "accept");
        printf("새 소켓의 디스크립터 %d\n", conn[i]);
    }

    // 셋이 다 모인 뒤에, 일부러 거꾸로 읽고 답한다.
    for (int i = 2; i >= 0; i--) {
        char name[32];
        FILE *in = fdopen(conn[i], "r");

        if (!in || !fgets(name, sizeof name, in))
            errx(1, "이름이 오지 않았다");
        check(dprintf(conn[i], "안녕, %s", name), "dprintf");
        fclose(in);
    }
    // endregion
}
