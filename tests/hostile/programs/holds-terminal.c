/*
 * A grandchild keeps the terminal open after the program has ended.
 *
 * ends: time
 * says: parent ends
 */
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    puts("parent ends");
    fflush(stdout);
    if (fork() == 0) {
        setsid();
        signal(SIGHUP, SIG_IGN);
        if (fork() == 0)
            for (;;)
                pause();
    }
}
