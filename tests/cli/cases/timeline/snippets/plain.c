#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    int fds[2];

    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fds) < 0 || write(fds[0], "hi", 2) < 0)
        return 1;
}
