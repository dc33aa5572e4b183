/*
 * Takes memory on three hosts of a lab, on each less than the limit of all.
 *
 * manifest: lab: { a: { lan: 10.0.1.1/24 }, b: { lan: 10.0.1.2/24 }, c: { lan: 10.0.1.3/24 } }
 * manifest: run:
 * manifest:   a: { source: lab-memory.c }
 * manifest:   b: { source: lab-memory.c }
 * manifest:   c: { source: lab-memory.c }
 * manifest: limits: { time: 60s, memory: 256M }
 * ends: memory
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    enum { SIZE = 120 << 20 };
    char *memory = malloc(SIZE);
    memset(memory, 1, SIZE);
    pause();
    return memory[0];
}
