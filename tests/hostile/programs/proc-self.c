/*
 * Writes what /proc lets a process write of itself, and of the init: who it is, what it is called, what it leaves.
 *
 * says: own setgroups: E.*
 * says: own uid_map: E.*
 * says: own projid_map: .*
 * says: own loginuid: E.*
 * says: own attr/current: E.*
 * says: own timerslack_ns: .*
 * says: own oom_adj lower: E.*
 * says: init's comm: E.*
 * says: init's oom_score_adj: E.*
 * says: init's clear_refs: E.*
 * says: init's coredump_filter: E.*
 * says: init's timerslack_ns: E.*
 * says: init's autogroup: E.*
 * says: init's mem: E.*
 * says: init's environ: E.*
 * says: init's root: E.*
 * says: init's cwd: E.*
 * says: init's map_files: E.*
 * says: init's fd: E.*
 * says: init's syscall: E.*
 */
#include <fcntl.h>
#include <unistd.h>

#include "hostile.h"

static void put(const char *what, const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    tell(what, fd < 0 ? -1 : write(fd, text, strlen(text)));
    close(fd);
}

static void get(const char *what, const char *path)
{
    char bytes[64];
    int fd = open(path, O_RDONLY);
    tell(what, fd < 0 ? -1 : read(fd, bytes, sizeof(bytes)));
    close(fd);
}

int main(void)
{
    put("own setgroups", "/proc/self/setgroups", "allow");
    put("own uid_map", "/proc/self/uid_map", "0 0 1");
    put("own projid_map", "/proc/self/projid_map", "0 0 1");
    put("own loginuid", "/proc/self/loginuid", "0");
    put("own attr/current", "/proc/self/attr/current", "unconfined");
    put("own timerslack_ns", "/proc/self/timerslack_ns", "1");
    put("own oom_adj lower", "/proc/self/oom_adj", "-17");
    put("init's comm", "/proc/1/comm", "x");
    put("init's oom_score_adj", "/proc/1/oom_score_adj", "1000");
    put("init's clear_refs", "/proc/1/clear_refs", "1");
    put("init's coredump_filter", "/proc/1/coredump_filter", "0x7f");
    put("init's timerslack_ns", "/proc/1/timerslack_ns", "999999999");
    put("init's autogroup", "/proc/1/autogroup", "19");
    get("init's mem", "/proc/1/mem");
    get("init's environ", "/proc/1/environ");
    get("init's root", "/proc/1/root/etc/passwd");
    get("init's cwd", "/proc/1/cwd/x");
    get("init's map_files", "/proc/1/map_files");
    get("init's fd", "/proc/1/fd/0");
    get("init's syscall", "/proc/1/syscall");
}
