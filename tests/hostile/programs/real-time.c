/*
 * Takes the processor from all others: real-time classes, a deadline, the best priority, disk first.
 *
 * says: SCHED_FIFO: (EPERM|ENOSYS)
 * says: SCHED_RR: (EPERM|ENOSYS)
 * says: SCHED_DEADLINE: (EPERM|ENOSYS)
 * says: setpriority: (EPERM|EACCES)
 * says: ioprio_set: (EPERM|ENOSYS)
 */
#include <sched.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } deadline = { 48, 6, 0, 0, 0, 1000000, 10000000, 10000000 };
    struct sched_param first = { .sched_priority = 1 };
    tell("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO, &first));
    tell("SCHED_RR", sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &first));
    tell("SCHED_DEADLINE", syscall(SYS_sched_setattr, 0, &deadline, 0));
    tell("setpriority", setpriority(PRIO_PROCESS, 0, -20));
    tell("ioprio_set", syscall(SYS_ioprio_set, 1, 0, 1 << 13));
}
