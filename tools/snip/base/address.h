/*
 * Addresses of IPv4 and IPv6 with the length of their network's prefix, as in 10.0.1.1/24.
 */
#ifndef SNIP_BASE_ADDRESS_H
#define SNIP_BASE_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

enum { ADDRESS_TEXT = INET6_ADDRSTRLEN };

/* An address in its network. */
struct address {
    int family;              /* AF_INET or AF_INET6 */
    unsigned char bytes[16]; /* in network order; IPv4 uses the first four */
    unsigned prefix;         /* how many of its bits are the network's */
};

/*
 * Reads TEXT, an address alone; its prefix becomes the whole of it. Returns false where it is none.
 */
bool address_parse(struct address *address, const char *text) __attribute__((warn_unused_result));

/*
 * Reads TEXT, an address with the length of its prefix: "10.0.1.1/24". That becomes 0 where it is
 * left out, or is none from 1 to all bits. Returns false where what is before it is no address.
 */
bool address_parse_prefixed(struct address *address, const char *text)
    __attribute__((warn_unused_result));

/* How many bytes ADDRESS has: 4 or 16. */
size_t address_size(const struct address *address);

/* Writes ADDRESS without its prefix into TEXT, and returns that. */
const char *address_text(const struct address *address, char text[ADDRESS_TEXT]);

/* Tells whether A and B are the same address, whatever their prefixes. */
bool address_equal(const struct address *a, const struct address *b);

/* Tells whether ADDRESS lies in the network of OTHER, by the prefix of OTHER. */
bool address_is_in(const struct address *address, const struct address *other);

/* The network of ADDRESS: the bits behind its prefix are all BIT, the highest address for true. */
struct address address_edge(const struct address *address, bool bit);

/* The network of ADDRESS as a person writes it: "10.0.1.0/24". Owned by the caller. */
char *address_network(const struct address *address);

/* Tells whether the networks of A and B have addresses in common. */
bool address_overlaps(const struct address *a, const struct address *b);

/* Tells whether ADDRESS is one that no interface on a network has: of loopback, of a group, … */
bool address_is_special(const struct address *address);

/*
 * Tells whether ADDRESS is a link-local one of IPv6 (fe80::/10): it means something on one link
 * only.
 */
bool address_is_local(const struct address *address);

#endif
