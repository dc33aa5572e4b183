/*
 * What a program of a snippet may be allowed over the network of its own box or lab, and over
 * nothing else; without it an ordinary user's answer is EPERM or EACCES (capabilities(7)).
 */
#ifndef SNIP_BASE_RIGHT_H
#define SNIP_BASE_RIGHT_H

enum right {
    RIGHT_NET_RAW = 1,   /* raw and packet sockets */
    RIGHT_NET_ADMIN = 2, /* addresses, routes, interfaces, filters */
    RIGHT_NET_BIND = 4,  /* ports below 1024 */
    RIGHT_TUN = 8,       /* tun0 on its host (box/world/tun.h), with the address below */
};

/* The address of tun0; its network is that of IPv4 with a prefix of RIGHT_TUN_PREFIX bits. */
#define RIGHT_TUN_ADDRESS "10.9.0.1"

enum { RIGHT_TUN_PREFIX = 24 };

#endif
