#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(7000) }, me;
    socklen_t len = sizeof(me);
    char text[16];
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    inet_pton(AF_INET, "10.0.1.1", &at.sin_addr);
    if (connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0 || send(fd, "?", 1, 0) < 0 ||
        recv(fd, text, sizeof(text), 0) < 0 || getsockname(fd, (struct sockaddr *)&me, &len) < 0)
        return 1;
    printf("my port is %d, 51966 is none\n", ntohs(me.sin_port));
    return 0;
}
