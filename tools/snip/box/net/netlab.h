/*
 * A lab in the kernel: network namespaces (network_namespaces(7)), one a host, joined by networks
 * that carry the hosts' own frames and nothing else.
 *
 * Who may call netlab_make(): a process with CAP_SYS_ADMIN in its own user namespace and
 * CAP_SYS_ADMIN and CAP_NET_ADMIN in the one that owns the network namespaces, which is so for one
 * in that namespace with all capabilities, and for one in a namespace above it
 * (user_namespaces(7)). It has one thread, and ends in one of those network namespaces: it may have
 * no right to go back to where it came from. No memory is allocated and nothing is printed, so a
 * process may call it that has been forked from one with threads, or cloned as the init of a box.
 */
#ifndef SNIP_BOX_NET_NETLAB_H
#define SNIP_BOX_NET_NETLAB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/lab.h"
#include "box/net/failure.h"

/* The network namespaces of a lab, open, or such as /proc/PID/ns/net can be opened as. */
struct netlab_places {
    const int *hosts; /* one for each host of the lab, new: with a loopback only */
    int hub;          /* one of no host; -1 where netlab_needs_hub() says no */
    int proc;         /* a /proc, mounted writable, that has the caller in it */
    bool held;        /* frames wait in the hub for somebody who carries them: see netlab_port() */
    bool arp;         /* held: hosts ask for neighbours all the same; else they know them all */
    /* Held: TCP sends again what is lost; else not for a minute, as whoever carries takes time. */
    bool retransmits;
};

/*
 * Tells whether LAB needs a namespace besides those of its hosts: for bridges, where a network has
 * other than two hosts, or with HELD for the other end of every link.
 */
bool netlab_needs_hub(const struct lab *lab, bool held);

/*
 * Where frames are held: the index of the interface in the hub that is the other end of HOST's link
 * to NETWORK. What HOST sends comes in there, and what is sent there comes to HOST; nothing else
 * takes it.
 */
int netlab_port(size_t network, size_t host);

/* How many neighbours all hosts of LAB know together where frames are held, without ARP. */
size_t netlab_neighbours(const struct lab *lab);

/* Sets MAC to the address of HOST's interface on NETWORK. */
void netlab_mac(size_t network, size_t host, unsigned char mac[6]);

/*
 * Makes LAB at PLACES. Interfaces have the names of their networks, the indexes 11, 12, … in the
 * order of their host's links, and the MAC addresses 02:00:00:00:NETWORK:HOST, both counted from 1;
 * they and loopback are up. Addresses can be used at once: none is tentative.
 *
 * No frame is sent that no program has caused, but for reports of multicast groups (MLD) from an
 * interface with a link-local address of IPv6, within a second. Only a router has such addresses
 * without the lab naming them, by its MAC addresses: it cannot forward without. In all else a host
 * has what the kernel has by default, whatever is set on this machine, but for
 * settings_put_tcp().
 *
 * Where frames are held, there are none even of MLD, of which a host then speaks the first version;
 * and neither timers nor chance decide what others can (settings_put_held(), box/net/held.c).
 *
 * Returns false with FAILURE set; what was made then goes with its namespaces.
 */
bool netlab_make(const struct lab *lab, const struct netlab_places *places,
                 struct netlab_failure *failure) __attribute__((warn_unused_result));

#endif
