#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) }, peer;
    socklen_t size = sizeof(peer);
    char line[100];
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    bind(listener, (struct sockaddr *)&at, sizeof(at));
    listen(listener, 1);
    int fd = accept(listener, (struct sockaddr *)&peer, &size);
    int len = snprintf(line, sizeof(line), "You have come to me from the port %d.", ntohs(peer.sin_port));
    return write(fd, line, len) < 0;
}
