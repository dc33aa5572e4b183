/*
 * On one host of a lab, looks for what belongs to another: its sockets, files, processes, shared memory and rights.
 *
 * manifest: lab: { bob: { lan: 10.0.1.1/24 }, eve: { lan: 10.0.1.2/24 } }
 * manifest: run:
 * manifest:   target: { on: bob, source: lab-neighbour.c, args: [target], ready: { listen: 2 }, stop: TERM }
 * manifest:   it: { on: eve, source: lab-neighbour.c, after: target }
 * manifest: rights: { it: [net_admin, net_raw] }
 * says: ...
 * says: by its address: done
 * says: its loopback: ECONNREFUSED
 * says: its abstract socket: ECONNREFUSED
 * says: its socket in /tmp: ENOENT
 * says: its file in /tmp: ENOENT
 * says: its segment: ENOENT
 * says: processes: 2
 * says: the network of init: (EPERM|EACCES|ENOENT)
 * says: its address, taken: done
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "hostile.h"

enum { KEY = 77, PORT = 8080 };

static struct sockaddr_in address(const char *text)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(PORT) };
    inet_pton(AF_INET, text, &at.sin_addr);
    return at;
}

/* A path, or with '@' in front an abstract name. */
static int named(const char *name, int (*act)(int, const struct sockaddr *, socklen_t), int fd)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    strncpy(at.sun_path, name, sizeof(at.sun_path) - 1);
    if (name[0] == '@')
        at.sun_path[0] = '\0';
    return act(fd, (struct sockaddr *)&at,
               (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name)));
}

static int be_target(void)
{
    struct sockaddr_in at = address("0.0.0.0");
    int tcp = socket(AF_INET, SOCK_STREAM, 0), abstract = socket(AF_UNIX, SOCK_STREAM, 0);
    shmget(KEY, 4096, IPC_CREAT | 0666);
    close(open("/tmp/of-bob", O_WRONLY | O_CREAT, 0666));
    if (bind(tcp, (struct sockaddr *)&at, sizeof(at)) < 0 || named("@of-bob", bind, abstract) < 0)
        return 1;
    listen(abstract, 5);
    listen(tcp, 5);
    for (;;)
        close(accept(tcp, NULL, NULL));
}

static long join(const char *to)
{
    struct sockaddr_in at = address(to);
    return connect(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof(at));
}

static int count_processes(void)
{
    DIR *proc = opendir("/proc");
    int n = 0;
    for (struct dirent *entry; (entry = readdir(proc));)
        n += isdigit((unsigned char)entry->d_name[0]) != 0;
    return n;
}

static long take_address(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    struct ifreq request = { .ifr_name = "lan" };
    inet_pton(AF_INET, "10.0.1.1", &at.sin_addr);
    memcpy(&request.ifr_addr, &at, sizeof(at));
    return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFADDR, &request);
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1)
        return be_target();
    tell("by its address", join("10.0.1.1"));
    tell("its loopback", join("127.0.0.1"));
    tell("its abstract socket", named("@of-bob", connect, socket(AF_UNIX, SOCK_STREAM, 0)));
    tell("its socket in /tmp", named("/tmp/of-bob", connect, socket(AF_UNIX, SOCK_STREAM, 0)));
    tell("its file in /tmp", open("/tmp/of-bob", O_RDONLY));
    tell("its segment", shmget(KEY, 4096, 0));
    printf("processes: %d\n", count_processes());
    tell("the network of init", setns(open("/proc/1/ns/net", O_RDONLY), CLONE_NEWNET));
    tell("its address, taken", take_address());
}
