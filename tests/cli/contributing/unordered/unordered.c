#include <err.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
    static const char *const words[] = { "one", "two", "three" };
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    for (int i = 0; i < 3; i++) {
        pid_t pid = fork();
        if (pid < 0)
            err(1, "fork");
        if (pid == 0) {
            printf("a child: %s\n", words[(i + now.tv_nsec / 1000) % 3]);
            fflush(stdout);
            _exit(0);
        }
    }
    while (wait(NULL) > 0)
        continue;
}
