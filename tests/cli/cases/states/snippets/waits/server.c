#include <arpa/inet.h>
#include <err.h>
#include <sys/socket.h>
#include <unistd.h>

/* Listens, connects to itself, and does not accept. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int listener = socket(AF_INET, SOCK_STREAM, 0), fd = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(fd, (struct sockaddr *)&(struct sockaddr_in){ .sin_family = AF_INET, .sin_port = htons(9090) }, sizeof addr) < 0)
        err(1, "bind");
    if (bind(listener, (struct sockaddr *)&addr, sizeof addr) < 0 || listen(listener, 3) < 0)
        err(1, "listen");
    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "connect");
    if (bind(socket(AF_INET, SOCK_DGRAM, 0), (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    pause();
}
