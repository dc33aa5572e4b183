/*
 * What a lab is to be, where it is to be made, and what can go wrong: for box/net/netlab.h.
 */
#ifndef SNIP_BOX_NET_LABSPEC_H
#define SNIP_BOX_NET_LABSPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"

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

#endif
