/*
 * Runs the machine's programs that are set-user-ID root, and looks who they are.
 *
 * never: (uid=0|euid=0)
 * says: ran as root: 0
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

/* The effective uid of the process PID once it runs what it was to run. */
static int effective(pid_t pid)
{
    char path[64], line[256];
    int uid = -1, any;
    snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof(line), file))
        sscanf(line, "Uid: %d %d", &any, &uid);
    if (file)
        fclose(file);
    return uid;
}

int main(void)
{
    DIR *dir = opendir("/usr/bin");
    int root = 0;
    for (struct dirent *e; dir && (e = readdir(dir));) {
        struct stat st;
        if (fstatat(dirfd(dir), e->d_name, &st, 0) < 0 || !(st.st_mode & S_ISUID))
            continue;
        int ends[2];
        if (pipe(ends) < 0)
            return 1;
        pid_t pid = fork();
        if (pid == 0) {
            dup2(ends[0], 0);
            int null = open("/dev/null", O_WRONLY);
            dup2(null, 1);
            dup2(null, 2);
            char path[512];
            snprintf(path, sizeof(path), "/usr/bin/%s", e->d_name);
            execl(path, path, NULL);
            _exit(127);
        }
        for (int i = 0; i < 20; i++) {
            root += effective(pid) == 0;
            usleep(500);
        }
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    printf("ran as root: %d\n", root);
}
