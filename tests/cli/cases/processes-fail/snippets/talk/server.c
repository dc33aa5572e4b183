#include "../net.h"

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(fd, 5), "listen");
    puts("listening");
    for (;;)
        close(check(accept(fd, NULL, NULL), "accept"));
}
