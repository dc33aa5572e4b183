#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

int main(void)
{
    struct sockaddr_un here = { .sun_family = AF_UNIX,
                                .sun_path = "door.sock" };
    int door = check(socket(AF_UNIX, SOCK_STREAM, 0),
                     "socket");

    check(bind(door, (struct sockaddr *)&here, sizeof here),
          "bind");
    check(listen(door, 1), "listen");
    int conn = check(accept(door, NULL, NULL), "accept");

    // region: receive
    char byte;
    struct iovec data = { &byte, 1 };
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control.room,
        .msg_controllen = sizeof control.room,
    };
    int file;

    check(recvmsg(conn, &message, 0), "recvmsg");
    struct cmsghdr *c = CMSG_FIRSTHDR(&message);
    if (!c || c->cmsg_type != SCM_RIGHTS)
        errx(1, "디스크립터가 오지 않았다");
    memcpy(&file, CMSG_DATA(c), sizeof file);

    char text[64];
    int n = check(read(file, text, sizeof text), "read");
    printf("받은 디스크립터 %d로 읽은 것: %.*s", file, n,
           text);
    // endregion
}
