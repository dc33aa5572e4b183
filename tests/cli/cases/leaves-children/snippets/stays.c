#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void on_term(int signal)
{
    (void)signal;
    static const char text[] = "told\n";
    _exit(write(1, text, sizeof text - 1) < 0);
}

/* Its parent ends at once; it stays until it is told to end. */
int main(void)
{
    signal(SIGTERM, on_term);
    if (fork() > 0)
        return 0;
    setsid();
    puts("daemon");
    fflush(stdout);
    for (;;)
        pause();
}
