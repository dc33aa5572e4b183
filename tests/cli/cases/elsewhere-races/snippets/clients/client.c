#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    for (int i = 0; i < 4 && argc > 1; i++) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0 ||
            write(fd, argv[1], strlen(argv[1])) < 0)
            return 1;
        close(fd);
    }
}
