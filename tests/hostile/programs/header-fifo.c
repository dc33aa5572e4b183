/*
 * Includes a FIFO, which nobody ever writes to.
 *
 * setup: mkfifo snippets/fifo.h
 * ends: refused or input
 */
#include "fifo.h"

int main(void)
{
    return 0;
}
