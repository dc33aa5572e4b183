/*
 * A world is built in a tmpfs mounted over the old /tmp, while the old tree can still be reached by
 * its names; pivot_root(2) then makes it the root and drops the old one. Each thing bound into it
 * is made read-only at once, and the tmpfs itself when nothing is to be made in it any more.
 */
#include "box/world/world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "box/world/devices.h"
#include "box/world/elsewhere.h"
#include "box/world/files.h"
#include "box/world/tun.h"

enum { WORK_FILES = 4096, USED_INODES = 100, PATH_BYTES = 4096, STAGE_PER_FILE = 64 << 10 };

/* Files of its /etc, so that names are found (nsswitch.conf(5), services(5)) and are the same
 * everywhere. */
static const struct {
    const char *name, *text;
} etc_files[] = {
    { "passwd", "root:x:0:0:root:/:/bin/sh\nuser:x:1000:1000:user:/tmp:/bin/sh\n"
                "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n" },
    { "group", "root:x:0:\nuser:x:1000:\nnogroup:x:65534:\n" },
    { "host.conf", "multi on\n" },
    { "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nnetworks: files\n"
                       "protocols: files\nservices: files\n" },
    { "networks", "loopback 127.0.0.0\nlink-local 169.254.0.0\n" },
    { "protocols",
      "ip 0 IP\nicmp 1 ICMP\nigmp 2 IGMP\ntcp 6 TCP\nudp 17 UDP\nipv6 41 IPv6\n"
      "ipv6-icmp 58 IPv6-ICMP\nsctp 132 SCTP\nudplite 136 UDPLite\nmptcp 262 MPTCP\n" },
    { "services", "echo\t7/tcp\necho\t7/udp\ndiscard\t9/tcp\ndiscard\t9/udp\ndaytime\t13/tcp\n"
                  "daytime\t13/udp\nchargen\t19/tcp\nchargen\t19/udp\nftp\t21/tcp\nssh\t22/tcp\n"
                  "telnet\t23/tcp\nsmtp\t25/tcp\ntime\t37/tcp\ntime\t37/udp\ndomain\t53/tcp\n"
                  "domain\t53/udp\ntftp\t69/udp\nfinger\t79/tcp\nhttp\t80/tcp\nwww\t80/tcp\n"
                  "pop3\t110/tcp\nntp\t123/udp\nimap2\t143/tcp\nsnmp\t161/udp\nhttps\t443/tcp\n"
                  "https\t443/udp\nsyslog\t514/udp\nmysql\t3306/tcp\npostgresql\t5432/tcp\n"
                  "http-alt\t8080/tcp\n" },
};

/* What of the machine's /etc its programs cannot do without: where libraries are, and what the
 * names of programs mean. */
static const char *const etc_bound[] = { "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d",
                                         "/etc/alternatives" };

/* Where files wait for a host, or all those of a lab; each then begins its own world there. */
#define STAGE "/tmp"

bool world_open(struct world_files *files, const struct box_spec *spec, const int *trees)
{
    for (size_t i = 0; i < spec->nshown; i++) {
        files->tree[i] = trees[i] >= 0;
        files->shown[i] = files->tree[i] ? trees[i]
                                         : open(spec->shown[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (files->shown[i] < 0)
            return false;
    }
    return true;
}

static bool set_mount_flags(const char *path, unsigned flags, uint64_t set, uint64_t clear)
{
    struct mount_attr attr = { .attr_set = set, .attr_clr = clear };
    return syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attr, sizeof(attr)) == 0;
}

/* Mounts a tmpfs at PATH for so many BYTES and FILES. */
static bool mount_tmpfs(const char *path, unsigned long flags, size_t bytes, unsigned files,
                        unsigned mode)
{
    char options[64];
    snprintf(options, sizeof(options), "size=%zu,nr_inodes=%u,mode=%o", bytes, files, mode);
    return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV | flags, options) == 0;
}

