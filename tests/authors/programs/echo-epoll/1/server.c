#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_EVENTS 10
#define PORT 5000

static void die(const char *msg)
{
    perror(msg);
    exit(EXIT_FAILURE);
}

static void setnonblocking(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void do_use_fd(int epfd, int fd)
{
    char buf[5]; /* small on purpose: edge triggered means read until EAGAIN */
    ssize_t n;

    while ((n = read(fd, buf, sizeof(buf))) > 0) {
        printf("fd %d: %zd bytes\n", fd, n);
        write(fd, buf, n);
    }
    if (n == 0) {
        printf("fd %d: closed\n", fd);
        epoll_ctl(epfd, EPOLL_CTL_DEL, fd, NULL);
        close(fd);
    } else if (errno != EAGAIN) {
        perror("read");
    }
}

int main()
{
    struct epoll_event ev, events[MAX_EVENTS];
    struct sockaddr_in addr;
    socklen_t addrlen = sizeof(addr);
    int listen_sock, conn_sock, nfds, epollfd, n;

    listen_sock = socket(AF_INET, SOCK_STREAM, 0);
    memset(&addr, 0, sizeof(addr));
    addr.sin_family = AF_INET;
    addr.sin_port = htons(PORT);
    if (bind(listen_sock, (struct sockaddr *) &addr, sizeof(addr)) == -1)
        die("bind");
    if (listen(listen_sock, 10) == -1)
        die("listen");
    epollfd = epoll_create1(0);
    ev.events = EPOLLIN;
    ev.data.fd = listen_sock;
    if (epoll_ctl(epollfd, EPOLL_CTL_ADD, listen_sock, &ev) == -1)
        die("epoll_ctl: listen_sock");

    for (;;) {
        nfds = epoll_wait(epollfd, events, MAX_EVENTS, -1);
        if (nfds == -1)
            die("epoll_wait");
        for (n = 0; n < nfds; ++n) {
            if (events[n].data.fd == listen_sock) {
                conn_sock = accept(listen_sock, (struct sockaddr *) &addr, &addrlen);
                if (conn_sock == -1)
                    die("accept");
                setnonblocking(conn_sock);
                ev.events = EPOLLIN | EPOLLET;
                ev.data.fd = conn_sock;
                epoll_ctl(epollfd, EPOLL_CTL_ADD, conn_sock, &ev);
                printf("fd %d: %s:%u\n", conn_sock, inet_ntoa(addr.sin_addr), ntohs(addr.sin_port));
            } else {
                do_use_fd(epollfd, events[n].data.fd);
            }
        }
    }
}
