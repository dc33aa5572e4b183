/* An alarm ends a sleep. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static void note(int signal)
{
    (void)signal;
}

int main(void)
{
    signal(SIGALRM, note);
    alarm(1);
    printf("most of 30 seconds are left: %d\n", sleep(30) > 20);
}