static bool write_new(const char *name, const char *text)
{
    AUTO_CLOSE int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    return fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
}

static bool bind_from(int from, const char *name)
{
    char source[64];
    snprintf(source, sizeof(source), "/proc/self/fd/%d", from);
    return mount(source, name, NULL, MS_BIND | MS_REC, NULL) == 0;
}

/* Binds what the descriptor FROM is open on over NAME, a new file, or one that is there already. */
static bool bind_over(int from, const char *name)
{
    AUTO_CLOSE int at = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    return at >= 0 && bind_from(from, name);
}

/* Puts the machine's PATH, a file or a directory with all that is mounted below it, at NAME. */
static bool bind_tree(const char *path, const char *name)
{
    struct stat st;
    if (stat(path, &st) < 0)
        return errno == ENOENT;
    if (S_ISDIR(st.st_mode) ? mkdir(name, 0755) < 0 : !write_new(name, ""))
        return false;
    return mount(path, name, NULL, MS_BIND | MS_REC, NULL) == 0 &&
           set_mount_flags(name, AT_RECURSIVE, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0);
}

/* /bin and its like: links into /usr on a machine of today, directories on one of yesterday. */
static bool copy_top(const char *path)
{
    char target[PATH_BYTES];
    ssize_t n = readlink(path, target, sizeof(target) - 1);
    if (n < 0)
        return errno == ENOENT || (errno == EINVAL && bind_tree(path, path + 1));
    target[n] = '\0';
    return symlink(target, path + 1) == 0;
}

/* Where the machine's programs and libraries are. */
static const char *const tops[] = {
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"
};

bool world_has(const char *path)
{
    for (size_t i = 0; i < COUNT(tops); i++)
        if (path_below(path, tops[i]))
            return true;
    return false;
}

static bool make_system(void)
{
    for (size_t i = 0; i < COUNT(tops); i++)
        if (!copy_top(tops[i]))
            return false;
    return true;
}

/* Files of its /etc that tell how a host is called. */
#define HOSTNAME_FILE "/etc/hostname"
#define HOSTS_FILE    "/etc/hosts"

bool world_has_file(const char *path)
{
    const char *name = path_below(path, "/etc");
    for (size_t i = 0; i < COUNT(etc_files); i++)
        if (name && strcmp(name, etc_files[i].name) == 0)
            return true;
    return strcmp(path, HOSTNAME_FILE) == 0 || strcmp(path, HOSTS_FILE) == 0;
}

static const char own_names[] = "127.0.0.1\tlocalhost\n127.0.1.1\thost\n"
                                "::1\tlocalhost ip6-localhost ip6-loopback\n";

/* Writes how HOST is called, and what it calls itself and the others. */
static bool make_names(const struct box_spec *spec, size_t host)
{
    char name[HOST_NAME_MAX + 2];
    bool alone = !spec->lab || spec->lab->networks.n == 0;
    snprintf(name, sizeof(name), "%s\n", spec->lab ? spec->lab->hosts.v[host].name : "host");
    return write_new(HOSTNAME_FILE + 1, name) &&
           write_new(HOSTS_FILE + 1, alone ? own_names : spec->lab_names->v[host]);
}

static bool make_etc(const struct box_spec *spec, size_t host)
{
    if (mkdir("etc", 0755) < 0)
        return false;
    for (size_t i = 0; i < COUNT(etc_bound); i++)
        if (!bind_tree(etc_bound[i], etc_bound[i] + 1))
            return false;
    for (size_t i = 0; i < COUNT(etc_files); i++) {
        char name[64];
        snprintf(name, sizeof(name), "etc/%s", etc_files[i].name);
        if (!write_new(name, etc_files[i].text))
            return false;
    }
    return make_names(spec, host);
}

static bool open_devices(int from[DEVICES])
{
    for (size_t i = 0; i < DEVICES; i++)
        if ((from[i] = open(devices[i].path, O_PATH | O_CLOEXEC)) < 0)
            return false;
    return true;
}

