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

static int is_listening(int fd)
{
    int value;
    socklen_t size = sizeof value;

    check(getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value,
                     &size),
          "SO_ACCEPTCONN");
    return value;
}

int main(void)
{
    struct sockaddr_in a;
    socklen_t size = sizeof a;

    // region: listen
    int listener = check(socket(AF_INET, SOCK_STREAM, 0),
                         "socket");

    printf("listen 앞: SO_ACCEPTCONN %d\n",
           is_listening(listener));
    // bind는 하지 않았다.
    check(listen(listener, 5), "listen");
    printf("listen 뒤: SO_ACCEPTCONN %d\n",
           is_listening(listener));

    check(getsockname(listener, (struct sockaddr *)&a, &size),
          "getsockname");
    printf("커널이 포트를 골랐나? %s\n",
           a.sin_port ? "예" : "아니오");
    // endregion
}
