/*
 * Runs code of other modes: 16 bits by a segment of its own, 32 bits by a far jump, the page of vsyscalls, odd flags.
 *
 * says: a segment: (ENOSYS|EPERM|EINVAL)
 * says: executable data: EPERM
 * says: no vsyscall .*
 * says: an old loader: (ENOSYS|EPERM)
 * says: a dispatcher of its own: .*
 * says: restarted: .*
 * says: another's filter: (EPERM|EACCES|ESRCH)
 */
#include <asm/ldt.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct user_desc segment = { .entry_number = 0, .limit = 0xffff, .seg_32bit = 0 };
    char selector = 0;
    int status;
    tell("a segment", syscall(SYS_modify_ldt, 1, &segment, sizeof(segment)));
    tell("executable data", personality(READ_IMPLIES_EXEC | ADDR_COMPAT_LAYOUT));
    pid_t pid = fork();
    if (pid == 0) {
        time_t (*vsyscall)(time_t *) = (time_t(*)(time_t *))0xffffffffff600400;
        _exit(vsyscall(NULL) == 0);
    }
    waitpid(pid, &status, 0);
    printf("no vsyscall %s\n", WIFSIGNALED(status) ? "page" : "hides from the kernel");
    tell("an old loader", syscall(SYS_uselib, "/lib/x86_64-linux-gnu/libc.so.6"));
    tell("a dispatcher of its own", prctl(59, 1, 0, 0, &selector));
    prctl(59, 0, 0, 0, 0);
    tell("restarted", syscall(SYS_restart_syscall));
    tell("another's filter", ptrace(0x420c, 1, 0, NULL));
}
