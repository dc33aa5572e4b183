#include "box/net/making.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/net/settings.h"

bool making_fail(struct making *m, enum netlab_step step, size_t host, int error)
{
    *m->failure = (struct netlab_failure){ step, host, error };
    return false;
}

/* The request that has failed says by its tag of which step and of which host it was. */
static bool fail_request(struct making *m)
{
    return making_fail(m, (enum netlab_step)(m->rtnl.tag >> 8), m->rtnl.tag & 0xff, errno);
}

struct nlmsghdr *making_begin(struct making *m, enum netlab_step step, size_t host, uint16_t type,
                              const void *header, size_t size)
{
    bool creates = step != NETLAB_UP;
    struct nlmsghdr *request = rtnl_begin(&m->rtnl, (uint32_t)step << 8 | (uint32_t)host, type,
                                          creates ? NLM_F_CREATE | NLM_F_EXCL : 0, header, size);
    if (!request)
        fail_request(m);
    return request;
}

void making_end(struct making *m, struct nlmsghdr *request)
{
    rtnl_end(&m->rtnl, request);
}

bool making_flush(struct making *m)
{
    return rtnl_flush(&m->rtnl) || fail_request(m);
}

bool making_enter(struct making *m, size_t host)
{
    rtnl_close(&m->rtnl);
    if (setns(host < m->lab->hosts.n ? m->hosts[host] : m->hub, CLONE_NEWNET) == 0)
        return true;
    return making_fail(m, NETLAB_ENTER, host, errno);
}

bool making_open(struct making *m, size_t host)
{
    return making_enter(m, host) &&
           (rtnl_open(&m->rtnl) || making_fail(m, NETLAB_ENTER, host, errno));
}

bool making_set_ipv6(const struct making *m, const char *name, const char *value)
{
    return settings_put(m->proc, name, value) || errno == ENOENT;
}

bool making_set_on(const struct making *m, const char *interface, const char *name,
                   const char *value)
{
    char path[64];
    snprintf(path, sizeof(path), "ipv6/conf/%s/%s", interface, name);
    return settings_put(m->proc, path, value);
}

bool making_set_new(const struct making *m, const char *router_solicitations,
                    const char *addr_gen_mode, const char *disable_ipv6)
{
    return making_set_ipv6(m, "ipv6/conf/default/router_solicitations", router_solicitations) &&
           making_set_ipv6(m, "ipv6/conf/default/addr_gen_mode", addr_gen_mode) &&
           making_set_ipv6(m, "ipv6/conf/default/disable_ipv6", disable_ipv6);
}

bool making_add_up(struct making *m, size_t host, int index)
{
    struct ifinfomsg info = { .ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP };
    struct nlmsghdr *head = making_begin(m, NETLAB_UP, host, RTM_NEWLINK, &info, sizeof(info));
    if (!head)
        return false;
    /* How many segments pass at once would follow from measured time. */
    if (m->held)
        mnl_attr_put_u32(head, IFLA_GSO_MAX_SEGS, 1);
    making_end(m, head);
    return true;
}

bool making_is_ipv6(const struct lab_link *link)
{
    vec_each (own, &link->addresses)
        if (own->address.family == AF_INET6)
            return true;
    return false;
}

/* The number of hosts on NETWORK. */
static size_t count_hosts(const struct lab *lab, size_t network)
{
    size_t count = 0;
    vec_each (host, &lab->hosts)
        count += lab_link_on(host, network) != NULL;
    return count;
}

bool making_has_bridge(const struct lab *lab, size_t network)
{
    size_t count = count_hosts(lab, network);
    return count > 0 && count != 2;
}

bool making_has_ports(const struct making *m, size_t network)
{
    return m->held || making_has_bridge(m->lab, network);
}

bool making_needs_local(const struct making *m, size_t host, size_t k, struct address *local)
{
    const struct lab_link *link = &m->lab->hosts.v[host].links.v[k];
    *local = (struct address){ .family = AF_INET6,
                               .bytes = { 0xfe, 0x80, [11] = 0xff, 0xfe, 0,
                                          (unsigned char)(link->network + 1),
                                          (unsigned char)(host + 1) },
                               .prefix = 64 };
    vec_each (own, &link->addresses)
        if (address_is_local(&own->address))
            return false;
    return m->lab->hosts.v[host].forward && making_is_ipv6(link);
}
