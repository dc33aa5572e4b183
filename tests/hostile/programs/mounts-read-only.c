/*
 * Looks at each mount that it sees: which may be written, which honour set-user-ID bits?
 *
 * says: /dev/shm may be written
 * says: /proc may be written
 * says: /tmp may be written
 */
#include <mntent.h>
#include <stdlib.h>
#include <sys/statvfs.h>

#include "hostile.h"

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int main(void)
{
    FILE *mounts = setmntent("/proc/self/mounts", "r");
    char *lines[200];
    int n = 0;
    for (struct mntent *m; mounts && n < 190 && (m = getmntent(mounts));) {
        struct statvfs at;
        /* The terminals' folder and its devices are nobody's to fill. */
        int device = strncmp(m->mnt_dir, "/dev/", 5) == 0 && strcmp(m->mnt_dir, "/dev/shm") != 0;
        if (statvfs(m->mnt_dir, &at) < 0)
            continue;
        if (!(at.f_flag & ST_RDONLY) && !device &&
            asprintf(&lines[n], "%s may be written", m->mnt_dir) > 0)
            n++;
        if (!(at.f_flag & ST_NOSUID) && !device &&
            asprintf(&lines[n], "%s honours set-user-ID", m->mnt_dir) > 0)
            n++;
    }
    qsort(lines, (size_t)n, sizeof(*lines), compare);
    for (int i = 0; i < n; i++)
        puts(lines[i]);
}
