/*
 * Waits on a FIFO and in a socket whose paths would forge the report.
 *
 * ends: time
 * never: ^::error
 */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const char name[] = "f\n::error file=x::\033[2J\r\xe2\x80\xae (deleted)";
    struct sockaddr_un at = { .sun_family = AF_UNIX,
                              .sun_path = "s\n::error file=x::\033]0;x\007" };
    char byte;
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    if (mkfifo(name, 0600) < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
        return 1;
    if (fork() == 0)
        return (int)recv(fd, &byte, 1, 0);
    fd = open(name, O_RDWR);
    return (int)read(fd, &byte, 1);
}
