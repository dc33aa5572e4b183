#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(8080) };
    char buf[100];
    int proto = argc > 1 ? atoi(argv[1]) : 0;
    int s = socket(AF_INET, SOCK_STREAM, proto);

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s < 0 || connect(s, (struct sockaddr *)&a, sizeof a) < 0) {
        perror("client");
        return 1;
    }
    snprintf(buf, sizeof buf, "protocol %d", proto);
    write(s, buf, strlen(buf));
    ssize_t n = read(s, buf, sizeof buf);
    printf("echo: %.*s\n", (int)n, buf);
    return 0;
}
