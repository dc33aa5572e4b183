/*
 * Executes a copy of itself that may not be read, so that its process is closed to all, and leaves it behind.
 *
 * manifest: run:
 * manifest:   first: { source: observed-unreadable.c, ready: { file: pid }, stop: TERM }
 * manifest:   second: { source: observed-unreadable.c, args: [look], after: first }
 * says: ...
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"

int main(int count, char **arguments)
{
    struct stat st;
    char pid[16] = "";
    if (count == 3)
        return pause();
    if (count == 2 && strcmp(arguments[1], "look") == 0) {
        FILE *file = fopen("pid", "re");
        int left = file && fgets(pid, sizeof(pid), file) ? kill(atoi(pid), 0) : -1;
        tell("what was left", left);
        return left != 0;
    }
    int from = open("/proc/self/exe", O_RDONLY),
        to = open("copy", O_CREAT | O_WRONLY | O_CLOEXEC, 0111);
    if (fstat(from, &st) < 0 || sendfile(to, from, NULL, (size_t)st.st_size) < 0)
        return 1;
    close(to);
    chmod("copy", 0111);
    pid_t child = fork();
    if (child == 0)
        return execl("./copy", "copy", "stay", "here", (char *)NULL);
    usleep(300000);
    FILE *file = fopen("new", "we");
    fprintf(file, "%d", (int)child);
    fclose(file);
    rename("new", "pid");
}
