#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

static time_t changed(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_mtime : 0;
}

int main(void)
{
    struct timespec times[2] = { { .tv_sec = 1000000000 }, { .tv_sec = 1000000000 } };
    open("set", O_CREAT | O_WRONLY, 0600);
    utimensat(AT_FDCWD, "set", times, 0);
    printf("set: %ld\n", changed("set"));
    printf("given: %ld\n", changed("file-times"));
    times[0].tv_sec = times[1].tv_sec = time(NULL);
    utimensat(AT_FDCWD, "set", times, 0);
    printf("set to now: %s\n", changed("set") == times[1].tv_sec ? "as it was set" : "otherwise");
    open("made", O_CREAT | O_WRONLY, 0600);
    printf("made now: %s\n", labs(changed("made") - time(NULL)) < 3 ? "yes" : "no");
}
