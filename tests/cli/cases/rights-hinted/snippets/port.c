#include <arpa/inet.h>
#include <err.h>
#include <sys/socket.h>

int main(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(80) };
    int s = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(s, (struct sockaddr *)&a, sizeof a) < 0)
        err(1, "bind");
    listen(s, 5);
}
