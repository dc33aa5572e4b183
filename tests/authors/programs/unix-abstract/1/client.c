#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX, .sun_path = "\0greeter" };
    int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

    if (connect(fd, (struct sockaddr *)&addr, offsetof(struct sockaddr_un, sun_path) + 8) < 0) {
        perror("connect");
        return 1;
    }
    write(fd, "hello", 5);
    write(fd, "abstract world", 14);
    puts("sent two records");
    return 0;
}
