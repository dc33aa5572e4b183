#include <arpa/inet.h>
#include <linux/mptcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#ifndef SOL_MPTCP
#define SOL_MPTCP 284
#endif

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(8080) }, peer;
    int s = socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP);

    if (s < 0) {
        perror("socket(IPPROTO_MPTCP)");
        return 1;
    }
    bind(s, (struct sockaddr *)&a, sizeof a);
    listen(s, 16);
    while (1) {
        socklen_t len = sizeof peer;
        struct mptcp_info info;
        char buf[100];
        int c = accept(s, (struct sockaddr *)&peer, &len);
        ssize_t n = read(c, buf, sizeof buf);
        len = sizeof info;
        printf("%s:%d: %.*s: ", inet_ntoa(peer.sin_addr), ntohs(peer.sin_port), (int)n, buf);
        if (getsockopt(c, SOL_MPTCP, MPTCP_INFO, &info, &len) < 0)
            perror("plain TCP");
        else
            printf("MPTCP, token %08x, flags %x\n", info.mptcpi_token, info.mptcpi_flags);
        write(c, buf, n);
        close(c);
    }
}
