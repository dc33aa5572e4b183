#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
    struct statx st;
    close(open("made", O_CREAT | O_WRONLY, 0600));
    if (statx(AT_FDCWD, "made", 0, STATX_BASIC_STATS, &st) < 0)
        return 1;
    printf("changed in week %lld\n", (long long)st.stx_ctime.tv_sec / 604800);
}
