/*
 * Fills pipes, made as large as they get; 1 GiB at most.
 *
 * never: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: 0 or memory or files or SIGKILL
 */
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static char bytes[4096];
    size_t held = 0;
    int ends[2];
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    while (held < 1 << 30 && pipe2(ends, O_NONBLOCK) == 0) {
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        while (held < 1 << 30 && write(ends[1], bytes, sizeof(bytes)) > 0)
            held += sizeof(bytes);
    }
    puts(held < 1 << 30 ? "held less" : "held 1024 MiB");
}
