#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX 10

int main(void)
{
    struct pollfd p[MAX];
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(6667) };
    int n = 1;

    p[0].fd = socket(AF_INET, SOCK_STREAM, 0);
    p[0].events = POLLIN;
    bind(p[0].fd, (struct sockaddr *)&a, sizeof a);
    listen(p[0].fd, 5);
    while (poll(p, n, -1) > 0) {
        for (int i = 1; i < n; i++) {
            char line[200];
            ssize_t got;
            if (!p[i].revents)
                continue;
            if ((got = read(p[i].fd, line, sizeof line)) <= 0) {
                printf("* one left\n");
                close(p[i].fd);
                p[i--] = p[--n];
                continue;
            }
            printf("%.*s", (int)got, line);
            for (int j = 1; j < n; j++)
                if (j != i)
                    write(p[j].fd, line, got);
        }
        if (p[0].revents & POLLIN) {
            p[n].fd = accept(p[0].fd, NULL, NULL);
            p[n].events = POLLIN;
            p[n].revents = 0;
            n++;
        }
    }
    return 0;
}
