/*
 * Starts processes on three hosts of a lab, on each less than the limit of all.
 *
 * manifest: lab: { a: { lan: 10.0.1.1/24 }, b: { lan: 10.0.1.2/24 }, c: { lan: 10.0.1.3/24 } }
 * manifest: run:
 * manifest:   a: { source: lab-processes.c }
 * manifest:   b: { source: lab-processes.c }
 * manifest:   c: { source: lab-processes.c }
 * manifest: limits: { time: 60s, processes: 40 }
 * ends: processes
 */
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    for (int i = 0; i < 20; i++)
        if (fork() == 0)
            break;
    pause();
}
