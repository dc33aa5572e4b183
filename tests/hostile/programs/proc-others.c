/*
 * Reads of all processes in /proc what they are called and were given.
 *
 * says: processes: [12]
 * says: their words: *./proc-others.?
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    DIR *proc = opendir("/proc");
    char words[4096] = "";
    size_t n = 0;
    int count = 0;
    for (struct dirent *e; proc && (e = readdir(proc));) {
        char path[300];
        snprintf(path, sizeof(path), "/proc/%s/cmdline", e->d_name);
        int fd = isdigit((unsigned char)e->d_name[0]) ? open(path, O_RDONLY) : -1;
        if (fd < 0)
            continue;
        count++;
        ssize_t got = read(fd, words + n, sizeof(words) - 1 - n);
        n += got > 0 ? (size_t)got : 0;
    }
    for (size_t i = 0; i + 1 < n; i++)
        words[i] = words[i] ? words[i] : ' ';
    printf("processes: %d\ntheir words: %s\n", count, words);
}
