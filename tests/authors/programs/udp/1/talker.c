#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <string.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <netdb.h>

#define SERVERPORT 4950

int main(int argc, char *argv[])
{
    int sockfd, numbytes, i;
    struct sockaddr_in their_addr;
    struct hostent *he;
    char ack[10];

    if (argc < 3) {
        fprintf(stderr, "usage: talker hostname message\n");
        exit(1);
    }
    if ((he = gethostbyname(argv[1])) == NULL) {
        perror("gethostbyname");
        exit(1);
    }
    sockfd = socket(AF_INET, SOCK_DGRAM, 0);
    memset(&their_addr, 0, sizeof their_addr);
    their_addr.sin_family = AF_INET;
    their_addr.sin_port = htons(SERVERPORT);
    their_addr.sin_addr = *((struct in_addr *)he->h_addr);
    for (i = 2; i < argc; i++) {
        numbytes = sendto(sockfd, argv[i], strlen(argv[i]), 0, (struct sockaddr *)&their_addr, sizeof their_addr);
        printf("sent %d bytes to %s\n", numbytes, inet_ntoa(their_addr.sin_addr));
        recv(sockfd, ack, sizeof ack, 0);
    }
    close(sockfd);
    return 0;
}
