/*
 * Memory is what would be free without the box: the anonymous pages of its processes, their page
 * tables and stacks in the kernel, its shared memory and the files of its tmpfs. Pages of programs
 * and libraries are the machine's.
 *
 * A quick sum is made of what /proc/PID/status says. Whatever several processes have in common counts
 * for each, and shared memory that is mapped twice, so it is never too little. Only where that is
 * over a limit it has to be found out how much it really is: /proc/PID/smaps_rollup divides each page
 * among those that have it.
 *
 * Shared memory may be held by nothing but a descriptor (memfd_create(2)) or by nothing at all
 * (shmget(2)), so descriptors are looked at, and the table of segments. How much there is behind a
 * descriptor that is only in a message under way (SCM_RIGHTS), or of a process that keeps its
 * descriptors closed to all but root (PR_SET_DUMPABLE), or of an object without a name of which a part
 * is mapped, is not to be seen: only that there are such places.
 */
#include "box/watch/weight.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/vec.h"

enum {
    THREAD_BYTES = 32 << 10, /* what the kernel keeps for a thread: its stack, its state */
    FILE_BYTES = 2 << 10,    /* … and for an open socket or file */
    SEMAPHORE_BYTES = 64,    /* … for one of semget(2), … */
    MESSAGE_BYTES = 64,      /* … for a message of msgsnd(2) besides its text, … */
    SET_BYTES = 256,         /* … and for a set or queue of those */
    BLOCK = 512,             /* of st_blocks */
    TEXT_BYTES = 4096,
};

VEC_TYPE(inodes, uint64_t);

/* A weighing under way. */
struct weighing {
    struct weight *sum;
    int proc;
    const int *ipc;
    unsigned kinds;
    uint64_t tag;       /* only of what bears it; 0: of all */
    uint64_t shared;    /* bytes of shared memory that processes have mapped */
    uint64_t objects;   /* bytes of all files of tmpfs, memfds and segments that were found */
    struct inodes seen; /* memfds that were counted */
    dev_t places[2];    /* the tmpfs that were counted whole */
    size_t nplaces;
};

/* Reads the start of FOLDER/NAME into TEXT, of TEXT_BYTES; "" where it cannot be read. */
static bool read_text(int folder, const char *name, char *text)
{
    AUTO_CLOSE int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, TEXT_BYTES - 1);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

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

/* Whether INODE was not counted yet; it is from now on. */
static bool is_new(struct weighing *weighing, uint64_t inode)
{
    vec_each (seen, &weighing->seen)
        if (*seen == inode)
            return false;
    vec_push(&weighing->seen, inode);
    return true;
}

static bool is_in_place(const struct weighing *weighing, dev_t dev)
{
    for (size_t i = 0; i < weighing->nplaces; i++)
        if (weighing->places[i] == dev)
            return true;
    return false;
}

/* Tells whether descriptors lie in messages that socket NAME, in the folder fd of PROCESS, is to get. */
static bool has_descriptors(int process, const char *name)
{
    char path[32], text[TEXT_BYTES];
    snprintf(path, sizeof(path), "fdinfo/%.20s", name);
    return read_text(process, path, text) && number_of(text, "scm_fds:") > 0;
}

/* Adds what descriptor NAME in FOLDER, fd of PROCESS, is open on if it is memory: a nameless file. */
static void weigh_file(struct weighing *weighing, int process, int folder, const char *name)
{
    struct stat st;
    if (fstatat(folder, name, &st, 0) < 0)
        return;
    if (S_ISREG(st.st_mode) && st.st_nlink == 0 && !is_in_place(weighing, st.st_dev) &&
        is_new(weighing, st.st_ino))
        weighing->objects += (uint64_t)st.st_blocks * BLOCK;
    if (S_ISSOCK(st.st_mode) && weighing->kinds & WEIGHT_SHARES)
        weighing->sum->hides |= has_descriptors(process, name);
}

