/*
 * Opens what /proc tells of the machine, or lets change.
 *
 * says: kcore: (ENOENT|EACCES|EPERM)
 * says: kmsg: (ENOENT|EACCES|EPERM)
 * says: sysrq-trigger: (ENOENT|EACCES|EPERM)
 * says: kpagecount: (ENOENT|EACCES|EPERM)
 * says: timer_list: (ENOENT|EACCES|EPERM)
 * says: slabinfo: (ENOENT|EACCES|EPERM)
 * says: irq/default_smp_affinity: (ENOENT|EACCES|EPERM)
 * says: mtrr: (ENOENT|EACCES|EPERM)
 * says: latency_stats: (ENOENT|EACCES|EPERM)
 */
#include <fcntl.h>

#include "hostile.h"

int main(void)
{
    static const struct {
        const char *name;
        int mode;
    } files[] = { { "kcore", O_RDONLY },
                  { "kmsg", O_RDONLY },
                  { "sysrq-trigger", O_WRONLY },
                  { "kpagecount", O_RDONLY },
                  { "timer_list", O_RDONLY },
                  { "slabinfo", O_RDONLY },
                  { "irq/default_smp_affinity", O_WRONLY },
                  { "mtrr", O_WRONLY },
                  { "latency_stats", O_WRONLY } };
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
        char path[64];
        snprintf(path, sizeof(path), "/proc/%s", files[i].name);
        tell(files[i].name, open(path, files[i].mode | O_NONBLOCK));
    }
}
