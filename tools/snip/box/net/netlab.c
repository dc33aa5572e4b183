/*
 * The order of making. First each host's namespace is set so that a new interface in it is silent
 * and like the kernel's default. Then all interfaces are made in one go, from one socket: the two
 * ends of a veth pair are born where they belong, with their indexes, names and MAC addresses, so
 * that none has to be moved. Then each host is entered once more: offloads off while an interface
 * is down, which costs the kernel no waiting; up; addresses; routes. At last it is waited until
 * every interface carries frames and every IPv6 address can be asked for: threads of the kernel see
 * to both, a little after it has answered. What is sent before is lost without a word.
 *
 * Silence: IPv6 is off on bridges, on their ports and on interfaces without an address of it.
 * Elsewhere, without duplicate address detection, link-local addresses of its own making and router
 * solicitations, it says nothing unasked but in which multicast groups it is (MLD), twice within
 * seconds. By the rules of MLD's first version (RFC 2710), with the shortest interval, both can be
 * over at once; so these hold while the lab is made. Of an interface with a link-local address the
 * kernel speaks once more, in its own time.
 *
 * Where frames are held, each host's links end in the hub, at ports that belong to no bridge.
 */
#include "box/net/netlab.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/ethtool.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "base/mem.h"
#include "box/net/making.h"
#include "box/net/settings.h"

/* One end of a veth pair: whose it is, and how it is called. */
struct interface {
    int netns;
    int index;
    unsigned char mac[6];
    char name[IFNAMSIZ];
    unsigned mtu;
    bool port;  /* in the hub; else it is a host's */
    int bridge; /* the bridge it is a port of; 0: none */
};

/* --- Settings --- */

/* Makes new interfaces of the namespace silent, and it a router or none. */
static bool prepare(struct making *m, size_t host)
{
    bool is_host = host < m->lab->hosts.n, forward = is_host && m->lab->hosts.v[host].forward;
    if (!making_enter(m, host))
        return false;
    if ((is_host &&
         (!settings_put_ipv4(m->proc, forward) || (m->held && !settings_put_held(m->proc)))) ||
        (forward && !making_set_ipv6(m, "ipv6/conf/all/forwarding", "1")) ||
        !making_set_new(m, "0", "1", "1"))
        return making_fail(m, NETLAB_SETTINGS, host, errno);
    return true;
}

/* --- Interfaces --- */

bool netlab_needs_hub(const struct lab *lab, bool held)
{
    for (size_t i = 0; !held && i < lab->networks.n; i++)
        if (making_has_bridge(lab, i))
            return true;
    return held;
}

int netlab_port(size_t network, size_t host)
{
    return PORT_INDEX + (int)(network * LAB_MAX_HOSTS + host);
}

void netlab_mac(size_t network, size_t host, unsigned char mac[6])
{
    memcpy(mac, (unsigned char[]){ 2, 0, 0, 0 }, 4);
    mac[4] = (unsigned char)(network + 1);
    mac[5] = (unsigned char)(host + 1);
}

/* The end that is link number K of HOST. */
static struct interface host_end(const struct making *m, size_t host, size_t k)
{
    const struct lab_link *link = &m->lab->hosts.v[host].links.v[k];
    struct interface end = {
        .netns = m->hosts[host],
        .index = FIRST_INDEX + (int)k,
        .mtu = link->mtu ? link->mtu : LAB_DEFAULT_MTU,
    };
    netlab_mac(link->network, host, end.mac);
    snprintf(end.name, sizeof(end.name), "%s", m->lab->networks.v[link->network]);
    return end;
}

/*
 * The end at the hub of the same pair. What is too large for the host is dropped there, as on a
 * line.
 */
static struct interface port_end(const struct making *m, size_t host, size_t k)
{
    struct interface end = host_end(m, host, k);
    size_t network = m->lab->hosts.v[host].links.v[k].network;
    end.netns = m->hub;
    end.port = true;
    end.bridge = m->held ? 0 : BRIDGE_INDEX + (int)network;
    end.index = netlab_port(network, host);
    end.mac[3] = 1;
    /* No network can be called so. */
    snprintf(end.name, sizeof(end.name), "port.%u.%u", end.mac[4], end.mac[5]);
    return end;
}

/* Ports are up at once; a host's end once it is as it is to be. */
static struct ifinfomsg info_of(const struct interface *end)
{
    return (struct ifinfomsg){ .ifi_index = end->index,
                               .ifi_flags = end->port ? IFF_UP : 0,
                               .ifi_change = end->port ? IFF_UP : 0 };
}

