#include "../net.h"

int main(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "door" };
    struct ucred who;
    socklen_t size = sizeof who;
    int fd = check(socket(AF_UNIX, SOCK_SEQPACKET, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(fd, 1), "listen");
    int conn = check(accept(fd, NULL, NULL), "accept");
    check(getsockopt(conn, SOL_SOCKET, SO_PEERCRED, &who, &size), "SO_PEERCRED");
    printf("pid %d, uid %u\n", who.pid, who.uid);
}
