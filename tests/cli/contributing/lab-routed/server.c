#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <sys/socket.h>

/* Accepts a connection, and tells from which address it comes. */
int main(void)
{
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(8080) }, peer;
    socklen_t size = sizeof peer;
    char text[INET_ADDRSTRLEN];
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(listener, (struct sockaddr *)&addr, sizeof addr) < 0)
        err(1, "bind");
    if (listen(listener, 1) < 0)
        err(1, "listen");
    if (accept(listener, (struct sockaddr *)&peer, &size) < 0)
        err(1, "accept");
    printf("%s is here\n", inet_ntop(AF_INET, &peer.sin_addr, text, sizeof text));
}
