#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in me = { .sin_family = AF_INET, .sin_port = htons(9999) }, peer;
    char buf[64], host[64];

    if (bind(s, (struct sockaddr *)&me, sizeof me) < 0) {
        perror("bind");
        exit(1);
    }
    gethostname(host, sizeof host);
    while (1) {
        socklen_t len = sizeof peer;
        ssize_t n = recvfrom(s, buf, sizeof buf, 0, (struct sockaddr *)&peer, &len);
        printf("%s asks: %.*s\n", inet_ntoa(peer.sin_addr), (int)n, buf);
        sendto(s, host, strlen(host), 0, (struct sockaddr *)&peer, len);
    }
}