/*
 * Binds the device that FROM is open on at NAME. Read-only it can be written to all the same; but
 * its mode and times, should it be the user's or nobody's, are not a program's to change.
 */
static bool bind_device(int from, const char *name)
{
    return bind_over(from, name) &&
           set_mount_flags(name, 0, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0);
}

/* Fills the new root's /dev with the devices that are open as FROM. */
static bool make_devices(const int from[DEVICES])
{
    static const char *const links[][2] = { { "fd", "/proc/self/fd" },
                                            { "stdin", "/proc/self/fd/0" },
                                            { "stdout", "/proc/self/fd/1" },
                                            { "stderr", "/proc/self/fd/2" } };
    char name[32];
    for (size_t i = 0; i < DEVICES; i++)
        if (!bind_device(from[i], devices[i].path + 1))
            return false;
    for (size_t i = 0; i < COUNT(links); i++) {
        snprintf(name, sizeof(name), "dev/%s", links[i][0]);
        if (symlink(links[i][1], name) < 0)
            return false;
    }
    return true;
}

/* Where a program has a right to it: without nodev, as the machine's own. */
static bool make_tun(const struct box_spec *spec, size_t host)
{
    if (!tun_wanted(spec, host))
        return true;
    AUTO_CLOSE int from = open(TUN_DEVICE, O_PATH | O_CLOEXEC);
    return from >= 0 && mkdir("dev/net", 0755) == 0 && bind_device(from, TUN_DEVICE + 1);
}

/* Puts FILE, open as FROM, where it belongs; the new root is the current directory. */
static bool place(const struct box_file *file, int from)
{
    char path[PATH_BYTES];
    bool absolute = file->name[0] == '/';
    int n = snprintf(path, sizeof(path), "%s%s", absolute ? "" : "tmp/", file->name + absolute);
    if (n >= (int)sizeof(path)) {
        errno = ENAMETOOLONG;
        return false;
    }
    return files_make_above(path) && bind_over(from, path) &&
           set_mount_flags(path, 0, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0);
}

/*
 * The first of SPEC's files that has the bytes of number I: one that lies in several places is
 * staged once.
 */
static size_t same_as(const struct box_spec *spec, size_t i)
{
    size_t first = 0;
    while (spec->files[first].data != spec->files[i].data ||
           spec->files[first].len != spec->files[i].len ||
           spec->files[first].executable != spec->files[i].executable)
        first++;
    return first;
}

bool world_stage(const struct box_spec *spec)
{
    char name[sizeof(STAGE) + 24];
    size_t bytes = 0;
    for (size_t i = 0; i < spec->nfiles; i++)
        bytes += same_as(spec, i) == i ? spec->files[i].len + STAGE_PER_FILE : 0;
    if (!mount_tmpfs(STAGE, 0, bytes + STAGE_PER_FILE, 1024, 0755))
        return false;
    for (size_t i = 0; i < spec->nfiles; i++) {
        snprintf(name, sizeof(name), STAGE "/%zu", i);
        if (same_as(spec, i) == i && !files_write_new(name, &spec->files[i], spec->file_time))
            return false;
    }
    return true;
}

bool world_take_staged(const struct box_spec *spec, struct world_files *files)
{
    char name[sizeof(STAGE) + 24];
    for (size_t i = 0; i < spec->nfiles; i++) {
        snprintf(name, sizeof(name), STAGE "/%zu", same_as(spec, i));
        files->fd[i] = open(name, O_PATH | O_CLOEXEC);
        if (files->fd[i] < 0)
            return false;
    }
    return true;
}

/* Files that are made in FOLDER from now on have other numbers than they had been given else. */
static bool use_up_inodes(const char *folder)
{
    char name[64];
    snprintf(name, sizeof(name), "%s/used", folder);
    for (int i = 0; i < USED_INODES; i++)
        if (mkdir(name, 0700) < 0 || rmdir(name) < 0)
            return false;
    return true;
}

