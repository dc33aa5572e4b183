#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* 끝난 자식이 커널에 남아 있으면 그 상태를 찍는다. */
static void look(const char *what, pid_t pid)
{
    char path[32], state = '-';
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    f = fopen(path, "r");
    if (f) {
        if (fscanf(f, "%*d %*s %c", &state) != 1)
            errx(1, "%s", path);
        fclose(f);
    }
    printf("%s: %s\n", what,
           state == 'Z' ? "좀비로 남아 있다" : "없다");
}

static pid_t child_that_ends(void)
{
    siginfo_t info;
    pid_t pid = fork();

    if (pid < 0)
        err(1, "fork");
    if (pid == 0)
        _exit(0);
    // 끝나기를 기다리되 거두지는 않는다.
    waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
    return pid;
}

int main(void)
{
    pid_t pid = child_that_ends();
    look("끝난 자식", pid);
    waitpid(pid, NULL, 0);
    look("waitpid한 뒤", pid);

    signal(SIGCHLD, SIG_IGN);
    pid = child_that_ends();
    look("SIGCHLD를 무시할 때", pid);
}
