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
    int pair[2];
    char text[16];
    int n;

    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair),
          "socketpair");
    check(write(pair[0], "1+1", 3), "write");
    check(shutdown(pair[0], SHUT_WR), "shutdown");

    // 상대는 끝(0)을 볼 때까지 읽고 나서 답한다.
    while ((n = check(read(pair[1], text, sizeof text),
                      "read")) > 0)
        printf("상대가 읽은 것: %.*s\n", n, text);
    printf("상대가 읽은 것: %d, 끝\n", n);
    check(write(pair[1], "2", 1), "write");

    n = check(read(pair[0], text, sizeof text), "read");
    printf("shutdown한 뒤에 받은 것: %.*s\n", n, text);
}
