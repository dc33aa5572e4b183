/*
 * Memory is what would be free without the box, as far as its processes show it: the pages that
 * they use themselves and those that they share (MAP_SHARED, shmat(2)), be they swapped out, their
 * page tables, and the files of the box's tmpfs. Pages of programs, libraries and other files are
 * the machine's. What no process maps and no tmpfs holds is not seen, as what waits in sockets and
 * pipes or behind the descriptor of a memfd: that only a cgroup bounds.
 */
#include "box/watch/weight.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"
#include "file/fs.h"

enum { TEXT_BYTES = 4096 };

/* A weighing under way. */
struct weighing {
    struct weight *sum;
    int proc;
    unsigned kinds;
    uint64_t tag;    /* only of what bears it; 0: of all */
    uint64_t shared; /* bytes of shared memory that processes have mapped */
    uint64_t files;  /* bytes in the box's tmpfs, … */
    bool looked;     /* … once they were looked at */
};

/* The number behind NAME at the start of a line of TEXT; 0 where there is none. */
static uint64_t number_of(const char *text, const char *name)
{
    size_t n = strlen(name);
    for (const char *line = text; line; line = strchr(line, '\n'), line += line != NULL)
        if (strncmp(line, name, n) == 0)
            return strtoull(line + n, NULL, 10);
    return 0;
}

static uint64_t kilobytes_of(const char *text, const char *name)
{
    return number_of(text, name) << 10;
}

static DIR *open_list(int folder, const char *name)
{
    AUTO_CLOSE int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (list)
        fd_steal(&fd);
    return list;
}

static void close_list(DIR **list)
{
    if (*list)
        closedir(*list);
}

/* How many descriptors PROCESS has. What they are it may keep from all but root; not how many. */
static unsigned count_descriptors(int process)
{
    AUTO(close_list) DIR *list = open_list(process, "fdinfo");
    unsigned count = 0;
    for (struct dirent *entry; list && (entry = readdir(list));)
        count += entry->d_name[0] != '.';
    return count;
}

/* How many thread NAME in the folder TASKS has: a folder's size, which is 0 before Linux 6.2. */
static unsigned count_of_thread(int tasks, const char *name)
{
    char path[32];
    struct stat st;
    snprintf(path, sizeof(path), "%.20s/fd", name);
    return fstatat(tasks, path, &st, 0) < 0 ? 0 : (unsigned)st.st_size;
}

/*
 * Adds the descriptors of PROCESS. A thread may have taken leave from those of the others
 * (unshare(2)); whether it has is not told, so they count as often as the one has that has most.
 */
static void weigh_descriptors(struct weighing *weighing, int process, unsigned threads)
{
    unsigned most = count_descriptors(process);
    AUTO(close_list) DIR *list = threads > 1 ? open_list(process, "task") : NULL;
    for (struct dirent *entry; list && (entry = readdir(list));) {
        unsigned count = entry->d_name[0] == '.' ? 0 : count_of_thread(dirfd(list), entry->d_name);
        most = count > most ? count : most;
    }
    weighing->sum->files += most;
}

/* What the files in the tmpfs at PATH below PROCESS take. */
static uint64_t tmpfs_bytes(int process, const char *path)
{
    struct statfs fs;
    AUTO_CLOSE int fd = openat(process, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstatfs(fd, &fs) < 0 || fs.f_type != TMPFS_MAGIC)
        return 0;
    return (uint64_t)(fs.f_blocks - fs.f_bfree) * (uint64_t)fs.f_bsize;
}

/* Adds the memory of PROCESS, whose file `status` is STATUS; with the first the box's files. */
static void weigh_memory(struct weighing *weighing, int process, const char *status)
{
    char text[TEXT_BYTES];
    uint64_t anonymous = kilobytes_of(status, "RssAnon:"),
             shared = kilobytes_of(status, "RssShmem:");
    /* It divides each page among those that have it. */
    if (weighing->kinds & WEIGHT_SHARES &&
        fs_read_small(process, "smaps_rollup", text, sizeof(text))) {
        anonymous = kilobytes_of(text, "Pss_Anon:");
        shared = kilobytes_of(text, "Pss_Shmem:");
    }
    weighing->shared += shared;
    weighing->sum->memory += anonymous + kilobytes_of(status, "VmSwap:") +
                             kilobytes_of(status, "VmPTE:");
    if (!weighing->tag && !weighing->looked)
        weighing->files = tmpfs_bytes(process, "root/tmp") + tmpfs_bytes(process, "root/dev/shm");
    weighing->looked = true;
}

