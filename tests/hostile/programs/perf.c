/*
 * Counts what the processor does, of itself and of all.
 *
 * says: itself: (EPERM|ENOSYS)
 * says: all: (EPERM|ENOSYS)
 */
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE,
                                    .size = sizeof(attr),
                                    .config = PERF_COUNT_SW_CPU_CLOCK,
                                    .exclude_kernel = 1 };
    tell("itself", syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0));
    tell("all", syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0));
}
