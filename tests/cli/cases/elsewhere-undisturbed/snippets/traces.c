#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* Only one can trace a process: such a program is run a second time as the first. */
int main(void)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        execlp("true", "true", NULL);
    }
    waitpid(child, &status, 0);
    printf("stopped as it is executed: %s\n", WIFSTOPPED(status) ? "yes" : "no");
    ptrace(PTRACE_CONT, child, NULL, NULL);
    waitpid(child, &status, 0);
    printf("ended: %d\n", WEXITSTATUS(status));
}
