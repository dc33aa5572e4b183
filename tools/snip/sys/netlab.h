/*
 * A lab in the kernel: network namespaces (network_namespaces(7)), one a host, joined by networks that
 * carry the hosts' own frames and nothing else.
 *
 * Who may call netlab_make(): a process with CAP_SYS_ADMIN in its own user namespace and CAP_SYS_ADMIN
 * and CAP_NET_ADMIN in the one that owns the network namespaces, which is so for one in that
 * namespace with all capabilities, and for one in a namespace above it (user_namespaces(7)). It has
 * one thread, and ends in one of those network namespaces: it may have no right to go back to where it
 * came from. No memory is allocated and nothing is printed, so a process may call it that has been
 * forked from one with threads, or cloned as the init of a box.
 */
#ifndef SNIP_SYS_NETLAB_H
#define SNIP_SYS_NETLAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/buf.h"
#include "base/err.h"

enum { NETLAB_MAX_HOSTS = 32, NETLAB_MAX_NETWORKS = 32 };

/* A host's interface on a network, of whose name it is. */
struct netlab_link {
    size_t network; /* its place in the spec's networks */
    const struct address *addresses;
    size_t naddresses;
    unsigned mtu; /* 0: 1500 */
};

/* Where a host sends what is for none of its networks. */
struct netlab_gateway {
    struct address address;
    size_t network; /* over which it is reached */
};

/* A host. */
struct netlab_host {
    const char *name;
    const struct netlab_link *links; /* one on each of its networks */
    size_t nlinks;
    const struct netlab_gateway *via;
    size_t nvia;
    bool forward; /* it is a router, of IPv4 and IPv6 */
};

/* Which hosts, on which networks. Nothing of it is kept. */
struct netlab_spec {
    const struct netlab_host *hosts;
    size_t nhosts;               /* at most NETLAB_MAX_HOSTS */
    const char *const *networks; /* names, each one that an interface can have */
    size_t nnetworks;            /* at most NETLAB_MAX_NETWORKS */
};

/* The steps of making a lab, in order; each is taken for every host. */
enum netlab_step {
    NETLAB_ENTER,     /* setns(2), and a socket there */
    NETLAB_SETTINGS,  /* /proc/sys/net */
    NETLAB_LINKS,     /* veth pairs and bridges (veth(4)) */
    NETLAB_OFFLOADS,  /* SIOCETHTOOL */
    NETLAB_UP,        /* the interfaces, loopback too */
    NETLAB_ADDRESSES, /* ip(7), ipv6(7) */
    NETLAB_ROUTES,
    NETLAB_CARRIER, /* each interface sees that its other end is up */
    NETLAB_IPV6,    /* its addresses can be asked for, and it has no more to say of them */
    NETLAB_STEPS
};

/* What went wrong. */
struct netlab_failure {
    enum netlab_step step;
    size_t host; /* its place in the spec; spec.nhosts: the hub */
    int error;   /* errno */
};

/* The network namespaces of a lab, open, or such as /proc/PID/ns/net can be opened as. */
struct netlab_places {
    const int *hosts; /* one for each host of the spec, new: with a loopback only */
    int hub;          /* one of no host, for bridges; -1 where netlab_needs_hub() says no */
    int proc;         /* a /proc, mounted writable, that has the caller in it */
};

/* Tells whether SPEC has a network of other than two hosts, which needs a namespace with a bridge. */
bool netlab_needs_hub(const struct netlab_spec *spec);

/*
 * Makes the lab of SPEC at PLACES. Interfaces have the names of their networks, the indexes 11, 12, …
 * in the order of their host's links, and the MAC addresses 02:00:00:00:NETWORK:HOST, both counted from
 * 1; they and loopback are up. Addresses can be used at once: none is tentative. No frame comes that no
 * program has caused, but for the reports of multicast groups (MLD) of an interface with a link-local
 * address of IPv6, within seconds. Only a router has such addresses that the spec does not name, by
 * its MAC addresses: it cannot do without. A host has what the
 * kernel has by default, whatever is set on this machine, but what would send frames of its own.
 * Returns false with FAILURE set; what was made then goes with its namespaces.
 */
bool netlab_make(const struct netlab_spec *spec, const struct netlab_places *places,
                 struct netlab_failure *failure) __attribute__((warn_unused_result));

/* Sets ERR to what FAILURE says, as ERR_SYSTEM. Always returns false. */
bool netlab_error(struct err *err, const struct netlab_spec *spec,
                  const struct netlab_failure *failure);

/*
 * Appends the text of the file hosts(5) of the host number HOST: itself as localhost and by its own
 * addresses, then the others, those on a common network first, so that a name leads the nearest way.
 * Link-local addresses are not in it, as that file cannot say on which interface they are.
 */
void netlab_hosts(struct buf *out, const struct netlab_spec *spec, size_t host);

#endif
