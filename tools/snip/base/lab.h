/*
 * A lab: hosts, and the networks that join them. A manifest declares it (doc/manifest/lab.h), the
 * kernel is made to have it (box/net/netlab.h), a record tells of it (engine/record/recordlab.h).
 */
#ifndef SNIP_BASE_LAB_H
#define SNIP_BASE_LAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/buf.h"
#include "base/vec.h"

enum { LAB_MAX_HOSTS = 32, LAB_MAX_NETWORKS = 32, LAB_MAX_ADDRESSES = 16, LAB_DEFAULT_MTU = 1500 };

/* An address of an interface, with the prefix of its network. */
struct lab_address {
    struct address address;
    int line; /* of the manifest; 0 where the lab is from none */
};

VEC_TYPE(lab_addresses, struct lab_address);

/* A host's interface on a network, of whose name it is. */
struct lab_link {
    size_t network;                 /* its place in lab.networks; a host has one link on each */
    struct lab_addresses addresses; /* one at least */
    unsigned mtu;                   /* in bytes; 0: LAB_DEFAULT_MTU, which is not written here */
};

VEC_TYPE(lab_links, struct lab_link);
VEC_TYPE(lab_gateways, struct address);

/* A host. */
struct lab_host {
    char *name;
    struct lab_links links;  /* one at least */
    bool forward;            /* it is a router, of IPv4 and IPv6 */
    struct lab_gateways via; /* where its default routes go: at most one of each family */
};

VEC_TYPE(lab_hosts, struct lab_host);

/* A whole lab, all in the order of the manifest; without hosts there is none. */
struct lab {
    struct lab_hosts hosts;
    struct strings networks; /* their names, each one that an interface can have */
    int line;                /* of the manifest's key `lab`, else 0 */
};

/* A frame that something is done to: the nth that a host sends, from 1. */
struct trace_frame {
    size_t host; /* its place in the lab */
    unsigned nth;
};

VEC_TYPE(trace_frames, struct trace_frame);

/* How a run is to be recorded. All zero: it is not. */
struct trace_spec {
    bool on;
    struct trace_frames lose; /* of all frames */
    struct trace_frames flip; /* of those with data */
    bool arp;                 /* hosts ask for their neighbours */
    bool explore;             /* what other orders give is asked for, and no fault */
    unsigned orders;          /* other orders that a new outcome is tried in; 0: as many as usual */
    int line;                 /* of the manifest's key `trace`, else 0 */
};

/* The interface of HOST on NETWORK; NULL where it is not on it. */
const struct lab_link *lab_link_on(const struct lab_host *host, size_t network);

/* The host that has ADDRESS on NETWORK of LAB, or NULL. */
const struct lab_host *lab_owner(const struct lab *lab, size_t network,
                                 const struct address *address);

/* The interface of HOST over which it reaches the host with the address VIA, or NULL. */
const struct lab_link *lab_link_to(const struct lab *lab, const struct lab_host *host,
                                   const struct address *via);

/*
 * Appends the text of the file hosts(5) of the host number HOST: itself as localhost and by its own
 * addresses, then the others, those on a common network first, so that a name leads the nearest
 * way. Link-local addresses are not in it, as that file cannot say on which interface they are.
 */
void lab_names(struct buf *out, const struct lab *lab, size_t host);

/*
 * A lab of one host, `host`, and no network, which a box without a lab is recorded in: its recorder
 * is outside of that host. Static.
 */
const struct lab *lab_lone(void);

/* Makes TO, which holds nothing yet, a copy of FROM. */
void lab_copy(struct lab *to, const struct lab *from);

/* Frees what LAB owns; it is empty afterwards. */
void lab_release(struct lab *lab);

#endif
