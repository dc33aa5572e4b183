#include "../net.h"

#include <signal.h>
#include <sys/wait.h>

static void on_child(int signal)
{
    (void)signal;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        if (write(1, "child terminated\n", 17) < 0)
            _exit(1);
}

/* A child for each connection, as in every textbook. */
int main(void)
{
    int fd = serve(SOCK_STREAM, 9000);
    signal(SIGCHLD, on_child);
    for (;;) {
        int connection = accept(fd, NULL, NULL);
        if (connection < 0)
            continue;
        printf("accepted\n");
        fflush(stdout);
        if (fork() > 0) {
            close(connection);
            continue;
        }
        char text[100];
        ssize_t n;
        close(fd);
        while ((n = read(connection, text, sizeof text)) > 0)
            if (write(connection, text, n) < 0)
                _exit(1);
        _exit(0);
    }
}
