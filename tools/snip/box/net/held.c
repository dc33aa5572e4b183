/*
 * What hosts have where frames are held, so that only programs cause frames and only they order
 * them: see netlab.h.
 */
#include <libmnl/libmnl.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "box/net/making.h"
#include "box/net/netlab.h"

enum {
    MINUTE_MS = 60000,
    IPV6_CONNECTED = 256, /* IP6_RT_PRIO_ADDRCONF, the metric of the kernel's own routes */
};

/* --- Neighbours --- */

static bool has_family(const struct lab_link *link, int family)
{
    vec_each (own, &link->addresses)
        if (own->address.family == family)
            return true;
    return false;
}

/* How many neighbours HOST of LAB knows by LINK. */
static size_t count_neighbours(const struct lab *lab, const struct lab_host *host,
                               const struct lab_link *link)
{
    size_t count = 0;
    vec_each (other, &lab->hosts) {
        const struct lab_link *far = other != host ? lab_link_on(other, link->network) : NULL;
        for (size_t i = 0; far && i < far->addresses.n; i++)
            count += has_family(link, far->addresses.v[i].address.family);
    }
    return count;
}

size_t netlab_neighbours(const struct lab *lab)
{
    size_t count = 0;
    vec_each (host, &lab->hosts)
        vec_each (link, &host->links)
            count += count_neighbours(lab, host, link);
    return count;
}

/* Requests that HOST knows by its interface INDEX who has ADDRESS: the interface with MAC. */
static bool add_neighbour(struct making *m, size_t host, int index, const struct address *address,
                          const unsigned char mac[6])
{
    struct ndmsg info = { .ndm_family = (unsigned char)address->family,
                          .ndm_ifindex = index,
                          .ndm_state = NUD_PERMANENT };
    struct nlmsghdr *head =
        making_begin(m, NETLAB_NEIGHBOURS, host, RTM_NEWNEIGH, &info, sizeof(info));
    if (!head)
        return false;
    mnl_attr_put(head, NDA_DST, address_size(address), address->bytes);
    mnl_attr_put(head, NDA_LLADDR, 6, mac);
    making_end(m, head);
    return true;
}

/* Requests that HOST knows OTHER by link number K, if that is there too. */
static bool add_other(struct making *m, size_t host, size_t k, size_t other)
{
    const struct lab_link *own = &m->lab->hosts.v[host].links.v[k];
    const struct lab_link *link = lab_link_on(&m->lab->hosts.v[other], own->network);
    unsigned char mac[6];
    netlab_mac(own->network, other, mac);
    for (size_t i = 0; link && i < link->addresses.n; i++) {
        const struct address *address = &link->addresses.v[i].address;
        if (has_family(own, address->family) &&
            !add_neighbour(m, host, FIRST_INDEX + (int)k, address, mac))
            return false;
    }
    return true;
}

bool making_add_neighbours(struct making *m, size_t host)
{
    for (size_t k = 0; k < m->lab->hosts.v[host].links.n; k++)
        for (size_t other = 0; other < m->lab->hosts.n; other++)
            if (other != host && !add_other(m, host, k, other))
                return false;
    return true;
}

/* --- Routes --- */

void making_put_metrics(const struct making *m, struct nlmsghdr *request)
{
    if (!m->held)
        return;
    struct nlattr *metrics = mnl_attr_nest_start(request, RTA_METRICS);
    mnl_attr_put_u32(request, RTAX_QUICKACK, 1);
    if (!m->retransmits) {
        mnl_attr_put_u32(request, RTAX_RTO_MIN, MINUTE_MS);
        mnl_attr_put_u32(request, RTAX_LOCK, 1U << RTAX_RTO_MIN);
    }
    mnl_attr_nest_end(request, metrics);
}

/* A route that the kernel has made: to addresses of the host's own, or of a network. */
struct route {
    bool own;
    struct address to;
    const struct address *from; /* of IPv4: the source of what is sent by it */
    int index;
};

