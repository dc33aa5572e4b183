#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    char text[8], control[128];
    struct iovec part = { text, sizeof text };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
                              .msg_controllen = sizeof control };
    int fd = socket(AF_INET, SOCK_DGRAM, 0), on = 1;

    bind(fd, (struct sockaddr *)&addr, sizeof addr);
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
    sendto(fd, "ping", 4, 0, (struct sockaddr *)&addr, sizeof addr);
    recvmsg(fd, &message, 0);
    struct timespec when;
    memcpy(&when, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof when);
    printf("a packet of the year %d\n", gmtime(&when.tv_sec)->tm_year + 1900);
}