/* The fields of stat behind the name, which may hold anything (proc_pid_stat(5)). */
enum { STAT_UTIME = 11, STAT_STIME, STAT_CUTIME, STAT_CSTIME, STAT_STARTTIME = 19 };

static uint64_t word_number(const char *text, size_t word)
{
    return strtoull(text_word(text, word), NULL, 10);
}

bool spent_read(struct spent *spent, int proc, uint64_t pid)
{
    char name[32], text[TEXT_BYTES];
    snprintf(name, sizeof(name), "%llu/stat", (unsigned long long)pid);
    const char *at = fs_read_small(proc, name, text, sizeof(text)) ? strrchr(text, ')') : NULL;
    if (!at)
        return false;
    *spent = (struct spent){
        .pid = pid,
        .start = word_number(at + 1, STAT_STARTTIME),
        .own = word_number(at + 1, STAT_UTIME) + word_number(at + 1, STAT_STIME),
        .children = word_number(at + 1, STAT_CUTIME) + word_number(at + 1, STAT_CSTIME),
    };
    return true;
}

static void weigh_processor(struct weighing *weighing, const char *name)
{
    struct spent spent;
    struct weight *sum = weighing->sum;
    if (!spent_read(&spent, weighing->proc, strtoull(name, NULL, 10)))
        return;
    sum->processor_ms += (long long)(spent.own + spent.children) * 1000 / sysconf(_SC_CLK_TCK);
    if (sum->spents)
        vec_push(sum->spents, spent);
}

static bool bears_tag(int process, uint64_t tag)
{
    struct stat st;
    return fstatat(process, "ns/uts", &st, 0) == 0 && st.st_ino == tag;
}

/*
 * Opens a process in place of PROCESS, whose first thread has ended while others go on: by the pid
 * of one of those, which has all that is the process's. Its file `status` is put into STATUS.
 */
static int open_other_thread(int proc, int process, char *status)
{
    AUTO(close_list) DIR *list = open_list(process, "task");
    for (struct dirent *entry; list && (entry = readdir(list));) {
        AUTO_CLOSE int thread = openat(proc, entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (entry->d_name[0] != '.' && thread >= 0 &&
            fs_read_small(thread, "status", status, TEXT_BYTES) && strstr(status, "VmPTE:"))
            return fd_steal(&thread);
    }
    return -1;
}

/* Opens process NAME below PROC, and puts its file `status` into STATUS; -1 where it is gone. */
static int open_process(int proc, const char *name, char *status)
{
    AUTO_CLOSE int process = openat(proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (process < 0 || !fs_read_small(process, "status", status, TEXT_BYTES))
        return -1;
    bool ended = !strstr(status, "VmPTE:") && number_of(status, "Threads:") > 1;
    int other = ended ? open_other_thread(proc, process, status) : -1;
    return other >= 0 ? other : fd_steal(&process);
}

/* Adds PROCESS but for its processor time; its file `status` is STATUS. */
static void weigh_parts(struct weighing *weighing, int process, const char *status)
{
    unsigned threads = (unsigned)number_of(status, "Threads:");
    if (weighing->kinds & WEIGHT_COUNTS) {
        weighing->sum->processes += threads ? threads : 1;
        weigh_descriptors(weighing, process, threads);
    }
    if (weighing->kinds & (WEIGHT_MEMORY | WEIGHT_SHARES))
        weigh_memory(weighing, process, status);
}

static void weigh_process(struct weighing *weighing, const char *name)
{
    char status[TEXT_BYTES];
    AUTO_CLOSE int process = open_process(weighing->proc, name, status);
    bool init = strcmp(name, "1") == 0;
    if (process < 0 || (weighing->tag && (init || !bears_tag(process, weighing->tag))))
        return;
    if (weighing->kinds & WEIGHT_PROCESSOR)
        weigh_processor(weighing, name);
    if (!init)
        weigh_parts(weighing, process, status);
}

void weigh(struct weight *weight, int proc, uint64_t tag, unsigned kinds)
{
    struct weighing weighing = { .sum = weight, .proc = proc, .tag = tag, .kinds = kinds };
    AUTO(close_list) DIR *list = open_list(proc, ".");
    for (struct dirent *entry; list && (entry = readdir(list));)
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            weigh_process(&weighing, entry->d_name);
    /* What is mapped may be what lies in the tmpfs. */
    weight->memory += weighing.shared > weighing.files ? weighing.shared : weighing.files;
}
