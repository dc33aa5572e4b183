/*
 * Eight children want 200 MiB each; no more start when 1000 MiB are held, for a box without a limit.
 *
 * bounded: held 1000 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or SIGKILL
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

enum { EACH_MIB = 200 };

static void hold(int out)
{
    char *p = malloc((size_t)EACH_MIB << 20);
    if (!p)
        _exit(1);
    memset(p, 1, (size_t)EACH_MIB << 20);
    if (write(out, "x", 1) < 0)
        _exit(1);
    for (;;)
        pause();
}

int main(void)
{
    int mib = 0;
    for (int i = 0; i < 8 && mib < 1000; i++) {
        int ends[2];
        char byte;
        if (pipe(ends) < 0)
            break;
        if (fork() == 0)
            hold(ends[1]);
        close(ends[1]);
        if (read(ends[0], &byte, 1) != 1)
            break;
        mib += EACH_MIB;
        printf("held %d MiB\n", mib);
        fflush(stdout);
    }
    wait_with("no more");
}