static void put_end(struct nlmsghdr *head, const struct interface *end)
{
    mnl_attr_put_strz(head, IFLA_IFNAME, end->name);
    mnl_attr_put(head, IFLA_ADDRESS, sizeof(end->mac), end->mac);
    mnl_attr_put_u32(head, IFLA_MTU, end->mtu);
    mnl_attr_put_u32(head, IFLA_NET_NS_FD, (uint32_t)end->netns);
    mnl_attr_put_u32(head, IFLA_NUM_TX_QUEUES, 1);
    mnl_attr_put_u32(head, IFLA_NUM_RX_QUEUES, 1);
}

static bool add_pair(struct making *m, size_t host, const struct interface *near,
                     const struct interface *far)
{
    struct ifinfomsg info = info_of(near), far_info = info_of(far);
    struct nlmsghdr *head = making_begin(m, NETLAB_LINKS, host, RTM_NEWLINK, &info, sizeof(info));
    if (!head)
        return false;
    put_end(head, near);
    if (near->bridge)
        mnl_attr_put_u32(head, IFLA_MASTER, (uint32_t)near->bridge);
    struct nlattr *kind = mnl_attr_nest_start(head, IFLA_LINKINFO);
    mnl_attr_put_strz(head, IFLA_INFO_KIND, "veth");
    struct nlattr *data = mnl_attr_nest_start(head, IFLA_INFO_DATA);
    struct nlattr *peer = mnl_attr_nest_start(head, VETH_INFO_PEER);
    memcpy(mnl_nlmsg_put_extra_header(head, sizeof(far_info)), &far_info, sizeof(far_info));
    put_end(head, far);
    mnl_attr_nest_end(head, peer);
    mnl_attr_nest_end(head, data);
    mnl_attr_nest_end(head, kind);
    making_end(m, head);
    return true;
}

static bool add_bridge(struct making *m, size_t network)
{
    struct ifinfomsg info = { .ifi_index = BRIDGE_INDEX + (int)network,
                              .ifi_flags = IFF_UP,
                              .ifi_change = IFF_UP };
    const unsigned char mac[6] = { 2, 0, 0, 2, (unsigned char)(network + 1), 0 };
    struct nlmsghdr *head =
        making_begin(m, NETLAB_LINKS, m->lab->hosts.n, RTM_NEWLINK, &info, sizeof(info));
    if (!head)
        return false;
    mnl_attr_put_strz(head, IFLA_IFNAME, m->lab->networks.v[network]);
    mnl_attr_put(head, IFLA_ADDRESS, sizeof(mac), mac);
    struct nlattr *kind = mnl_attr_nest_start(head, IFLA_LINKINFO);
    mnl_attr_put_strz(head, IFLA_INFO_KIND, "bridge");
    struct nlattr *data = mnl_attr_nest_start(head, IFLA_INFO_DATA);
    /* With it a bridge asks who is in which group, and forwards multicast to those only. */
    mnl_attr_put_u8(head, IFLA_BR_MCAST_SNOOPING, 0);
    mnl_attr_nest_end(head, data);
    mnl_attr_nest_end(head, kind);
    making_end(m, head);
    return true;
}

/*
 * Makes the interfaces of NETWORK: a pair between its two hosts, or a pair from each to the hub.
 */
static bool add_network(struct making *m, size_t network)
{
    bool ports = making_has_ports(m, network), first = true;
    struct interface near = { 0 };
    if (ports && !m->held && !add_bridge(m, network))
        return false;
    for (size_t i = 0; i < m->lab->hosts.n; i++)
        for (size_t k = 0; k < m->lab->hosts.v[i].links.n; k++) {
            if (m->lab->hosts.v[i].links.v[k].network != network)
                continue;
            struct interface far = host_end(m, i, k);
            if (ports)
                near = port_end(m, i, k);
            if ((ports || !first) && !add_pair(m, i, &near, &far))
                return false;
            near = far;
            first = false;
        }
    return true;
}

static bool add_networks(struct making *m)
{
    /* In the hub where there is one, since ports can be given only to a bridge beside them. */
    if (!making_open(m, m->hub >= 0 ? m->lab->hosts.n : 0))
        return false;
    for (size_t i = 0; i < m->lab->networks.n; i++)
        if (!add_network(m, i))
            return false;
    return making_flush(m);
}

/* --- Hosts --- */

/*
 * What sender and receiver do in one machine to save work, and a packet socket then sees: checksums
 * that nobody has computed, frames larger than a line can carry.
 */
static bool set_offloads_off(const struct making *m, const char *interface)
{
    static const uint32_t offloads[] = { ETHTOOL_STXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO,
                                         ETHTOOL_SGRO };
    for (size_t i = 0; i < COUNT(offloads); i++) {
        struct ethtool_value off = { offloads[i], 0 };
        struct ifreq request = { .ifr_data = (char *)&off };
        snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface);
        if (ioctl(m->rtnl.fd, SIOCETHTOOL, &request) < 0)
            return false;
    }
    return true;
}

