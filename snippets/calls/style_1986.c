#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

/* 인자의 타입을 괄호 밖에 적는 옛 방식이다. */
static int check(value, what)
int value;
char *what;
{
    if (value < 0) {
        perror(what);
        exit(1);
    }
    return value;
}

int main(argc, argv)
int argc;
char *argv[];
{
    struct sockaddr_in sin;
    char buf[64];
    int s, c, n;

    if (argc != 2)
        exit(2);

    bzero((char *)&sin, sizeof(sin));
    sin.sin_family = AF_INET;
    sin.sin_port = htons(8080);
    sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);

    s = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
    check(bind(s, (struct sockaddr *)&sin, sizeof(sin)),
          "bind");
    check(listen(s, 5), "listen");

    if (check(fork(), "fork") == 0) {
        c = check(socket(AF_INET, SOCK_STREAM, 0), "socket");
        check(connect(c, (struct sockaddr *)&sin,
                      sizeof(sin)),
              "connect");
        check((int)write(c, argv[1], strlen(argv[1])),
              "write");
        exit(0);
    }

    c = check(accept(s, (struct sockaddr *)0, 0), "accept");
    while ((n = check((int)read(c, buf, sizeof(buf)),
                      "read")) > 0)
        check((int)write(1, buf, n), "write");
    puts("");
    close(c);
    close(s);
    wait((int *)0);
    return 0;
}
