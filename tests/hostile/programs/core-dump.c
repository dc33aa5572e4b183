/*
 * Raises the limit of its core dump, then dies with much memory: no core may be written anywhere.
 *
 * says: setrlimit: EPERM
 * says: cores: 0
 * says: ended by: 11
 */
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
    int status = 0, cores = 0;
    tell("setrlimit", setrlimit(RLIMIT_CORE, &all));
    if (fork() == 0) {
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
    }
    wait(&status);
    DIR *here = opendir("/tmp");
    for (struct dirent *e; here && (e = readdir(here));)
        cores += strncmp(e->d_name, "core", 4) == 0 && strcmp(e->d_name, "core-dump") != 0;
    printf("cores: %d\nended by: %d\n", cores, WTERMSIG(status));
}
