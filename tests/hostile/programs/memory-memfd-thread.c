/*
 * Fills files that are only memory, as a thread with a table of descriptors of its own; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL or SIGXFSZ
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hostile.h"

static void *fill(void *mebibyte)
{
    int mib = 0, fd = -1;
    unshare(CLONE_FILES);
    for (; mib < 1024; mib++) {
        if (mib % 32 == 0)
            fd = memfd_create("hostile", 0);
        if (write(fd, mebibyte, 1 << 20) != 1 << 20)
            break;
    }
    puts(mib < 1024 ? "held less" : "held 1024 MiB");
    return NULL;
}

int main(void)
{
    pthread_t thread;
    char *mebibyte = calloc(1, 1 << 20);
    if (!mebibyte || pthread_create(&thread, NULL, fill, mebibyte) != 0)
        return 1;
    pthread_join(thread, NULL);
}
