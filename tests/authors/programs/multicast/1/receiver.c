#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define GROUP "239.1.2.3"
#define PORT 12345

int main(void)
{
    int fd, yes = 1;
    struct sockaddr_in addr;
    struct ip_mreq mreq;
    char msg[256];

    if ((fd = socket(AF_INET, SOCK_DGRAM, 0)) < 0) {
        perror("socket");
        return 1;
    }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_addr.s_addr = htonl(INADDR_ANY);
    addr.sin_port = htons(PORT);
    if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
        perror("bind");
        return 1;
    }
    mreq.imr_multiaddr.s_addr = inet_addr(GROUP);
    mreq.imr_interface.s_addr = htonl(INADDR_ANY);
    if (setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &mreq, sizeof(mreq)) < 0) {
        perror("IP_ADD_MEMBERSHIP");
        return 1;
    }
    for (;;) {
        socklen_t len = sizeof(addr);
        int n = recvfrom(fd, msg, sizeof(msg) - 1, 0, (struct sockaddr *)&addr, &len);
        if (n < 0) {
            perror("recvfrom");
            return 1;
        }
        msg[n] = 0;
        printf("%s:%d: %s\n", inet_ntoa(addr.sin_addr), ntohs(addr.sin_port), msg);
    }
}
