#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/socket.h>

static unsigned bound_port(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    socklen_t n = sizeof a;
    int s = socket(AF_INET, SOCK_DGRAM, 0);

    if (s < 0 || bind(s, (struct sockaddr *)&a, n) < 0 || getsockname(s, (struct sockaddr *)&a, &n) < 0)
        err(1, "port");
    return ntohs(a.sin_port);
}

int main(void)
{
    static const char *const names[] = { "zoe", "alice", "bob", "alice" };
    unsigned first;

    if (getrandom(&first, sizeof first, 0) < 0)
        err(1, "getrandom");
    for (unsigned i = 0; i < 4; i++) {
        unsigned which = (first + i) % 4;
        printf("%u: %s\n", bound_port(), names[which]);
    }
    printf("no newline at the end");
}
