/*
 * Lowers the limits of the box's init, and its chance to survive when memory is short.
 *
 * says: prlimit: (EPERM|ENOSYS)
 * says: oom_score_adj: (EACCES|EPERM|ENOENT)
 * says: oom_adj: (EACCES|EPERM|ENOENT)
 */
#include <fcntl.h>
#include <sys/resource.h>

#include "hostile.h"

int main(void)
{
    struct rlimit none = { 0, 0 };
    tell("prlimit", prlimit(1, RLIMIT_NOFILE, &none, NULL));
    tell("oom_score_adj", open("/proc/1/oom_score_adj", O_WRONLY));
    tell("oom_adj", open("/proc/1/oom_adj", O_WRONLY));
}
