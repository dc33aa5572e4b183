#include "../net.h"

/* The socket is a grandchild's, in a session of its own. */
int main(void)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "\0abstract" };

    if (fork() == 0) {
        setsid();
        if (fork() != 0)
            _exit(0);
        int fd = check(socket(AF_UNIX, SOCK_DGRAM, 0), "socket");
        check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
        pause();
    }
    pause();
}
