/*
 * What the files that make a lab share; box/net/netlab.h is for all others. Each function that
 * returns false has set the failure.
 */
#ifndef SNIP_BOX_NET_MAKING_H
#define SNIP_BOX_NET_MAKING_H

#include <stdint.h>

#include "base/lab.h"
#include "box/net/failure.h"
#include "box/net/rtnl.h"

enum {
    LOOPBACK_INDEX = 1,
    /*
     * Drivers of tunnels, where a kernel has them, put up to nine interfaces into a new namespace.
     */
    FIRST_INDEX = 11,
    BRIDGE_INDEX = 100,
    PORT_INDEX = 1000,
};

/* A lab being made. */
struct making {
    const struct lab *lab;
    const int *hosts; /* of its places (box/net/netlab.h) */
    int hub, proc;
    bool held, arp, retransmits;
    struct netlab_failure *failure;
    struct rtnl rtnl; /* in the namespace that was opened last */
};

/* Sets the failure. Always returns false. */
bool making_fail(struct making *m, enum netlab_step step, size_t host, int error);

/* Goes into the namespace of HOST (lab->hosts.n: the hub), where settings are then made. */
bool making_enter(struct making *m, size_t host);

/* As making_enter(), for requests too. */
bool making_open(struct making *m, size_t host);

/* Begins a request, a part of STEP of HOST, as by rtnl_begin(). Returns NULL on failure. */
struct nlmsghdr *making_begin(struct making *m, enum netlab_step step, size_t host, uint16_t type,
                              const void *header, size_t size);

/* Takes what making_begin() returned, now complete, into the batch. */
void making_end(struct making *m, struct nlmsghdr *request);

/* Has all requests of the batch carried out. */
bool making_flush(struct making *m);

/* Requests that the interface INDEX of HOST be up. */
bool making_add_up(struct making *m, size_t host, int index);

/*
 * As settings_put(), in the namespace that was entered last, for a setting of IPv6, which is not
 * needed on a kernel without that. What fails by it is no failure yet.
 */
bool making_set_ipv6(const struct making *m, const char *name, const char *value);

/* As making_set_ipv6(), for what an interface has that is made next: how many router solicitations,
 * how link-local addresses are made, whether IPv6 is off. */
bool making_set_new(const struct making *m, const char *router_solicitations,
                    const char *addr_gen_mode, const char *disable_ipv6);

/* As settings_put(), for the setting NAME of IPv6 on INTERFACE. */
bool making_set_on(const struct making *m, const char *interface, const char *name,
                   const char *value);

/* Tells whether LINK has an address of IPv6. */
bool making_is_ipv6(const struct lab_link *link);

/* Tells whether NETWORK of LAB is joined by a bridge where frames are not held: it has other than
 * two hosts. */
bool making_has_bridge(const struct lab *lab, size_t network);

/* Tells whether the links to NETWORK have their other ends in the hub. */
bool making_has_ports(const struct making *m, size_t network);

/*
 * Sets *LOCAL to the link-local address that a router needs on an interface with IPv6, its link
 * number K: from it it asks for the neighbours that it forwards to. Returns false where none is
 * needed; that is no failure.
 */
bool making_needs_local(const struct making *m, size_t host, size_t k, struct address *local);

/* Requests that HOST knows all of its networks, and need not ask. */
bool making_add_neighbours(struct making *m, size_t host);

/*
 * Puts into REQUEST, of a route, where frames are held: that what comes by it is acknowledged at
 * once, not sometimes by a timer of 40 ms; and, but where something is to be lost, that nothing is
 * sent again for a minute, since whoever carries frames takes their time.
 */
void making_put_metrics(const struct making *m, struct nlmsghdr *request);

/* Has those be in the routes that the kernel has made for the addresses of HOST. */
bool making_hold_routes(struct making *m, size_t host);

/* Waits until all ports carry frames. */
bool making_await_hub(struct making *m);

/*
 * Waits until what is sent to HOST arrives, and what it sends, and it has no more to say unasked.
 */
bool making_settle(struct making *m, size_t host);

#endif
