/*
 * What hosts have where frames are held, so that only programs cause frames and only they order
 * them: see netlab.h.
 */
#include <libmnl/libmnl.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include "box/net/making.h"
#include "box/net/netlab.h"

static bool has_family(const struct lab_link *link, int family)
{
    vec_each (own, &link->addresses)
        if (own->address.family == family)
            return true;
    return false;
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
