/*
 * Stops the box's init while it is recorded: a tracer is told of signals that never reach it.
 *
 * manifest: trace: true
 * says: stopped
 */
#include <signal.h>
#include <stdio.h>

int main(void)
{
    kill(1, SIGSTOP);
    puts("stopped");
}
