/*
 * Makes new namespaces of each kind by clone(2).
 *
 * says: user: (EPERM|ENOSYS)
 * says: user and mount: (EPERM|ENOSYS)
 * says: mount: (EPERM|ENOSYS)
 * says: network: (EPERM|ENOSYS)
 * says: pid: (EPERM|ENOSYS)
 */
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const struct {
        const char *name;
        int flags;
    } kinds[] = { { "user", CLONE_NEWUSER },
                  { "user and mount", CLONE_NEWUSER | CLONE_NEWNS },
                  { "mount", CLONE_NEWNS },
                  { "network", CLONE_NEWNET },
                  { "pid", CLONE_NEWPID } };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        long pid = syscall(SYS_clone, kinds[i].flags | SIGCHLD, NULL, NULL, NULL, NULL);
        if (pid == 0)
            _exit(0);
        tell(kinds[i].name, pid);
    }
}
