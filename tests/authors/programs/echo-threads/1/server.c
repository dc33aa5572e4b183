/* A threaded echo server: one thread for each client. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct client {
    int fd;
    struct sockaddr_in addr;
};

static void *serve(void *arg) {
    struct client *c = arg;
    char buf[512], ip[INET_ADDRSTRLEN];
    ssize_t n;

    inet_ntop(AF_INET, &c->addr.sin_addr, ip, sizeof ip);
    printf("[thread %d] client %s:%d\n", (int)gettid(), ip, ntohs(c->addr.sin_port));
    while ((n = recv(c->fd, buf, sizeof buf, 0)) > 0) {
        send(c->fd, buf, n, 0);
    }
    printf("[thread %d] client left\n", (int)gettid());
    close(c->fd);
    free(c);
    return NULL;
}

int main(void) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in addr = { .sin_family = AF_INET, .sin_port = htons(7000) };
    addr.sin_addr.s_addr = INADDR_ANY;
    if (bind(fd, (struct sockaddr *)&addr, sizeof addr) == -1) {
        perror("bind");
        return 1;
    }
    listen(fd, SOMAXCONN);
    printf("server listening on port 7000\n");
    while (1) {
        struct client *c = malloc(sizeof *c);
        socklen_t len = sizeof c->addr;
        c->fd = accept(fd, (struct sockaddr *)&c->addr, &len);
        pthread_t t;
        pthread_create(&t, NULL, serve, c);
        pthread_detach(t);
    }
}
