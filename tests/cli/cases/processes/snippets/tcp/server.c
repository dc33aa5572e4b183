#include "../net.h"

/* Its second socket comes late: who waits for the first alone would come too early. */
int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(8080) };
    struct sockaddr_in u = { .sin_family = AF_INET, .sin_port = htons(9090) };
    int fd = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(listen(fd, 5), "listen");
    usleep(100000);
    int udp = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    check(bind(udp, (struct sockaddr *)&u, sizeof u), "bind");
    printf("server is pid %d\n", getpid());
    for (;;) {
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;
        int conn = check(accept(fd, (struct sockaddr *)&peer, &size), "accept");
        printf("from port %d\n", ntohs(peer.sin_port));
        close(conn);
    }
}
