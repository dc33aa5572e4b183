#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    const char *name = "greeter";
    socklen_t len = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);

    memcpy(addr.sun_path + 1, name, strlen(name));
    if (bind(fd, (struct sockaddr *)&addr, len) < 0) {
        perror("bind");
        return 1;
    }
    system("grep greeter /proc/net/unix");
    listen(fd, 4);
    for (;;) {
        char msg[64];
        int c = accept(fd, NULL, NULL);
        ssize_t n;
        while ((n = read(c, msg, sizeof msg)) > 0)
            printf("record of %zd bytes: %.*s\n", n, (int)n, msg);
        printf("end\n");
        close(c);
    }
}
