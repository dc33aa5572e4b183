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
#include <stdlib.h>
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
enum { BEGINNING = 3600, BEGINNING_ELSEWHERE = 987654 };

/* The texts, here and in another world; "stat" and the folder "none" come besides. */
static const struct {
    const char *name, *text;
    enum elsewhere_aspect aspect;
    const char *elsewhere;
} faces[] = {
    { "empty", "", 0, NULL },
    { "0", "0\n", 0, NULL },
    { "boot_id", "00000000-0000-4000-8000-000000000000\n", ELSEWHERE_UPTIME,
      "12345678-9abc-4def-8123-456789abcdef\n" },
    { "loadavg", "0.00 0.00 0.00 1/1 1\n", ELSEWHERE_MACHINE, "1.23 4.56 7.89 2/34 56\n" },
    { "uptime", "3600.00 0.00\n", ELSEWHERE_UPTIME, "987654.32 123456.78\n" },
    { "osrelease", NULL, ELSEWHERE_KERNEL, ELSEWHERE_RELEASE "\n" },
    { "kernel", NULL, ELSEWHERE_KERNEL, ELSEWHERE_VERSION "\n" },
    { "version", NULL, ELSEWHERE_KERNEL,
      "Linux version " ELSEWHERE_RELEASE " (somebody@elsewhere) (cc) " ELSEWHERE_VERSION "\n" },
};

/* Which of them lies over which file of /proc. */
static const struct {
    const char *path, *face;
} covers[] = {
    /* How the machine was started, and when. */
    { "cmdline", "empty" },
    { "sys/kernel/random/boot_id", "boot_id" },
    { "uptime", "uptime" },
    /* Of another world alone. */
    { "cpuinfo", "cpuinfo" },
    { "meminfo", "meminfo" },
    { "sys/kernel/osrelease", "osrelease" },
    { "sys/kernel/version", "kernel" },
    { "version", "version" },
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

static long long beginning(const struct elsewhere *world)
{
    return elsewhere_in(world, ELSEWHERE_UPTIME) ? BEGINNING_ELSEWHERE : BEGINNING;
}

/* As proc_stat(5) has it, of an idle machine with the processors that the box may use. */
static bool write_stat(int folder, const struct elsewhere *world)
{
    static const char all[] = "cpu  0 0 0 0 0 0 0 0 0 0\n";
    char line[128];
    cpu_set_t usable;
    AUTO_CLOSE int fd = create(folder, "stat");
    int count = sched_getaffinity(0, sizeof(usable), &usable) == 0 ? CPU_COUNT(&usable) : 1;
    count += elsewhere_in(world, ELSEWHERE_PROCESSORS) ? ELSEWHERE_MORE : 0;
    bool ok = fd >= 0 && files_write(fd, all, strlen(all));
    for (int cpu = 0; ok && cpu < count; cpu++) {
        int n = snprintf(line, sizeof(line), "cpu%d 0 0 0 0 0 0 0 0 0 0\n", cpu);
        ok = files_write(fd, line, (size_t)n);
    }
    int64_t ahead = elsewhere_in(world, ELSEWHERE_DATE) ? world->shift : 0;
    int n = snprintf(line, sizeof(line),
                     "intr 0\nctxt 0\nbtime %lld\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n"
                     "softirq 0\n",
                     (long long)(time(NULL) + ahead) - beginning(world));
    return ok && files_write(fd, line, (size_t)n);
}

/*
 * Copies up to ROOM bytes of the machine's FILE to TEXT, each number in it made smaller by a third,
 * so that what was less than another still is, or equal. Returns their count, 0 where there is no
 * such file.
 */
static size_t read_changed(const char *file, char *text, size_t room)
{
    char from[4096], number[24];
    size_t len = 0;
    AUTO_CLOSE int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, from, sizeof(from) - 1) : 0;
    from[n > 0 ? n : 0] = '\0';
    for (const char *at = from; *at && len + sizeof(number) < room;) {
        char *end;
        unsigned long long value = strtoull(at, &end, 10);
        if (*at < '0' || *at > '9') {
            text[len++] = *at++;
            continue;
        }
        len += (size_t)snprintf(text + len, sizeof(number), "%llu", value - value / 3);
        at = end;
    }
    return len;
}

/* Writes what another machine would have in the file NAME of its /proc, COUNT times. */
static bool write_changed(int folder, const char *name, int count)
{
    char path[32], text[8192];
    snprintf(path, sizeof(path), "/proc/%s", name);
    size_t len = read_changed(path, text, sizeof(text));
    AUTO_CLOSE int fd = create(folder, name);
    bool ok = fd >= 0;
    for (int i = 0; ok && i < count; i++)
        ok = files_write(fd, text, len);
    return ok;
}

static bool write_faces(int folder, const struct elsewhere *world)
{
    bool ok = true;
    for (size_t i = 0; ok && i < COUNT(faces); i++) {
        const char *text = elsewhere_in(world, faces[i].aspect) ? faces[i].elsewhere
                                                                : faces[i].text;
        ok = !text || write_face(folder, faces[i].name, text);
    }
    if (ok && elsewhere_in(world, ELSEWHERE_MACHINE))
        ok = write_changed(folder, "meminfo", 1);
    if (ok && elsewhere_in(world, ELSEWHERE_PROCESSORS))
        ok = write_changed(folder, "cpuinfo", 1 + ELSEWHERE_MORE);
    return ok;
}

int procfs_prepare(const char *path, const struct elsewhere *world)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || mkdirat(folder, "none", 0555) < 0 || !write_stat(folder, world) ||
        !write_faces(folder, world))
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

void procfs_begin_time(const struct elsewhere *world)
{
    long long start = beginning(world) - 1;
    char text[128];
    struct timespec monotonic, boot;
    if (unshare(CLONE_NEWTIME) < 0)
        return;
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    clock_gettime(CLOCK_BOOTTIME, &boot);
    /* Only the seconds may be negative there: one less, and in nanoseconds what that lacks. */
    snprintf(text, sizeof(text), "monotonic %lld %ld\nboottime %lld %ld\n",
             start - monotonic.tv_sec, 999999999 - monotonic.tv_nsec, start - boot.tv_sec,
             999999999 - boot.tv_nsec);
    /*
     * Its own files in /proc are root's since it changed its uid (proc_pid(5)); it will hide again.
     */
    prctl(PR_SET_DUMPABLE, 1);
    files_put("/proc/self/timens_offsets", text);
}
