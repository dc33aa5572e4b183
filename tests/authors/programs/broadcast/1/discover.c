/* Who is there? Ask all, and collect answers for a second. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

int main(int argc, char **argv)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9999) }, from;
    struct timeval wait = { 1, 0 };
    socklen_t len = sizeof from;
    char name[64];
    ssize_t n;

    if (argc < 2)
        return 1;
    to.sin_addr.s_addr = inet_addr(argv[1]);
    if (sendto(s, "who?", 4, 0, (struct sockaddr *)&to, sizeof to) < 0)
        perror("without SO_BROADCAST");
    setsockopt(s, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    if (sendto(s, "who?", 4, 0, (struct sockaddr *)&to, sizeof to) < 0) {
        perror("sendto");
        return 1;
    }
    while ((n = recvfrom(s, name, sizeof name, 0, (struct sockaddr *)&from, &len)) > 0)
        printf("%s is %.*s\n", inet_ntoa(from.sin_addr), (int)n, name);
    return 0;
}
