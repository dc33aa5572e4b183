#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(4433) };
    const char *msg[] = { "first", "second" };

    inet_aton("127.0.0.1", &a.sin_addr);
    for (int i = 0; i < 2; i++) {
        struct timespec t0, t1;
        char buf[100];
        int s = socket(AF_INET, SOCK_STREAM, 0);
        clock_gettime(CLOCK_MONOTONIC, &t0);
        if (sendto(s, msg[i], strlen(msg[i]), MSG_FASTOPEN, (struct sockaddr *)&a, sizeof a) < 0) {
            perror("sendto");
            return 1;
        }
        ssize_t n = read(s, buf, sizeof buf);
        clock_gettime(CLOCK_MONOTONIC, &t1);
        printf("%.*s: answer after %ld us\n", (int)n, buf,
               (t1.tv_sec - t0.tv_sec) * 1000000 + (t1.tv_nsec - t0.tv_nsec) / 1000);
        close(s);
    }
    return 0;
}
