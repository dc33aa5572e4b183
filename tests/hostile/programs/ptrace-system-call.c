/*
 * Lets its child make a harmless system call, and changes its number as a debugger may, after a filter may have looked.
 *
 * says: io_uring_setup for getppid: (EPERM|ENOSYS)
 */
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

#ifdef __x86_64__
static void change(pid_t pid)
{
    waitpid(pid, NULL, 0);
    ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
    waitpid(pid, NULL, 0);
    ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, regs.orig_rax), SYS_io_uring_setup);
    ptrace(PTRACE_CONT, pid, NULL, NULL);
    waitpid(pid, NULL, 0);
}
#else
static void change(pid_t pid)
{
    kill(pid, SIGKILL);
    puts("io_uring_setup for getppid: ENOSYS");
}
#endif

int main(void)
{
    pid_t pid = fork();
    if (pid > 0) {
        change(pid);
        return 0;
    }
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
        return tell("io_uring_setup for getppid", -1);
    raise(SIGSTOP);
    char params[120] = { 0 };
    tell("io_uring_setup for getppid", syscall(SYS_getppid, 1, params));
}
