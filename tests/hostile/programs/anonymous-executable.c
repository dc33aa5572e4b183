/*
 * Runs a program that is only memory, so that no file tells what runs.
 *
 * says: (in memory: 1000 0|execveat: EACCES|memfd_create: EPERM)
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(int argc, char **argv)
{
    if (argc > 1) {
        printf("%s: %d %d\n", argv[1], (int)getuid(), access("/mnt/canary", F_OK) == 0);
        return 0;
    }
    struct stat st;
    int in = open("/proc/self/exe", O_RDONLY), out = memfd_create("hostile", 0);
    fstat(in, &st);
    for (off_t n = 0; out >= 0 && n < st.st_size;)
        if (sendfile(out, in, &n, (size_t)st.st_size) <= 0)
            return 1;
    if (out < 0)
        tell("memfd_create", -1);
    else
        tell("execveat", syscall(SYS_execveat, out, "", (char *[]){ "x", "in memory", NULL },
                                 environ, AT_EMPTY_PATH));
}
