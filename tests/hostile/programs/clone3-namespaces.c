/*
 * Makes new namespaces by clone3(2), whose flags no filter of system calls can read.
 *
 * says: none: ENOSYS
 * says: user: ENOSYS
 * says: user and mount: ENOSYS
 * says: network: ENOSYS
 */
#include <linux/sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const struct {
        const char *name;
        unsigned long long flags;
    } kinds[] = { { "none", 0 },
                  { "user", CLONE_NEWUSER },
                  { "user and mount", CLONE_NEWUSER | CLONE_NEWNS },
                  { "network", CLONE_NEWNET } };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        struct clone_args args = { .flags = kinds[i].flags, .exit_signal = SIGCHLD };
        long pid = syscall(SYS_clone3, &args, sizeof(args));
        if (pid == 0)
            _exit(0);
        tell(kinds[i].name, pid);
    }
}
