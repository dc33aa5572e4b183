/*
 * Becomes somebody else.
 *
 * says: setuid: (EPERM|EINVAL)
 * says: setresuid: (EPERM|EINVAL)
 * says: setgid: (EPERM|EINVAL)
 * says: setresgid: (EPERM|EINVAL)
 * says: setgroups: EPERM
 * says: nobody: (EPERM|EINVAL)
 * says: setfsuid: 1000
 * says: 1000 1000 1000 1000
 */
#include <grp.h>
#include <sys/fsuid.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("setuid", setuid(0));
    tell("setresuid", setresuid(0, 0, 0));
    tell("setgid", setgid(0));
    tell("setresgid", setresgid(0, 0, 0));
    tell("setgroups", setgroups(1, &(gid_t){ 0 }));
    tell("nobody", setuid(65534));
    setfsuid(0);
    printf("setfsuid: %d\n", setfsuid(-1U));
    printf("%d %d %d %d\n", (int)getuid(), (int)geteuid(), (int)getgid(), (int)getegid());
}
