#include <arpa/inet.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    socklen_t n = sizeof a;
    unsigned dice = 0;
    int s = socket(AF_INET, SOCK_DGRAM, 0);

    bind(s, (struct sockaddr *)&a, n);
    getsockname(s, (struct sockaddr *)&a, &n);
    getrandom(&dice, sizeof dice, 0);
    printf("port %d\n", ntohs(a.sin_port));
    printf("dice %u\n", dice);
}