static bool set_link(struct making *m, size_t host, const struct lab_link *link)
{
    const char *name = m->lab->networks.v[link->network];
    if (!set_offloads_off(m, name))
        return making_fail(m, NETLAB_OFFLOADS, host, errno);
    if (making_is_ipv6(link) &&
        !(making_set_on(m, name, "force_mld_version", "1") &&
          making_set_on(m, name, "mldv1_unsolicited_report_interval", "1") &&
          making_set_on(m, name, "disable_ipv6", "0")))
        return making_fail(m, NETLAB_SETTINGS, host, errno);
    return true;
}

static bool add_address(struct making *m, size_t host, int index, const struct address *address)
{
    struct ifaddrmsg info = { .ifa_family = (unsigned char)address->family,
                              .ifa_prefixlen = (unsigned char)address->prefix,
                              .ifa_flags = address->family == AF_INET6 ? IFA_F_NODAD : 0,
                              .ifa_index = (unsigned)index };
    struct address broadcast = address_edge(address, true);
    struct nlmsghdr *head =
        making_begin(m, NETLAB_ADDRESSES, host, RTM_NEWADDR, &info, sizeof(info));
    if (!head)
        return false;
    mnl_attr_put(head, IFA_LOCAL, address_size(address), address->bytes);
    mnl_attr_put(head, IFA_ADDRESS, address_size(address), address->bytes);
    if (address->family == AF_INET && address->prefix < 31)
        mnl_attr_put(head, IFA_BROADCAST, address_size(address), broadcast.bytes);
    making_end(m, head);
    return true;
}

static bool add_route(struct making *m, size_t number, const struct address *via)
{
    const struct lab_host *host = &m->lab->hosts.v[number];
    const struct lab_link *link = lab_link_to(m->lab, host, via);
    struct rtmsg info = { .rtm_family = (unsigned char)via->family,
                          .rtm_table = RT_TABLE_MAIN,
                          .rtm_protocol = RTPROT_STATIC,
                          .rtm_scope = RT_SCOPE_UNIVERSE,
                          .rtm_type = RTN_UNICAST };
    struct nlmsghdr *head =
        making_begin(m, NETLAB_ROUTES, number, RTM_NEWROUTE, &info, sizeof(info));
    if (!head)
        return false;
    mnl_attr_put(head, RTA_GATEWAY, address_size(via), via->bytes);
    if (link)
        mnl_attr_put_u32(head, RTA_OIF, FIRST_INDEX + (uint32_t)(link - host->links.v));
    making_put_metrics(m, head);
    making_end(m, head);
    return true;
}

static bool add_addresses(struct making *m, size_t host, size_t k)
{
    const struct lab_link *link = &m->lab->hosts.v[host].links.v[k];
    int index = FIRST_INDEX + (int)k;
    struct address local;
    if (making_needs_local(m, host, k, &local) && !add_address(m, host, index, &local))
        return false;
    vec_each (own, &link->addresses)
        if (!add_address(m, host, index, &own->address))
            return false;
    return true;
}

static bool furnish(struct making *m, size_t number)
{
    const struct lab_host *host = &m->lab->hosts.v[number];
    if (!making_open(m, number) || !making_add_up(m, number, LOOPBACK_INDEX))
        return false;
    for (size_t k = 0; k < host->links.n; k++)
        if (!set_link(m, number, &host->links.v[k]) ||
            !making_add_up(m, number, FIRST_INDEX + (int)k) || !add_addresses(m, number, k))
            return false;
    vec_each (via, &host->via)
        if (!add_route(m, number, via))
            return false;
    return (!m->held || m->arp || making_add_neighbours(m, number)) && making_flush(m);
}

/* --- The whole --- */

static bool make(struct making *m)
{
    if (m->hub >= 0 && !prepare(m, m->lab->hosts.n))
        return false;
    for (size_t i = 0; i < m->lab->hosts.n; i++)
        if (!prepare(m, i))
            return false;
    if (!add_networks(m))
        return false;
    for (size_t i = 0; i < m->lab->hosts.n; i++)
        if (!furnish(m, i))
            return false;
    if (!making_await_hub(m))
        return false;
    for (size_t i = 0; i < m->lab->hosts.n; i++)
        if (!making_settle(m, i))
            return false;
    return true;
}

bool netlab_make(const struct lab *lab, const struct netlab_places *places,
                 struct netlab_failure *failure)
{
    struct making m = { .lab = lab,
                        .hosts = places->hosts,
                        .hub = places->hub,
                        .proc = places->proc,
                        .held = places->held,
                        .arp = places->arp,
                        .retransmits = places->retransmits,
                        .failure = failure,
                        .rtnl = { .fd = -1 } };
    bool ok = make(&m);
    rtnl_close(&m.rtnl);
    return ok;
}
