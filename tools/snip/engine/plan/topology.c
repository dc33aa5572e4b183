#include "engine/plan/topology.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "box/net/netlab.h"

/* Makes room for all that LAB has. */
static void make_room(struct topology *topology, const struct lab *lab)
{
    size_t addresses = 0, links = 0, gateways = 0;
    vec_each (host, &lab->hosts) {
        links += host->links.n;
        gateways += host->via.n;
        vec_each (link, &host->links)
            addresses += link->addresses.n;
    }
    *topology = (struct topology){
        .addresses = mem_alloc(addresses * sizeof(*topology->addresses)),
        .links = mem_alloc(links * sizeof(*topology->links)),
        .gateways = mem_alloc(gateways * sizeof(*topology->gateways)),
        .hosts = mem_alloc(lab->hosts.n * sizeof(*topology->hosts)),
        .networks = mem_alloc(lab->networks.n * sizeof(*topology->networks)),
    };
}

/* Where the next of each goes. */
struct places {
    struct address *address;
    struct netlab_link *link;
    struct netlab_gateway *gateway;
};

static struct netlab_host convert(const struct lab_host *host, struct places *next)
{
    struct netlab_host made = {
        .name = host->name,
        .links = next->link,
        .nlinks = host->links.n,
        .via = next->gateway,
        .nvia = host->via.n,
        .forward = host->forward,
    };
    vec_each (link, &host->links) {
        *next->link++ =
            (struct netlab_link){ link->network, next->address, link->addresses.n, link->mtu };
        vec_each (given, &link->addresses)
            *next->address++ = given->address;
    }
    vec_each (via, &host->via)
        *next->gateway++ = (struct netlab_gateway){ via->address, via->network };
    return made;
}

void topology_make(struct topology *topology, const struct lab *lab)
{
    make_room(topology, lab);
    struct places next = { topology->addresses, topology->links, topology->gateways };
    for (size_t i = 0; i < lab->hosts.n; i++)
        topology->hosts[i] = convert(&lab->hosts.v[i], &next);
    for (size_t i = 0; i < lab->networks.n; i++)
        topology->networks[i] = lab->networks.v[i].name;
    topology->spec =
        (struct netlab_spec){ topology->hosts, lab->hosts.n, topology->networks, lab->networks.n };
    for (size_t i = 0; i < lab->hosts.n; i++) {
        struct buf text = BUF_INIT;
        netlab_hosts(&text, &topology->spec, i);
        strings_add(&topology->names, buf_steal(&text));
    }
}

void topology_release(struct topology *topology)
{
    strings_release(&topology->names);
    free(topology->addresses);
    free(topology->links);
    free(topology->gateways);
    free(topology->hosts);
    free(topology->networks);
    *topology = (struct topology){ 0 };
}
