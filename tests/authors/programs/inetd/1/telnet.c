#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    char buf[200];
    ssize_t n;
    int s = socket(AF_INET, SOCK_STREAM, 0);

    a.sin_addr.s_addr = inet_addr("127.0.0.1");
    a.sin_port = htons(atoi(argv[1]));
    if (connect(s, (struct sockaddr *)&a, sizeof a) < 0) {
        perror("connect");
        exit(1);
    }
    while ((n = read(0, buf, sizeof buf)) > 0)
        write(s, buf, n);
    shutdown(s, SHUT_WR);
    while ((n = read(s, buf, sizeof buf)) > 0)
        write(1, buf, n);
    return 0;
}
