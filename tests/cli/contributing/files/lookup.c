#include <arpa/inet.h>
#include <err.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>

int main(void)
{
    struct addrinfo *found, wanted = { .ai_family = AF_INET };
    int error = getaddrinfo("server", NULL, &wanted, &found);

    if (error)
        errx(1, "server: %s", gai_strerror(error));
    puts(inet_ntoa(((struct sockaddr_in *)found->ai_addr)->sin_addr));
    freeaddrinfo(found);
}
