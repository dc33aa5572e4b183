#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int status;

static void on_term(int signal)
{
    (void)signal;
    if (status < 0)
        abort();
    _exit(status);
}

/* Does as its argument says. */
int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "";
    if (strcmp(how, "spins") == 0)
        for (;;)
            ;
    for (int i = 1; strcmp(how, "counts") == 0; i++) {
        printf("%d\n", i);
        fflush(stdout);
        usleep(200000);
    }
    if (strcmp(how, "naps") == 0)
        for (;;)
            usleep(100000);
    if (strcmp(how, "forks") == 0) {
        if (fork() == 0)
            signal(SIGTERM, SIG_IGN);
        pause();
    }
    status = strcmp(how, "aborts") == 0 ? -1 : atoi(how);
    signal(SIGTERM, on_term);
    pause();
}
