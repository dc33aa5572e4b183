/*
 * Makes the box's init slow: the least priority, idle scheduling. snip must end the program in time all the same.
 *
 * ends: time or processor
 */
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

int main(void)
{
    struct sched_param none = { 0 };
    int ignored = setpriority(PRIO_PROCESS, 1, 19) + sched_setscheduler(1, SCHED_IDLE, &none);
    fork();
    fork();
    for (volatile int i = ignored;; i = i + 1)
        ;
}
