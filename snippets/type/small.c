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

/* "hello, world"를 한 번 보내고 4바이트씩 읽는다. */
static void read_by_four(const char *what, int type)
{
    int pair[2];
    char text[4];
    int n;

    check(socketpair(AF_UNIX, type, 0, pair), "socketpair");
    check(send(pair[0], "hello, world", 12, 0), "send");
    close(pair[0]);

    printf("%s:", what);
    while ((n = check(recv(pair[1], text, sizeof text,
                           MSG_DONTWAIT),
                      "recv")) > 0)
        printf(" [%.*s]", n, text);
    printf("\n");
    close(pair[1]);
}

int main(void)
{
    read_by_four("스트림  ", SOCK_STREAM);
    read_by_four("SEQPACKET", SOCK_SEQPACKET);
}
