/*
 * Sets the clock: to the time it shows, so that nothing would happen where it is permitted.
 *
 * says: clock_settime: (EPERM|ENOSYS)
 * says: settimeofday: (EPERM|ENOSYS)
 * says: adjtimex: (EPERM|ENOSYS)
 * says: clock_adjtime: (EPERM|ENOSYS)
 */
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    /* The kernel looks at the values before it looks at rights: so they must be right, and are those of now. */
    struct timespec now;
    struct timeval micro;
    struct timex frequency = { .modes = ADJ_FREQUENCY }, same = { 0 };
    adjtimex(&same);
    frequency.freq = same.freq;
    clock_gettime(CLOCK_REALTIME, &now);
    tell("clock_settime", syscall(SYS_clock_settime, CLOCK_REALTIME, &now));
    gettimeofday(&micro, NULL);
    tell("settimeofday", syscall(SYS_settimeofday, &micro, NULL));
    tell("adjtimex", adjtimex(&frequency));
    tell("clock_adjtime", syscall(SYS_clock_adjtime, CLOCK_REALTIME, &frequency));
}
