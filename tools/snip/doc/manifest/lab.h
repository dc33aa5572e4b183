/*
 * The hosts and networks of a snippet, as a manifest says it: `lab: { server: { lan: 10.0.1.1/24 },
 * alice: { lan: 10.0.1.2/24, via: 10.0.1.1 } }`. A network is there by being named in a host, whose
 * interface on it has its name.
 */
#ifndef SNIP_DOC_MANIFEST_LAB_H
#define SNIP_DOC_MANIFEST_LAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/address.h"
#include "base/vec.h"
#include "doc/manifest/process.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

enum { LAB_MAX_HOSTS = 32, LAB_MAX_NETWORKS = 32, LAB_MAX_ADDRESSES = 16, LAB_DEFAULT_MTU = 1500 };

/* An address as written, with the prefix of its network; of `via` without one. */
struct lab_address {
    struct address address;
    size_t network; /* the network it is on: of `via` the one through which it is reached */
    int line;
};

VEC_TYPE(lab_addresses, struct lab_address);

/* A host's interface on a network. */
struct lab_link {
    size_t network;                 /* its place in lab.networks */
    struct lab_addresses addresses; /* one at least, in the manifest's order */
    unsigned mtu;
    int line; /* of the key */
};

VEC_TYPE(lab_links, struct lab_link);

/* A host. */
struct lab_host {
    char *name;
    int line;
    struct lab_links links;   /* one at least, in the manifest's order */
    bool forward;             /* it is a router, of IPv4 and IPv6 */
    struct lab_addresses via; /* where its default routes go: at most one of each family */
};

VEC_TYPE(lab_hosts, struct lab_host);

/* What the addresses of a network have in common: of IPv4, of IPv6, of IPv6's link-local ones. */
enum { LAB_IPV4, LAB_IPV6, LAB_LOCAL, LAB_KINDS };

/* A network: all its hosts hear each other. */
struct lab_network {
    char *name;
    struct lab_address first[LAB_KINDS]; /* the first address of each kind; line 0: there is none */
};

VEC_TYPE(lab_networks, struct lab_network);

/* A whole lab; without hosts there is none. */
struct lab {
    struct lab_hosts hosts;       /* in the manifest's order */
    struct lab_networks networks; /* in the order in which they are named first */
    int line;                     /* of the key `lab`, else 0 */
};

/*
 * Reads the mapping NODE into the struct lab r->into. No two hosts have one address (a link-local one
 * may be again on another network), the addresses of one family on a network share their prefix, no
 * two networks overlap, `via` is the address of another host on a common network, an mtu is of 68 to
 * 65535, and of 1280 where there is IPv6, and every name can be that of an interface.
 */
void lab_read(const struct reading *r, const struct node *node);

/*
 * Sets the host of each of SPECS: the one that `on` names, else the only one, else the one of the
 * process's name. All else is a mistake, and so is `on` where there is no LAB.
 */
void lab_place(const struct reading *r, const struct lab *lab, struct process_specs *specs);

/* Holds that no network of LAB overlaps that of tun0 where one of SPECS has the right to it. */
void lab_check_tun(const struct reading *r, const struct lab *lab,
                   const struct process_specs *specs);

/* Frees what LAB owns; it is empty afterwards. */
void lab_release(struct lab *lab);

#endif
