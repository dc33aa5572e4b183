#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
    if (argc < 2) {
        fprintf(stderr, "usage: %s message\n", argv[0]);
        return 2;
    }
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(7000) };
    addr.sin_addr.s_addr = inet_addr("127.0.0.1");
    if (connect(fd, (struct sockaddr *)&addr, sizeof addr) == -1) {
        perror("connect");
        return 1;
    }
    char buf[512];
    for (int i = 1; i <= 3; i++) {
        int len = snprintf(buf, sizeof buf, "%s %d", argv[1], i);
        send(fd, buf, len, 0);
        ssize_t n = recv(fd, buf, sizeof buf - 1, 0);
        buf[n] = '\0';
        printf("got: %s\n", buf);
        usleep(100000);
    }
    close(fd);
    return 0;
}
