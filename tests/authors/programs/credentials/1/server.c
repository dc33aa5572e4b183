#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void)
{
    struct sockaddr_un sun = { AF_UNIX, "who.sock" };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    unlink(sun.sun_path);
    if (bind(fd, (struct sockaddr *)&sun, sizeof(sun)) == -1) {
        perror("bind");
        exit(1);
    }
    listen(fd, 5);
    printf("server pid %d\n", getpid());
    while (1) {
        struct ucred cr;
        socklen_t len = sizeof(cr);
        char path[64], exe[128];
        int c = accept(fd, NULL, NULL);
        ssize_t n;

        getsockopt(c, SOL_SOCKET, SO_PEERCRED, &cr, &len);
        snprintf(path, sizeof(path), "/proc/%d/comm", cr.pid);
        FILE *f = fopen(path, "r");
        if (f != NULL && fgets(exe, sizeof(exe), f) != NULL) {
            exe[strcspn(exe, "\n")] = 0;
            fclose(f);
        }
        printf("peer: pid %d (%s), uid %d, gid %d\n", cr.pid, exe, cr.uid, cr.gid);
        n = snprintf(exe, sizeof(exe), "you are %d\n", cr.pid);
        write(c, exe, n);
        close(c);
    }
}
