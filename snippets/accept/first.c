#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

static ino_t inode(int fd)
{
    struct stat st;

    check(fstat(fd, &st), "fstat");
    return st.st_ino;
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
    check(bind(listener, (struct sockaddr *)&a, sizeof a),
          "bind");
    check(listen(listener, 1), "listen");

    int client = check(socket(AF_INET, SOCK_STREAM, 0),
                       "socket");
    check(connect(client, (struct sockaddr *)&a, sizeof a),
          "connect");

    int conn = check(accept(listener, NULL, NULL), "accept");
    printf("listener %d, client %d, conn %d\n", listener,
           client, conn);
    printf("conn은 listener와 같은 소켓인가? %s\n",
           inode(conn) == inode(listener) ? "예" : "아니오");
}
