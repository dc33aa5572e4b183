#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static void look(const char *when, int fd)
{
    char byte;
    ssize_t n = recv(fd, &byte, 1, MSG_DONTWAIT);

    printf("%s peer의 recv: %s\n", when,
           n < 0 ? strerrorname_np(errno)
                 : "0, 상대가 다 보냈다");
}

int main(void)
{
    int pair[2];

    // region: dup
    check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair),
          "socketpair");
    int a = pair[0], peer = pair[1];
    int b = check(dup(a), "dup"), c = check(dup(a), "dup");

    // 디스크립터 하나를 닫을 뿐, 소켓은 b와 c로 남는다.
    close(a);
    look("close(a) 뒤    ", peer);

    // 소켓 자체의 보내는 쪽을 닫는다.
    check(shutdown(b, SHUT_WR), "shutdown");
    look("shutdown(b) 뒤 ", peer);

    int n = send(c, "x", 1, MSG_NOSIGNAL);
    printf("c로 send: %s\n",
           n < 0 ? strerrorname_np(errno) : "ok");
    n = close(b);
    printf("b는 그때까지 열려 있었나? %s\n",
           n == 0 ? "예" : "아니오");
    // endregion
}
