/*
 * The neighbours that a network knows of or asks for (arp(7), RFC 4861). The kernel has one table
 * of each for the whole machine, with 1024 entries at most (gc_thresh3), and no limit for a
 * network.
 */
#ifndef SNIP_BOX_WATCH_NEIGHBOURS_H
#define SNIP_BOX_WATCH_NEIGHBOURS_H

/*
 * How many there are in the network of ROUTE, a NETLINK_ROUTE socket that nobody else uses
 * meanwhile, or -1 for none; 0 where the kernel does not tell.
 */
unsigned neighbours_count(int route);

#endif