/* Whether PROCESS maps, in part or whole, an object without a name: of memfd_create(2), MAP_SHARED. */
static bool maps_objects(int process)
{
    char line[512];
    int maps = openat(process, "maps", O_RDONLY | O_CLOEXEC);
    FILE *file = maps < 0 ? NULL : fdopen(maps, "r");
    bool found = false;
    while (file && !found && fgets(line, sizeof(line), file))
        found = strstr(line, " /memfd:") || strstr(line, " /dev/zero (deleted)");
    if (file)
        fclose(file);
    return found;
}

/* Adds the shared memory that is open as a descriptor below FOLDER; returns how many are open. */
static unsigned weigh_open_files(struct weighing *weighing, int process, int folder)
{
    int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = again < 0 ? NULL : fdopendir(again);
    unsigned count = 0;
    if (!list)
        return 0;
    for (struct dirent *entry; (entry = readdir(list));) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        if (weighing->kinds & (WEIGHT_MEMORY | WEIGHT_SHARES))
            weigh_file(weighing, process, folder, entry->d_name);
    }
    closedir(list);
    return count;
}

/* Adds what the descriptors of PROCESS, or of a thread of it, hold; returns how many there are. */
static unsigned weigh_table(struct weighing *weighing, int process)
{
    AUTO_CLOSE int folder = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    /* What they are the process can keep from all but root; not how many. */
    if (folder < 0 && errno == EACCES) {
        weighing->sum->hides |= (weighing->kinds & WEIGHT_SHARES) != 0;
        folder = openat(process, "fdinfo", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    return folder >= 0 ? weigh_open_files(weighing, process, folder) : 0;
}

/* How many descriptors thread NAME in the folder TASKS has; adds what they hold if that is asked for. */
static unsigned weigh_thread(struct weighing *weighing, int tasks, const char *name)
{
    char path[32];
    struct stat st = { 0 };
    if (weighing->kinds & WEIGHT_TABLES) {
        AUTO_CLOSE int thread = openat(tasks, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
        return thread < 0 ? 0 : weigh_table(weighing, thread);
    }
    /* The size of that folder is their number; before Linux 6.2 it is 0. */
    snprintf(path, sizeof(path), "%.20s/fd", name);
    return fstatat(tasks, path, &st, 0) < 0 ? 0 : (unsigned)st.st_size;
}

/*
 * Adds what the descriptors of PROCESS hold. A thread may have taken leave from those of the others
 * (unshare(2)); whether it has is not told, so they count as often as the one has that has most.
 */
static void weigh_descriptors(struct weighing *weighing, int process, unsigned threads)
{
    unsigned most = weigh_table(weighing, process);
    int tasks = threads > 1 ? openat(process, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    DIR *list = tasks < 0 ? NULL : fdopendir(tasks);
    for (struct dirent *entry; list && (entry = readdir(list));) {
        unsigned count = entry->d_name[0] == '.' ? 0 : weigh_thread(weighing, tasks, entry->d_name);
        most = count > most ? count : most;
    }
    if (list)
        closedir(list);
    weighing->sum->files += most;
}

/* Adds what lies in the tmpfs at PATH below PROCESS. */
static void weigh_tmpfs(struct weighing *weighing, int process, const char *path)
{
    struct statfs fs;
    struct stat st;
    AUTO_CLOSE int fd = openat(process, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fstatfs(fd, &fs) < 0 || fs.f_type != TMPFS_MAGIC || fstat(fd, &st) < 0)
        return;
    weighing->objects += (uint64_t)(fs.f_blocks - fs.f_bfree) * (uint64_t)fs.f_bsize;
    weighing->places[weighing->nplaces++] = st.st_dev;
}

/* The files of the box, which all of its processes see alike. */
static void weigh_places(struct weighing *weighing, int process)
{
    if (weighing->nplaces || weighing->tag)
        return;
    weigh_tmpfs(weighing, process, "root/tmp");
    weigh_tmpfs(weighing, process, "root/dev/shm");
}

/* Adds the memory of PROCESS, whose file `status` is STATUS. */
static void weigh_memory(struct weighing *weighing, int process, const char *status)
{
    char text[TEXT_BYTES];
    uint64_t anonymous = kilobytes_of(status, "RssAnon:"),
             shared = kilobytes_of(status, "RssShmem:");
    if (weighing->kinds & WEIGHT_SHARES)
        weighing->sum->hides |= maps_objects(process);
    if (weighing->kinds & WEIGHT_SHARES && read_text(process, "smaps_rollup", text)) {
        anonymous = kilobytes_of(text, "Pss_Anon:");
        shared = kilobytes_of(text, "Pss_Shmem:");
    }
    weighing->shared += shared;
    weighing->sum->memory += anonymous + kilobytes_of(status, "VmSwap:") +
                             kilobytes_of(status, "VmPTE:") +
                             number_of(status, "Threads:") * THREAD_BYTES;
}

/* The number that is the WORD-th, from 0, of the words of TEXT; 0 where there is none. */
static uint64_t word_number(const char *text, size_t word)
{
    const char *at = text + strspn(text, " ");
    for (size_t i = 0; i < word; i++) {
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return strtoull(at, NULL, 10);
}

/* The fields of stat behind the name, which may hold anything (proc_pid_stat(5)). */
enum { STAT_UTIME = 11, STAT_STIME, STAT_CUTIME, STAT_CSTIME, STAT_STARTTIME = 19 };

bool spent_read(struct spent *spent, int proc, uint64_t pid)
{
    char name[32], text[TEXT_BYTES];
    snprintf(name, sizeof(name), "%llu/stat", (unsigned long long)pid);
    const char *at = read_text(proc, name, text) ? strrchr(text, ')') : NULL;
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
 * Opens a process in place of PROCESS, whose first thread has ended while others go on: by the pid of
 * one of those, which has all that is the process's. Its file `status` is put into STATUS.
 */
static int open_other_thread(const struct weighing *weighing, int process, char *status)
{
    int tasks = openat(process, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = tasks < 0 ? NULL : fdopendir(tasks);
    int found = -1;
    if (!list)
        return -1;
    for (struct dirent *entry; found < 0 && (entry = readdir(list));) {
        AUTO_CLOSE int thread = entry->d_name[0] == '.' ? -1
                                                        : openat(weighing->proc, entry->d_name,
                                                                 O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (thread >= 0 && read_text(thread, "status", status) && strstr(status, "VmPTE:"))
            found = fd_steal(&thread);
    }
    closedir(list);
    return found;
}

/* Adds PROCESS but for its processor time; its file `status` is STATUS. */
static void weigh_parts(struct weighing *weighing, int process, const char *status)
{
    unsigned threads = (unsigned)number_of(status, "Threads:");
    bool memory = weighing->kinds & (WEIGHT_MEMORY | WEIGHT_SHARES);
    weighing->sum->processes += threads ? threads : 1;
    if (memory)
        weigh_places(weighing, process);
    weigh_descriptors(weighing, process, threads);
    if (memory)
        weigh_memory(weighing, process, status);
}

static void weigh_process(struct weighing *weighing, const char *name)
{
    char status[TEXT_BYTES] = "";
    AUTO_CLOSE int process = openat(weighing->proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    AUTO_CLOSE int other = -1;
    bool init = strcmp(name, "1") == 0, parts = weighing->kinds & ~(unsigned)WEIGHT_PROCESSOR;
    if (process < 0 || (init && weighing->tag))
        return;
    if (!init && parts && read_text(process, "status", status) && !strstr(status, "VmPTE:") &&
        number_of(status, "Threads:") > 1)
        other = open_other_thread(weighing, process, status);
    if (weighing->tag && !bears_tag(other >= 0 ? other : process, weighing->tag))
        return;
    if (weighing->kinds & WEIGHT_PROCESSOR)
        weigh_processor(weighing, name);
    if (!init && parts && *status)
        weigh_parts(weighing, other >= 0 ? other : process, status);
}

/* Fields of a line of /proc/sysvipc/shm: what of a segment is in memory, and in swap. */
enum { SHM_RSS = 14, SHM_SWAP };

/* Of lines of its files sem and msg: how many semaphores a set has, how much waits in a queue. */
enum { SEM_COUNT = 3, MSG_BYTES = 3, MSG_COUNT };

/* What a line of such a file stands for. The first line, of names, has no numbers. */
static uint64_t segment_bytes(const char *line)
{
    return word_number(line, SHM_RSS) + word_number(line, SHM_SWAP);
}

static uint64_t semaphores_bytes(const char *line)
{
    return SET_BYTES + word_number(line, SEM_COUNT) * SEMAPHORE_BYTES;
}

static uint64_t messages_bytes(const char *line)
{
    return SET_BYTES + word_number(line, MSG_BYTES) + word_number(line, MSG_COUNT) * MESSAGE_BYTES;
}

/* The sum of what EACH makes of the lines of the file FD. */
static uint64_t sum_lines(int fd, uint64_t (*each)(const char *line))
{
    char line[512];
    uint64_t sum = 0;
    int again = fd < 0 || lseek(fd, 0, SEEK_SET) < 0 ? -1 : dup(fd);
    FILE *file = again < 0 ? NULL : fdopen(again, "r");
    while (file && fgets(line, sizeof(line), file))
        sum += each(line);
    if (file)
        fclose(file);
    else
        fd_close_at(&again);
    return sum;
}

/* Adds what was made by shmget(2), semget(2) and msgget(2), and is no process's. */
static void weigh_ipc(struct weighing *weighing)
{
    const int *ipc = weighing->ipc;
    if (!ipc)
        return;
    weighing->objects += sum_lines(ipc[IPC_SEGMENTS], segment_bytes);
    weighing->sum->memory += sum_lines(ipc[IPC_SEMAPHORES], semaphores_bytes) +
                             sum_lines(ipc[IPC_MESSAGES], messages_bytes);
}

static void weigh(struct weighing *weighing)
{
    struct weight *sum = weighing->sum;
    unsigned files = sum->files;
    int again = openat(weighing->proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = again < 0 ? NULL : fdopendir(again);
    if (!list)
        return;
    for (struct dirent *entry; (entry = readdir(list));)
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            weigh_process(weighing, entry->d_name);
    closedir(list);
    if (!weighing->tag && weighing->kinds & (WEIGHT_MEMORY | WEIGHT_SHARES))
        weigh_ipc(weighing);
    sum->memory += (uint64_t)(sum->files - files) * FILE_BYTES;
    /* What is mapped is for the most part what was found as objects; the rest has no name. */
    uint64_t more = weighing->shared > weighing->objects ? weighing->shared : weighing->objects;
    uint64_t shared = weighing->kinds & WEIGHT_SHARES ? more : weighing->shared + weighing->objects;
    sum->shared += shared;
    sum->memory += shared;
    vec_release(&weighing->seen);
}

void weigh_box(struct weight *weight, int proc, const int *ipc, unsigned kinds)
{
    struct weighing weighing = { .sum = weight, .proc = proc, .ipc = ipc, .kinds = kinds };
    weigh(&weighing);
}

uint64_t weigh_machine_shared(void)
{
    char text[TEXT_BYTES];
    return read_text(AT_FDCWD, "/proc/meminfo", text) ? kilobytes_of(text, "Shmem:") : 0;
}

void weigh_program(struct weight *weight, int proc, uint64_t tag, unsigned kinds)
{
    struct weighing weighing = { .sum = weight, .proc = proc, .kinds = kinds, .tag = tag };
    weigh(&weighing);
}
