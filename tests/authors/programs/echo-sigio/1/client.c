#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in addr;
    char line[256];
    int s = socket(AF_INET, SOCK_DGRAM, 0);

    memset(&addr, 0, sizeof addr);
    addr.sin_family = AF_INET;
    addr.sin_port = htons(9877);
    inet_pton(AF_INET, "127.0.0.1", &addr.sin_addr);
    while (fgets(line, sizeof line, stdin)) {
        ssize_t n;
        sendto(s, line, strlen(line), 0, (struct sockaddr *)&addr, sizeof addr);
        n = recvfrom(s, line, sizeof line - 1, 0, NULL, NULL);
        line[n] = 0;
        printf("%s", line);
    }
    return 0;
}
