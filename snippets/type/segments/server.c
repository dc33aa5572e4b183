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
    char text[4000];
    int n, total = 0;

    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");

    // region: read
    int conn = check(accept(listener, NULL, NULL), "accept");
    while ((n = check(read(conn, text, sizeof text),
                      "read")) > 0)
        total += n;
    printf("모두 %d바이트\n", total);
    // endregion
}
