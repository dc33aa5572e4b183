#include <arpa/inet.h>
#include <err.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>

int main(int argc, char *argv[])
{
    for (int i = 1; i < argc; i++) {
        struct addrinfo hints = {
            .ai_socktype = SOCK_STREAM
        };
        struct addrinfo *list;
        int result = getaddrinfo(argv[i], "http", &hints,
                                 &list);

        if (result != 0) {
            printf("%s: %s\n", argv[i], gai_strerror(result));
            continue;
        }
        for (struct addrinfo *a = list; a; a = a->ai_next) {
            char host[64], port[16];

            if (getnameinfo(a->ai_addr, a->ai_addrlen, host,
                            sizeof host, port, sizeof port,
                            NI_NUMERICHOST | NI_NUMERICSERV))
                errx(1, "getnameinfo");
            printf("%s: %-8s %s 포트 %s\n", argv[i],
                   a->ai_family == AF_INET6 ? "AF_INET6"
                                            : "AF_INET",
                   host, port);
        }
        freeaddrinfo(list);
    }
}
