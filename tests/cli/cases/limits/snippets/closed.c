#include <sys/socket.h>
#include <unistd.h>

static char chunk[32 << 10];

/* What lies in sockets whose other end is gone. */
int main(void)
{
    for (int i = 0; i < 400; i++) {
        int ends[2];
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends);
        while (write(ends[0], chunk, sizeof(chunk)) > 0)
            continue;
        close(ends[0]);
    }
    pause();
}
