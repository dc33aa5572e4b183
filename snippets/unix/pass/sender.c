#include <err.h>
#include <fcntl.h>
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
    struct sockaddr_un to = { .sun_family = AF_UNIX,
                              .sun_path = "door.sock" };
    int door = check(socket(AF_UNIX, SOCK_STREAM, 0),
                     "socket");

    check(connect(door, (struct sockaddr *)&to, sizeof to),
          "connect");

    // region: send
    int file = check(open("note.txt", O_RDONLY), "open");
    char byte = 'x';
    struct iovec data = { &byte, 1 };
    union {
        struct cmsghdr head;
        char room[CMSG_SPACE(sizeof(int))];
    } control = { 0 };
    struct msghdr message = {
        .msg_iov = &data,
        .msg_iovlen = 1,
        .msg_control = control.room,
        .msg_controllen = sizeof control.room,
    };

    control.head = (struct cmsghdr){ CMSG_LEN(sizeof(int)),
                                     SOL_SOCKET, SCM_RIGHTS };
    memcpy(CMSG_DATA(&control.head), &file, sizeof file);
    check(sendmsg(door, &message, 0), "sendmsg");
    // endregion
    close(file);
}
