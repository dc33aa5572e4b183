#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(7000) }, from;
    socklen_t len = sizeof(from);
    char text[16];
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
        return 1;
    while (recvfrom(fd, text, sizeof(text), 0, (struct sockaddr *)&from, &len) >= 0) {
        printf("from port %d, to uid 60000\n", ntohs(from.sin_port));
        sendto(fd, "!", 1, 0, (struct sockaddr *)&from, len);
    }
    return 1;
}
