#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <string.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>

#define MYPORT 4950

int main(void)
{
    int sockfd;
    struct sockaddr_in my_addr, their_addr;
    socklen_t addr_len;
    int numbytes;
    char buf[100];

    if ((sockfd = socket(AF_INET, SOCK_DGRAM, 0)) == -1) {
        perror("socket");
        exit(1);
    }
    my_addr.sin_family = AF_INET;
    my_addr.sin_port = htons(MYPORT);
    my_addr.sin_addr.s_addr = INADDR_ANY;
    memset(my_addr.sin_zero, '\0', sizeof my_addr.sin_zero);
    if (bind(sockfd, (struct sockaddr *)&my_addr, sizeof my_addr) == -1) {
        perror("bind");
        exit(1);
    }
    while (1) {
        addr_len = sizeof their_addr;
        if ((numbytes = recvfrom(sockfd, buf, 99, 0, (struct sockaddr *)&their_addr, &addr_len)) == -1) {
            perror("recvfrom");
            exit(1);
        }
        sendto(sockfd, "ok", 2, 0, (struct sockaddr *)&their_addr, addr_len);
        printf("got packet from %s\n", inet_ntoa(their_addr.sin_addr));
        printf("packet is %d bytes long\n", numbytes);
        buf[numbytes] = '\0';
        printf("packet contains \"%s\"\n", buf);
    }
}
