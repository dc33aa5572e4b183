/* What programs share that fill queues which no cgroup bounds: the kernel bounds each by itself. */
#ifndef QUEUE_BOUNDS_H
#define QUEUE_BOUNDS_H

#include <linux/sock_diag.h>
#include <sys/socket.h>

#include "hostile.h"

enum { LAST_MESSAGE = 256 << 10 }; /* what began below the bound may end above it */

/* Asks the kernel for a queue of IN as long as it gets. */
static inline void lengthen_queue(int in)
{
    int size = 1 << 30;
    setsockopt(in, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
}

/* Whether what waits in IN is no more than the kernel lets it be. */
static inline int is_within_bounds(int in)
{
    unsigned memory[SK_MEMINFO_VARS] = { 0 };
    socklen_t length = sizeof(memory);
    getsockopt(in, SOL_SOCKET, SO_MEMINFO, memory, &length);
    return memory[SK_MEMINFO_RMEM_ALLOC] <= memory[SK_MEMINFO_RCVBUF] + LAST_MESSAGE;
}

#endif