/*
 * Requests TYPE of ROUTE. What the kernel has made bears its mark, as it does then; an own address
 * of IPv6 has a route of a metric that cannot be asked for, so of those it is the next.
 */
static bool ask_route(struct making *m, size_t host, uint16_t type, const struct route *route)
{
    bool six = route->to.family == AF_INET6;
    struct rtmsg info = { .rtm_family = (unsigned char)route->to.family,
                          .rtm_dst_len = (unsigned char)route->to.prefix,
                          .rtm_table = route->own ? RT_TABLE_LOCAL : RT_TABLE_MAIN,
                          .rtm_protocol = RTPROT_KERNEL,
                          .rtm_scope = route->own ? RT_SCOPE_HOST : RT_SCOPE_LINK,
                          .rtm_type = route->own ? RTN_LOCAL : RTN_UNICAST };
    struct nlmsghdr *head = making_begin(m, NETLAB_ROUTES, host, type, &info, sizeof(info));
    if (!head)
        return false;
    head->nlmsg_flags = NLM_F_REQUEST;
    mnl_attr_put(head, RTA_DST, address_size(&route->to), route->to.bytes);
    mnl_attr_put_u32(head, RTA_OIF, (uint32_t)route->index);
    if (!six)
        mnl_attr_put(head, RTA_PREFSRC, address_size(route->from), route->from->bytes);
    if (type == RTM_NEWROUTE) {
        head->nlmsg_flags |= NLM_F_CREATE | NLM_F_REPLACE;
        if (six)
            mnl_attr_put_u32(head, RTA_PRIORITY, route->own ? 1 : IPV6_CONNECTED);
        making_put_metrics(m, head);
    }
    making_end(m, head);
    return true;
}

static bool hold_route(struct making *m, size_t host, const struct route *route)
{
    bool goes_first = route->own && route->to.family == AF_INET6;
    return (!goes_first || ask_route(m, host, RTM_DELROUTE, route)) &&
           ask_route(m, host, RTM_NEWROUTE, route);
}

/* The first of LINK's addresses in the network of ADDRESS: the source of what is sent there. */
static const struct address *first_in(const struct lab_link *link, const struct address *address)
{
    const struct address *first = &link->addresses.v[0].address;
    for (size_t i = 1; first->prefix != address->prefix || !address_is_in(first, address); i++)
        first = &link->addresses.v[i].address;
    return first;
}

static bool hold_address(struct making *m, size_t host, const struct lab_link *link,
                         const struct address *address, int index)
{
    const struct address *first = first_in(link, address);
    struct route own = { .own = true, .to = *address, .from = first, .index = index };
    struct route network = { .to = address_edge(address, false), .from = first, .index = index };
    own.to.prefix = (unsigned)address_size(address) * 8;
    return hold_route(m, host, &own) &&
           (own.to.prefix == address->prefix || first != address || hold_route(m, host, &network));
}

static bool hold_loopback(struct making *m, size_t host)
{
    static const struct address four = { AF_INET, { 127, 0, 0, 1 }, 32 };
    const struct route all = { true, { AF_INET, { 127 }, 8 }, &four, LOOPBACK_INDEX };
    const struct route one = { true, four, &four, LOOPBACK_INDEX };
    return hold_route(m, host, &all) && hold_route(m, host, &one);
}

/* Where a machine has no IPv6 there is no such route, and nothing to hold. */
static void hold_loopback_ipv6(struct making *m, size_t host)
{
    const struct route one = { true, { AF_INET6, { [15] = 1 }, 128 }, NULL, LOOPBACK_INDEX };
    if (hold_route(m, host, &one))
        making_flush(m);
}

bool making_hold_routes(struct making *m, size_t host)
{
    const struct lab_links *links = &m->lab->hosts.v[host].links;
    for (size_t i = 0; i < links->n; i++)
        vec_each (own, &links->v[i].addresses)
            if (!hold_address(m, host, &links->v[i], &own->address, FIRST_INDEX + (int)i))
                return false;
    if (!hold_loopback(m, host) || !making_flush(m))
        return false;
    hold_loopback_ipv6(m, host);
    return true;
}