/* Mounts what a program may write to: its working folder, and where shm_open(3) keeps things. */
static bool make_workspace(const struct elsewhere *world)
{
    return mkdir("tmp", 0755) == 0 && mount_tmpfs("tmp", 0, BOX_WORK_BYTES, WORK_FILES, 0700) &&
           mount_tmpfs("dev/shm", MS_NOEXEC, BOX_WORK_BYTES, WORK_FILES, 0700) &&
           (!elsewhere_in(world, ELSEWHERE_INODES) ||
            (use_up_inodes("tmp") && use_up_inodes("dev/shm")));
}

static bool place_all(const struct box_spec *spec, const struct world_files *files)
{
    for (size_t i = 0; i < spec->nfiles; i++)
        if (!place(&spec->files[i], files->fd[i]))
            return false;
    return true;
}

static bool make_folders(const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mkdir(names[i], 0755) < 0)
            return false;
    return true;
}

#define MAKE_FOLDERS(...)                                                                          \
    make_folders((const char *const[]){ __VA_ARGS__ },                                             \
                 COUNT(((const char *const[]){ __VA_ARGS__ })))

/*
 * Mounts an empty root and makes it the current directory; the machine's devices are opened first.
 */
static bool begin(int devices_from[DEVICES])
{
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || !open_devices(devices_from) ||
        !mount_tmpfs("/tmp", 0, 2 * BOX_WORK_BYTES, 16384, 0755))
        return false;
    umask(022);
    return chdir("/tmp") == 0;
}

bool world_make(const struct box_spec *spec, const struct world_files *files, size_t host)
{
    int from[DEVICES];
    return begin(from) && MAKE_FOLDERS("dev", "dev/shm", "proc", "run", "srv", "var", "opt") &&
           make_system() && make_etc(spec, host) && make_devices(from) && make_tun(spec, host) &&
           make_workspace(spec->elsewhere) && place_all(spec, files);
}

/* Shows the folder PATH, open or mounted as FROM, at its own place. In a shown tree it has one. */
static bool show(const char *path, int from, bool is_tree)
{
    AUTO_CLOSE int there = open(path + 1, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (there < 0 && (!files_make_above(path + 1) || mkdir(path + 1, 0755) < 0))
        return false;
    bool shown = is_tree ? syscall(SYS_move_mount, from, "", AT_FDCWD, path + 1,
                                   MOVE_MOUNT_F_EMPTY_PATH) == 0
                         : bind_from(from, path + 1);
    return shown &&
           set_mount_flags(path + 1, AT_RECURSIVE, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0);
}

bool world_make_build(const struct box_spec *spec, const struct world_files *files)
{
    int from[DEVICES];
    if (!begin(from) || !MAKE_FOLDERS("dev", "tmp") || !make_system() || !make_etc(spec, 0) ||
        !make_devices(from))
        return false;
    for (size_t i = 0; i < spec->nshown; i++)
        if (!show(spec->shown[i], files->shown[i], files->tree[i]))
            return false;
    for (size_t i = 0; i < spec->nfiles; i++)
        if (!files_make_above(spec->files[i].name) ||
            !files_write_new(spec->files[i].name, &spec->files[i], spec->file_time))
            return false;
    return mkdir(BOX_BUILD + 1, 0755) == 0 &&
           mount_tmpfs(BOX_BUILD + 1, 0, BOX_WORK_BYTES, WORK_FILES, 0700);
}

bool world_enter(const char *directory)
{
    /* "." twice: the old root comes to lie over the new one (pivot_root(2), NOTES). */
    return syscall(SYS_pivot_root, ".", ".") == 0 && umount2(".", MNT_DETACH) == 0 &&
           chdir("/") == 0 && set_mount_flags("/", 0, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID, 0) &&
           chdir(directory) == 0;
}
