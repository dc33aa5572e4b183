#include "box/inside/tell.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/right.h"
#include "box/inside/ports.h"
#include "file/fs.h"

void tell(int control, const struct box_message *message)
{
    ssize_t ignored = send(control, message, sizeof(*message), MSG_NOSIGNAL);
    (void)ignored;
}

void tell_failed(int control, enum box_step step, size_t program)
{
    tell(control, &(struct box_message){ .kind = BOX_STEP_FAILED,
                                         .step = (int32_t)step,
                                         .program = (int32_t)program,
                                         .value = errno });
}

static int64_t milliseconds(const struct timeval *time)
{
    return (int64_t)time->tv_sec * 1000 + time->tv_usec / 1000;
}

void tell_ended(int control, size_t program, uint64_t tag, int status, const struct rusage *usage)
{
    tell(control, &(struct box_message){ .kind = BOX_ENDED,
                                         .step = BOX_EXEC,
                                         .program = (int32_t)program,
                                         .value = status,
                                         .tag = tag,
                                         .processor_ms = milliseconds(&usage->ru_utime) +
                                                         milliseconds(&usage->ru_stime) });
}

/* Reads up to COUNT numbers from the small file PATH; returns how many were there. */
static int read_numbers(const char *path, uint64_t *numbers, int count)
{
    char text[64], *at = text;
    int got = 0;
    fs_read_small(AT_FDCWD, path, text, sizeof(text));
    for (char *end; got < count; got++, at = end) {
        numbers[got] = strtoull(at, &end, 10);
        if (end == at)
            break;
    }
    return got;
}

/* The number that the kernel gives to a new socket. */
static bool next_inode(uint64_t *inode)
{
    struct stat st;
    AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || fstat(fd, &st) < 0)
        return false;
    *inode = st.st_ino;
    return true;
}

/* Begins to note what the kernel gives out. Without an answer a range is empty. */
static void begin_facts(struct box_facts *facts)
{
    uint64_t ports[2];
    *facts = (struct box_facts){ { 1, 0 }, { 1, 0 }, { 1, 0 }, { 0 } };
    if (read_numbers("/proc/sys/net/ipv4/ip_local_port_range", ports, 2) == 2)
        facts->ports = (struct box_range){ ports[0], ports[1] };
    if (read_numbers("/proc/sys/kernel/ns_last_pid", &facts->pids.low, 1) == 1)
        facts->pids.low++;
    next_inode(&facts->inodes.low);
}

void tell_facts(int control, int *sockets, struct box_facts *facts)
{
    read_numbers("/proc/sys/kernel/ns_last_pid", &facts->pids.high, 1);
    /* Each processor gives out numbers of its own, so before this process goes to others. */
    next_inode(&facts->inodes.high);
    ports_finish(sockets, facts);
    tell(control, &(struct box_message){ .kind = BOX_FACTS, .facts = *facts });
}

/* Sends MESSAGE together with the COUNT descriptors FDS, at most BOX_VIEWS. */
static bool tell_with(int control, struct box_message *message, const int *fds, size_t count)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(BOX_VIEWS * sizeof(int))];
    } ancillary = { .bytes = { 0 } };
    struct iovec part = { message, sizeof(*message) };
    struct msghdr packet = { .msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = ancillary.bytes,
                             .msg_controllen = CMSG_SPACE(count * sizeof(int)) };
    struct cmsghdr *rights = CMSG_FIRSTHDR(&packet);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(count * sizeof(int));
    memcpy(CMSG_DATA(rights), fds, count * sizeof(int));
    return sendmsg(control, &packet, MSG_NOSIGNAL) == (ssize_t)sizeof(*message);
}

/*
 * Hands out what the compiler made. It has ended, so nothing changes meanwhile; what it left in the
 * place of a product is one only if it is a file.
 */
void tell_products(int control, const struct box_spec *spec, const char *folder)
{
    for (size_t i = 0; i < spec->nproducts; i++) {
        struct stat st;
        char path[PATH_MAX];
        int n = snprintf(path, sizeof(path), "%s/%s", folder, spec->products[i]);
        AUTO_CLOSE int fd =
            n < (int)sizeof(path) ? open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;
        struct box_message message = { .kind = BOX_PRODUCT, .program = (int32_t)i };
        if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= BOX_WORK_BYTES)
            if (!tell_with(control, &message, &fd, 1)) {
                message.value = errno;
                tell(control, &message);
            }
    }
}

/* Tells whether programs of SPEC can be on a network where there are neighbours, or make one. */
static bool has_neighbours(const struct box_spec *spec)
{
    bool can = spec->lab != NULL;
    for (size_t i = 0; i < spec->nprograms; i++)
        can |= (spec->programs[i].rights & RIGHT_NET_ADMIN) != 0;
    return can;
}

/*
 * Opens the views that come with BOX_READY; returns whether all could be, and their number in
 * *COUNT.
 */
static bool open_views(const struct box_spec *spec, int proc, int *views, size_t *count)
{
    bool ok = true;
    *count = 0;
    views[(*count)++] = proc;
    views[(*count)++] = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (has_neighbours(spec))
        views[(*count)++] = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    for (size_t i = 0; i < *count; i++)
        ok &= views[i] >= 0;
    return ok;
}

bool tell_ready(int control, const struct box_spec *spec, int proc, int *sockets,
                struct box_facts *facts)
{
    struct box_message ready = { .kind = BOX_READY };
    int views[BOX_VIEWS];
    size_t count;
    if (!spec->workspace) {
        tell(control, &ready);
        return true;
    }
    begin_facts(facts);
    *sockets = ports_watch();
    bool ok = open_views(spec, proc, views, &count) && tell_with(control, &ready, views, count);
    while (count > 1) /* the first is the caller's */
        fd_close_at(&views[--count]);
    return ok;
}
