#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

/* Sends each line that it reads, and at the end an empty datagram. */
int main(void)
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX, .sun_path = "/tmp/server.sock" };
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    char line[64];

    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "connect");
    while (fgets(line, sizeof line, stdin))
        if (send(fd, line, strlen(line), 0) < 0)
            err(1, "send");
    send(fd, line, 0, 0);
}
