#include "box/world/tun.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/right.h"
#include "box/world/devices.h"
#include "box/world/files.h"

static const char name[] = "tun0";
static const in_addr_t netmask = ~0U << (32 - RIGHT_TUN_PREFIX);

bool tun_wanted(const struct box_spec *spec, size_t host)
{
    for (size_t i = 0; i < spec->nprograms; i++)
        if ((spec->programs[i].rights & RIGHT_TUN) && spec->programs[i].host == host)
            return true;
    return false;
}

static bool any_wanted(const struct box_spec *spec)
{
    for (size_t i = 0; i < spec->nprograms; i++)
        if (tun_wanted(spec, spec->programs[i].host))
            return true;
    return false;
}

bool tun_check(const struct box_spec *spec, struct err *err)
{
    static const struct device tun = { TUN_DEVICE, 10, 200 };
    struct stat st;
    if (!any_wanted(spec))
        return true;
    if (!device_check(&tun, err))
        return false;
    AUTO_CLOSE int fd = open(TUN_DEVICE, O_RDWR | O_CLOEXEC);
    int error = fd < 0 ? errno : 0;
    /* What root may open its programs may not, who are nobody. */
    bool closed = error == EACCES || (fd >= 0 && geteuid() == 0 && fstat(fd, &st) == 0 &&
                                      (~st.st_mode & (S_IROTH | S_IWOTH)));
    if (!error && !closed)
        return true;
    err_set(err, ERR_SYSTEM, "the right `tun` needs " TUN_DEVICE ": %s",
            strerror(closed ? EACCES : error));
    err_hint(err, closed ? "sudo chmod 666 " TUN_DEVICE
                         : "sudo modprobe tun, and in a container docker run --device " TUN_DEVICE);
    return false;
}

/* Nobody's, it would be anybody's; and without persistence it would go with FD. */
static bool create(int fd)
{
    struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
    memcpy(request.ifr_name, name, sizeof(name));
    return ioctl(fd, TUNSETIFF, &request) == 0 &&
           ioctl(fd, TUNSETOWNER, (unsigned long)BOX_UID) == 0 &&
           ioctl(fd, TUNSETPERSIST, 1UL) == 0;
}

/* The kernel would ask for routers, and join groups. A kernel without IPv6 has no such file. */
static bool forbid_ipv6(void)
{
    return files_put("/proc/sys/net/ipv6/conf/tun0/disable_ipv6", "1") || errno == ENOENT;
}

/* Sets by REQUEST, SIOCSIFADDR or SIOCSIFNETMASK; NUMBER is in network order. */
static bool set_number(int fd, unsigned long request, in_addr_t number)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = number };
    struct ifreq given = { 0 };
    memcpy(given.ifr_name, name, sizeof(name));
    memcpy(&given.ifr_addr, &at, sizeof(at));
    return ioctl(fd, request, &given) == 0;
}

static bool set_up(int fd)
{
    struct ifreq given = { .ifr_flags = IFF_UP };
    memcpy(given.ifr_name, name, sizeof(name));
    return ioctl(fd, SIOCSIFFLAGS, &given) == 0;
}

bool tun_make(void)
{
    AUTO_CLOSE int tun = open(TUN_DEVICE, O_RDWR | O_CLOEXEC);
    AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return tun >= 0 && fd >= 0 && create(tun) && forbid_ipv6() &&
           set_number(fd, SIOCSIFADDR, inet_addr(RIGHT_TUN_ADDRESS)) &&
           set_number(fd, SIOCSIFNETMASK, htonl(netmask)) && set_up(fd);
}
