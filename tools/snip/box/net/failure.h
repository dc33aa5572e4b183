/*
 * Which host of a lab could not be made, and at which step.
 */
#ifndef SNIP_BOX_NET_FAILURE_H
#define SNIP_BOX_NET_FAILURE_H

#include <stddef.h>

#include "base/lab.h"

/* The steps of making a lab, in order; each is taken for every host. */
enum netlab_step {
    NETLAB_ENTER,     /* a network namespace (setns(2)), and a socket there */
    NETLAB_SETTINGS,  /* /proc/sys/net */
    NETLAB_LINKS,     /* veth pairs and bridges (veth(4)) */
    NETLAB_OFFLOADS,  /* SIOCETHTOOL */
    NETLAB_UP,        /* the interfaces, loopback too */
    NETLAB_ADDRESSES, /* ip(7), ipv6(7) */
    NETLAB_ROUTES,
    NETLAB_NEIGHBOURS, /* arp(7), those that need not be asked for */
    NETLAB_CARRIER,    /* each interface sees that its other end is up */
    NETLAB_IPV6,       /* its addresses can be asked for, and it has no more to say of them */
    NETLAB_PROCESS,    /* clone3(2): who is to run its programs (box/inside/split.h) */
    NETLAB_RECORDER,   /* what records it (box/trace/recorder.h) */
    NETLAB_STEPS
};

/* What went wrong. */
struct netlab_failure {
    enum netlab_step step;
    size_t host; /* its place in the lab; lab->hosts.n: the hub */
    int error;   /* errno */
};

/* Where FAILURE of LAB is, in a person's words: "host `alice`: an address". Owned by the caller. */
char *netlab_failure_place(const struct lab *lab, const struct netlab_failure *failure);

#endif
