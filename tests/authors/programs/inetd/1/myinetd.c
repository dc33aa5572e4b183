#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct service {
    char name[32];
    int port;
    char program[64];
    int fd;
} services[8];
int count;

static void reap(int sig)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        printf("[%d] exit %d\n", (int)pid, WEXITSTATUS(status));
}

int main(int argc, char **argv)
{
    FILE *f = fopen(argc > 1 ? argv[1] : "inetd.conf", "r");
    fd_set set;
    int i;

    if (f == NULL) {
        perror("inetd.conf");
        return 1;
    }
    while (fscanf(f, "%31s %d %63s", services[count].name, &services[count].port, services[count].program) == 3) {
        struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(services[count].port) };
        services[count].fd = socket(AF_INET, SOCK_STREAM, 0);
        if (bind(services[count].fd, (struct sockaddr *)&a, sizeof a) < 0) {
            perror(services[count].name);
            exit(1);
        }
        listen(services[count].fd, 5);
        count++;
    }
    fclose(f);
    signal(SIGCHLD, reap);
    for (;;) {
        FD_ZERO(&set);
        for (i = 0; i < count; i++)
            FD_SET(services[i].fd, &set);
        if (select(FD_SETSIZE, &set, NULL, NULL, NULL) < 0)
            continue;
        for (i = 0; i < count; i++) {
            if (!FD_ISSET(services[i].fd, &set))
                continue;
            int c = accept(services[i].fd, NULL, NULL);
            pid_t pid = fork();
            if (pid == 0) {
                dup2(c, 0);
                dup2(c, 1);
                close(c);
                execl(services[i].program, services[i].name, (char *)NULL);
                perror(services[i].program);
                _exit(127);
            }
            printf("[%d] %s\n", (int)pid, services[i].name);
            close(c);
        }
    }
}
