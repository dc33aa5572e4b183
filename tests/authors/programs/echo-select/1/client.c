#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <netdb.h>
#include <sys/socket.h>

int main(int argc, char *argv[])
{
    struct addrinfo hints = {0}, *ai;
    char buf[256];
    int s, n;

    if (argc != 4) {
        fprintf(stderr, "usage: client host port text\n");
        exit(1);
    }
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_family = AF_INET;
    if ((n = getaddrinfo(argv[1], argv[2], &hints, &ai)) != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(n));
        exit(1);
    }
    s = socket(ai->ai_family, ai->ai_socktype, 0);
    if (connect(s, ai->ai_addr, ai->ai_addrlen) == -1) {
        perror("client: connect");
        exit(1);
    }
    send(s, argv[3], strlen(argv[3]), 0);
    n = recv(s, buf, sizeof buf, 0);
    printf("client: received '%.*s'\n", n, buf);
    close(s);
    return 0;
}
