#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

int main(void)
{
    char *argv[] = { "env", NULL };
    pid_t pid;
    puts("what it is given:");
    posix_spawnp(&pid, "env", NULL, NULL, argv, environ);
    waitpid(pid, NULL, 0);
    pid = vfork();
    if (pid == 0)
        execlp("sh", "sh", "-c", "tr '\\0' '\\n' < /proc/self/environ; echo $GLIBC_TUNABLES", NULL);
    waitpid(pid, NULL, 0);
    pid = vfork();
    if (pid == 0)
        execle("/usr/bin/env", "env", NULL, (char *[]){ NULL });
    waitpid(pid, NULL, 0);
}
