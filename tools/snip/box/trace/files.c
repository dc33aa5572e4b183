#include "box/trace/files.h"

#include <fcntl.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/trace/event.h"
#include "file/fs.h"

#ifdef SYS_vfork
#define IS_VFORK(number) ((number) == SYS_vfork)
#else
#define IS_VFORK(number) false
#endif

/* Of stat, from 1; PF_EXITING. */
enum { FLAGS_COLUMN = 9, EXITING = 4 };

enum { BACKLOG_COLUMN = 11, CPU_COLUMN = 12 }; /* of softnet_stat, from 0 */

int files_open_proc(void)
{
    AUTO_CLOSE int context = (int)syscall(SYS_fsopen, "proc", FSOPEN_CLOEXEC);
    if (context < 0 || syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
        return -1;
    return (int)syscall(SYS_fsmount, context, FSMOUNT_CLOEXEC,
                        MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
}

int files_open(int proc, pid_t tid, const char *name)
{
    char path[64];
    snprintf(path, sizeof(path), "%d/%s", (int)tid, name);
    return openat(proc, path, O_RDONLY | O_CLOEXEC);
}

/* Reads what FD has now; TEXT is "" where it has nothing. */
static bool read_now(int fd, char *text, size_t size)
{
    ssize_t n = fd < 0 ? -1 : pread(fd, text, size - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* The number of the call that a thread waits in, by its file syscall; -1: in none. */
static long number_of(int calling)
{
    char text[256], *end;
    if (!read_now(calling, text, sizeof(text)))
        return -1;
    long number = strtol(text, &end, 10);
    return end == text ? -1 : number;
}

/* What the file stat tells of a thread. */
struct condition {
    char state; /* a letter; 0: it is gone */
    bool exits; /* it is on its way to its end */
};

static struct condition condition_of(int status)
{
    char text[512];
    if (!read_now(status, text, sizeof(text)))
        return (struct condition){ 0 };
    /* The name may hold anything, parentheses too; the state is behind it. */
    const char *at = strrchr(text, ')');
    struct condition condition = { .state = at && at[1] == ' ' ? at[2] : 0 };
    for (int k = 2; at && k < FLAGS_COLUMN; k++)
        at = strchr(at + 1, ' ');
    condition.exits = at && (strtoul(at + 1, NULL, 10) & EXITING);
    return condition;
}

/*
 * The state alone is not enough: who is about to sleep has it already, and who ends may sleep on
 * the way. Who has made a child that shares its memory waits as for a disk, until that executes a
 * program.
 */
bool files_waits(int calling, int status)
{
    long number = calling < 0 ? 0 : number_of(calling);
    struct condition condition = { 0 };
    if (number >= 0)
        condition = condition_of(status);
    return !condition.exits &&
           (condition.state == 'S' ||
            (condition.state == 'D' && (IS_VFORK(number) || number == SYS_clone)));
}

bool files_is_zombie(int status)
{
    return condition_of(status).state == 'Z';
}

/* The value of the line KEY of TID's status, to the base BASE; 0 where there is none. */
static unsigned long long status_value(int proc, pid_t tid, const char *key, int base)
{
    char path[64], text[4096];
    snprintf(path, sizeof(path), "%d/status", (int)tid);
    fs_read_small(proc, path, text, sizeof(text));
    const char *line = strstr(text, key);
    return line ? strtoull(line + strlen(key), NULL, base) : 0;
}

pid_t files_process(int proc, pid_t tid)
{
    return (pid_t)status_value(proc, tid, "\nTgid:\t", 10);
}

pid_t files_parent(int proc, pid_t tid)
{
    return (pid_t)status_value(proc, tid, "\nPPid:\t", 10);
}

bool files_ignores(int proc, pid_t tid, int signal)
{
    return status_value(proc, tid, "\nSigIgn:\t", 16) >> (signal - 1) & 1;
}

bool files_catches(int proc, pid_t tid, int signal)
{
    return status_value(proc, tid, "\nSigCgt:\t", 16) >> (signal - 1) & 1;
}

int64_t files_ran(int proc, pid_t tid)
{
    char path[64], text[128];
    snprintf(path, sizeof(path), "%d/schedstat", (int)tid);
    fs_read_small(proc, path, text, sizeof(text));
    return strtoll(text, NULL, 10);
}

uint64_t files_socket(int proc, pid_t tid, int fd)
{
    char path[64], target[64];
    snprintf(path, sizeof(path), "%d/fd/%d", (int)tid, fd);
    ssize_t n = readlinkat(proc, path, target, sizeof(target) - 1);
    target[n > 0 ? n : 0] = '\0';
    static const char start[] = "socket:[";
    return strncmp(target, start, sizeof(start) - 1) == 0
               ? strtoull(target + sizeof(start) - 1, NULL, 10)
               : 0;
}

size_t files_program(int proc, pid_t tid, unsigned char *data, size_t room)
{
    char path[64], target[256];
    snprintf(path, sizeof(path), "%d/exe", (int)tid);
    ssize_t n = readlinkat(proc, path, target, sizeof(target));
    struct event_piece piece = { 0, 0, (uint16_t)(n > 0 ? n : 0), (uint32_t)(n > 0 ? n : 0) };
    if (n <= 0 || room < sizeof(piece) + (size_t)n)
        return 0;
    memcpy(data, &piece, sizeof(piece));
    memcpy(data + sizeof(piece), target, (size_t)n);
    return sizeof(piece) + (size_t)n;
}

/* The hexadecimal number in the column K of the line at TEXT. */
static unsigned column(const char *text, int k)
{
    for (; k > 0 && *text && *text != '\n'; text++)
        k -= *text == ' ';
    return k == 0 ? (unsigned)strtoul(text, NULL, 16) : 0;
}

unsigned files_backlog(int fd, unsigned cpu)
{
    char text[8192];
    unsigned number = 0;
    if (!read_now(fd, text, sizeof(text)))
        return 0;
    for (const char *line = text; line && *line; number++) {
        const char *next = strchr(line, '\n');
        bool is_named = column(line, CPU_COLUMN) != 0 || number == 0;
        if ((is_named ? column(line, CPU_COLUMN) : number) == cpu)
            return column(line, BACKLOG_COLUMN);
        line = next ? next + 1 : NULL;
    }
    return 0;
}
