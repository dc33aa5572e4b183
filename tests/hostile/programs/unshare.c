/*
 * Makes new namespaces of each kind by unshare(2).
 *
 * says: user: (EPERM|ENOSYS)
 * says: user and mount: (EPERM|ENOSYS)
 * says: mount: (EPERM|ENOSYS)
 * says: network: (EPERM|ENOSYS)
 * says: pid: (EPERM|ENOSYS)
 * says: ipc: (EPERM|ENOSYS)
 * says: uts: (EPERM|ENOSYS)
 * says: cgroup: (EPERM|ENOSYS)
 * says: time: (EPERM|ENOSYS)
 */
#include <sched.h>

#include "hostile.h"

int main(void)
{
    static const struct {
        const char *name;
        int flags;
    } kinds[] = { { "user", CLONE_NEWUSER }, { "user and mount", CLONE_NEWUSER | CLONE_NEWNS },
                  { "mount", CLONE_NEWNS },  { "network", CLONE_NEWNET },
                  { "pid", CLONE_NEWPID },   { "ipc", CLONE_NEWIPC },
                  { "uts", CLONE_NEWUTS },   { "cgroup", CLONE_NEWCGROUP },
                  { "time", 0x80 } };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        tell(kinds[i].name, unshare(kinds[i].flags));
}
