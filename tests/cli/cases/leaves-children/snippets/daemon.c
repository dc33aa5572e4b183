#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int ready[2];
    char c;
    if (pipe(ready) < 0)
        return 1;
    if (fork() == 0) {
        setsid();
        if (fork() > 0)
            _exit(0);
        signal(SIGTERM, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
        puts("daemon");
        if (write(ready[1], "x", 1) < 0)
            _exit(1);
        for (;;)
            pause();
    }
    if (read(ready[0], &c, 1) < 0)
        return 1;
    puts("parent");
}
