/*
 * Asks the network's drivers by ethtool, generic netlink and old ioctls, without a right and with all.
 *
 * manifest: rights: [net_admin, net_raw]
 * says: a dump of registers: (EPERM|EOPNOTSUPP|ENODEV)
 * says: flash: .*
 * says: a module's memory: (EPERM|EOPNOTSUPP|ENODEV|EINVAL)
 * says: the name of lo: .*
 * says: another network's interface: E.*
 * says: wireless: (EOPNOTSUPP|EINVAL|EPERM|ENODEV|ENOTTY)
 * says: a bridge: .*
 * says: PPP: EPERM
 */
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "hostile.h"

static long ask(int fd, unsigned command)
{
    static struct {
        unsigned command, rest[1024];
    } question;
    struct ifreq request = { .ifr_name = "lo", .ifr_data = (char *)&question };
    question.command = command;
    return ioctl(fd, SIOCETHTOOL, &request);
}

int main(void)
{
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct ifreq request = { .ifr_name = "lo" };
    tell("a dump of registers", ask(fd, ETHTOOL_GREGS));
    tell("flash", ask(fd, ETHTOOL_FLASHDEV));
    tell("a module's memory", ask(fd, ETHTOOL_GMODULEEEPROM));
    strcpy(request.ifr_newname, "lo2");
    tell("the name of lo", ioctl(fd, SIOCSIFNAME, &request));
    strcpy(request.ifr_name, "beside");
    tell("another network's interface", ioctl(fd, SIOCGIFINDEX, &request));
    tell("wireless", ioctl(fd, 0x8b01, &request));
    tell("a bridge", ioctl(fd, SIOCBRADDBR, "br0"));
    tell("PPP", socket(AF_PPPOX, SOCK_STREAM, 0));
}
