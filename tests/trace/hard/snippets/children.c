/* Children by fork, vfork and posix_spawn. */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int end_of(pid_t child)
{
    int status;
    waitpid(child, &status, 0);
    return WEXITSTATUS(status);
}

int main(void)
{
    char *const args[] = { "sh", "-c", "exit 3", NULL };
    pid_t child = fork();
    if (child == 0)
        _exit(1);
    printf("%d\n", end_of(child));
    child = vfork();
    if (child == 0)
        _exit(2);
    printf("%d\n", end_of(child));
    if (posix_spawn(&child, "/bin/sh", NULL, NULL, args, environ) == 0)
        printf("%d\n", end_of(child));
}
