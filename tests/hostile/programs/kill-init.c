/*
 * Sends each signal there is to the box's init, to its own parent and to the process group 0.
 *
 * says: the init is there: yes
 */
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    signal(SIGTERM, SIG_IGN);
    for (int sig = 1; sig <= 64; sig++) {
        kill(1, sig);
        kill(getppid(), sig);
        if (sig != SIGKILL && sig != SIGSTOP && signal(sig, SIG_IGN) != SIG_ERR)
            kill(0, sig);
    }
    usleep(100000);
    printf("the init is there: %s\n", getppid() == 1 && kill(1, 0) == 0 ? "yes" : "no");
}
