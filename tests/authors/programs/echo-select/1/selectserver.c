/* selectserver: everything that one client says goes back to it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/types.h>
#include <sys/socket.h>
#include <sys/select.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <netdb.h>

#define PORT "9034"

int main(void)
{
    fd_set master, read_fds;
    int fdmax, listener, newfd, i, rv, yes = 1;
    struct sockaddr_in remoteaddr;
    socklen_t addrlen;
    char buf[256];
    int nbytes;
    struct addrinfo hints, *ai;

    FD_ZERO(&master);
    FD_ZERO(&read_fds);

    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE;
    if ((rv = getaddrinfo(NULL, PORT, &hints, &ai)) != 0) {
        fprintf(stderr, "selectserver: %s\n", gai_strerror(rv));
        exit(1);
    }
    listener = socket(ai->ai_family, ai->ai_socktype, ai->ai_protocol);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(int));
    if (bind(listener, ai->ai_addr, ai->ai_addrlen) < 0) {
        perror("bind");
        exit(2);
    }
    freeaddrinfo(ai);
    if (listen(listener, 10) == -1) {
        perror("listen");
        exit(3);
    }
    FD_SET(listener, &master);
    fdmax = listener;

    for (;;) {
        read_fds = master;
        if (select(fdmax + 1, &read_fds, NULL, NULL, NULL) == -1) {
            perror("select");
            exit(4);
        }
        for (i = 0; i <= fdmax; i++) {
            if (!FD_ISSET(i, &read_fds))
                continue;
            if (i == listener) {
                addrlen = sizeof remoteaddr;
                newfd = accept(listener, (struct sockaddr *)&remoteaddr, &addrlen);
                FD_SET(newfd, &master);
                if (newfd > fdmax)
                    fdmax = newfd;
                printf("selectserver: new connection from %s:%hu on socket %d\n",
                       inet_ntoa(remoteaddr.sin_addr), ntohs(remoteaddr.sin_port), newfd);
            } else if ((nbytes = recv(i, buf, sizeof buf, 0)) <= 0) {
                printf("selectserver: socket %d hung up\n", i);
                close(i);
                FD_CLR(i, &master);
            } else {
                send(i, buf, nbytes, 0);
            }
        }
    }
    return 0;
}
