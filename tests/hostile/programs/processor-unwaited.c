/*
 * Computes in children that nobody waits for: their time is added to nobody's. 4 s at most.
 *
 * never: of which \d+ s
 * manifest: limits: { time: 60s, processor: 1s }
 * ends: processor
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EACH_MS = 200, CHILDREN = 20 };

static void compute(void)
{
    struct timespec used;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < EACH_MS);
}

int main(void)
{
    struct sigaction ignore = { .sa_handler = SIG_IGN },
                     drop = { .sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT };
    for (int i = 0; i < CHILDREN; i++) {
        sigaction(SIGCHLD, i % 2 ? &ignore : &drop, NULL);
        if (fork() == 0) {
            compute();
            _exit(0);
        }
        /* Until there is none: how it ended is not told. */
        while (wait(NULL) >= 0 || errno == EINTR)
            continue;
    }
    printf("%d children, of which %d s were seen by nobody\n", CHILDREN, CHILDREN * EACH_MS / 1000);
}
