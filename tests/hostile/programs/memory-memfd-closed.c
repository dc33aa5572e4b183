/*
 * Keeps files that are only memory by nothing but messages that nobody receives; 1 GiB at most.
 *
 * needs: cgroup
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL or SIGXFSZ
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "in-flight.h"

int main(void)
{
    char *mebibyte = calloc(1, 1 << 20);
    int mib = 0, pair[2];
    if (!mebibyte || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
        return 1;
    while (mib < 1024) {
        int fd = memfd_create("hostile", 0);
        int begin = mib;
        while (mib < begin + 32 && write(fd, mebibyte, 1 << 20) == 1 << 20)
            mib++;
        if (mib < begin + 32 || !send_away(pair[0], fd))
            break;
    }
    puts(mib < 1024 ? "held less" : "held 1024 MiB");
}
