/*
 * What of /proc belongs to a namespace is the box's; the rest is the whole machine's, for all to
 * read: how it was started, what it is busy with, which disks it has. Over that lie other mounts:
 * where programs look for numbers, a text that is the same everywhere; else an empty file or
 * folder.
 *
 * The kernel, the processor and the memory stay to be seen, for programs depend on them.
 */
#include "box/world/procfs.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/world/files.h"

/*
 * What the clocks show when a box is made, in seconds: so much that none of them is below 0, not
 * for its first process, which is older, nor as CLOCK_MONOTONIC_RAW, which may lag behind.
 */
enum { BEGINNING = 3600 };

/* The texts; "stat" and the folder "none" come besides. */
static const struct {
    const char *name, *text;
} faces[] = {
    { "empty", "" },
    { "0", "0\n" },
    { "boot_id", "00000000-0000-4000-8000-000000000000\n" },
    { "loadavg", "0.00 0.00 0.00 1/1 1\n" },
    { "uptime", "3600.00 0.00\n" },
};

/* Which of them lies over which file of /proc. */
static const struct {
    const char *path, *face;
} covers[] = {
    /* How the machine was started, and when. */
    { "cmdline", "empty" },
    { "sys/kernel/random/boot_id", "boot_id" },
    { "uptime", "uptime" },
    /* What it is busy with; and by a trigger in pressure/ a program could keep it busy (psi). */
    { "buddyinfo", "empty" },
    { "diskstats", "empty" },
    { "interrupts", "empty" },
    { "loadavg", "loadavg" },
    { "pressure", "none" },
    { "schedstat", "empty" },
    { "softirqs", "empty" },
    { "stat", "stat" },
    { "vmstat", "empty" },
    { "zoneinfo", "empty" },
    /* Its disks and devices, by name and number. */
    { "asound", "none" },
    { "bus", "none" },
    { "consoles", "empty" },
    { "dma", "empty" },
    { "driver", "none" },
    { "fs", "none" },
    { "iomem", "empty" },
    { "ioports", "empty" },
    { "irq", "none" },
    { "mdstat", "empty" },
    { "partitions", "empty" },
    { "scsi", "none" },
    { "swaps", "empty" },
    /* The keys of who started snip (keyrings(7)). */
    { "key-users", "empty" },
    { "keys", "empty" },
    /* A switch of the whole kernel that each network shows as its own, and that stays on. */
    { "sys/net/netfilter/nf_hooks_lwtunnel", "0" },
};

static int create(int folder, const char *name)
{
    return openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
}

static bool write_face(int folder, const char *name, const char *text)
{
    AUTO_CLOSE int fd = create(folder, name);
    return fd >= 0 && files_write(fd, text, strlen(text));
}

/* As proc_stat(5) has it, of an idle machine with the processors that the box may use. */
static bool write_stat(int folder)
{
    static const char all[] = "cpu  0 0 0 0 0 0 0 0 0 0\n";
    char line[128];
    cpu_set_t usable;
    AUTO_CLOSE int fd = create(folder, "stat");
    int count = sched_getaffinity(0, sizeof(usable), &usable) == 0 ? CPU_COUNT(&usable) : 1;
    bool ok = fd >= 0 && files_write(fd, all, strlen(all));
    for (int cpu = 0; ok && cpu < count; cpu++) {
        int n = snprintf(line, sizeof(line), "cpu%d 0 0 0 0 0 0 0 0 0 0\n", cpu);
        ok = files_write(fd, line, (size_t)n);
    }
    int n = snprintf(line, sizeof(line),
                     "intr 0\nctxt 0\nbtime %lld\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n"
                     "softirq 0\n",
                     (long long)time(NULL) - BEGINNING);
    return ok && files_write(fd, line, (size_t)n);
}

int procfs_prepare(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = folder >= 0 && mkdirat(folder, "none", 0555) == 0 && write_stat(folder);
    for (size_t i = 0; ok && i < COUNT(faces); i++)
        ok = write_face(folder, faces[i].name, faces[i].text);
    if (!ok)
        fd_close_at(&folder);
    return folder;
}

bool procfs_cover(int folder)
{
    char from[64], to[64];
    for (size_t i = 0; i < COUNT(covers); i++) {
        snprintf(from, sizeof(from), "/proc/self/fd/%d/%s", folder, covers[i].face);
        snprintf(to, sizeof(to), "/proc/%s", covers[i].path);
        if (mount(from, to, NULL, MS_BIND, NULL) < 0 && errno != ENOENT)
            return false;
    }
    return true;
}

void procfs_begin_time(void)
{
    char text[128];
    struct timespec monotonic, boot;
    if (unshare(CLONE_NEWTIME) < 0)
        return;
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    clock_gettime(CLOCK_BOOTTIME, &boot);
    /* Only the seconds may be negative there: one less, and in nanoseconds what that lacks. */
    snprintf(text, sizeof(text), "monotonic %lld %ld\nboottime %lld %ld\n",
             BEGINNING - 1LL - monotonic.tv_sec, 999999999 - monotonic.tv_nsec,
             BEGINNING - 1LL - boot.tv_sec, 999999999 - boot.tv_nsec);
    /*
     * Its own files in /proc are root's since it changed its uid (proc_pid(5)); it will hide again.
     */
    prctl(PR_SET_DUMPABLE, 1);
    files_put("/proc/self/timens_offsets", text);
}
