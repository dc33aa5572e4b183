#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(8888) };
    char buf[10];
    ssize_t n;
    int s = socket(AF_INET, SOCK_STREAM, 0);

    a.sin_addr.s_addr = inet_addr("127.0.0.1");
    if (connect(s, (struct sockaddr *)&a, sizeof a) < 0) {
        perror("connect");
        return 1;
    }
    while ((n = read(s, buf, sizeof buf)) > 0)
        fwrite(buf, 1, n, stdout);
    return 0;
}
