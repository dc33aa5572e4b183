/* Signal-driven I/O: the kernel sends SIGIO when a datagram is there. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int sockfd;

static void on_sigio(int sig)
{
    struct sockaddr_in peer;
    socklen_t len = sizeof peer;
    char buf[256];
    ssize_t n;

    while ((n = recvfrom(sockfd, buf, sizeof buf, 0, (struct sockaddr *)&peer, &len)) >= 0) {
        printf("SIGIO: %zd bytes from port %d\n", n, ntohs(peer.sin_port));
        sendto(sockfd, buf, n, 0, (struct sockaddr *)&peer, len);
    }
    if (errno != EWOULDBLOCK)
        perror("recvfrom");
}

int main(void)
{
    struct sockaddr_in addr;
    int on = 1;

    sockfd = socket(AF_INET, SOCK_DGRAM, 0);
    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_port = htons(9877);
    signal(SIGIO, on_sigio);
    fcntl(sockfd, F_SETOWN, getpid());
    ioctl(sockfd, FIOASYNC, &on);
    ioctl(sockfd, FIONBIO, &on);
    if (bind(sockfd, (struct sockaddr *)&addr, sizeof addr) < 0) {
        perror("bind");
        exit(1);
    }
    for (;;)
        pause();
}
