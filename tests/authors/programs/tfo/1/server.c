#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    int qlen = 5, s = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(4433) };
    FILE *f = fopen("/proc/sys/net/ipv4/tcp_fastopen", "w");

    if (!f || fprintf(f, "3\n") < 0 || fclose(f)) {
        perror("/proc/sys/net/ipv4/tcp_fastopen");
        exit(1);
    }
    bind(s, (struct sockaddr *)&a, sizeof a);
    if (setsockopt(s, IPPROTO_TCP, TCP_FASTOPEN, &qlen, sizeof qlen) < 0)
        perror("TCP_FASTOPEN");
    listen(s, 5);
    for (;;) {
        char buf[100];
        struct tcp_info ti;
        socklen_t len = sizeof ti;
        int c = accept(s, NULL, NULL);
        ssize_t n = read(c, buf, sizeof buf);
        getsockopt(c, IPPROTO_TCP, TCP_INFO, &ti, &len);
        printf("%.*s: %s\n", (int)n, buf, ti.tcpi_options & TCPI_OPT_SYN_DATA ? "data came in the SYN" : "data came after the handshake");
        write(c, buf, n);
        close(c);
    }
}
