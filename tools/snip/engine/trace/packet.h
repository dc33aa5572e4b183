/*
 * Where things are in a packet of IPv4 or IPv6, found in the bytes of a frame. These come from
 * outside: any may be missing, and what they say of themselves may be a lie. So whatever is asked
 * of a frame is answered within it.
 */
#ifndef SNIP_ENGINE_TRACE_PACKET_H
#define SNIP_ENGINE_TRACE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

/* The bytes of a frame that were kept, LEN of FULL; not owned. */
struct frame {
    const unsigned char *s;
    size_t len, full;
    unsigned loopback; /* on which it was seen: the number of its host, from 1; 0: on none */
};

/* A packet in a frame, or in another packet that quotes its beginning. Places count from S. */
struct packet {
    int family;         /* AF_INET, AF_INET6 */
    size_t start;       /* of its header */
    size_t payload;     /* where what it carries begins, behind options and extension headers */
    size_t end;         /* of it; more than the frame's LEN where that was cut */
    bool whole;         /* it is all there */
    uint8_t protocol;   /* IPPROTO_TCP … */
    uint8_t ttl, tos;   /* as IPv4 calls them */
    size_t fragment_id; /* where its number is; 0: it is no fragment */
    unsigned offset;    /* of a fragment, in bytes */
    bool more;          /* fragments follow */
    const char *extra;  /* what the first option or extension header is; NULL: there is none */
    unsigned loopback;  /* as of the frame */
    bool ports;         /* from_port and to_port are there */
    uint16_t from_port, to_port;
    struct address from, to;
};

/* The byte of FRAME at AT; 0 where it is not there. */
unsigned frame_u8(const struct frame *frame, size_t at);

/* The two bytes at AT in network order; missing ones are 0. */
unsigned frame_u16(const struct frame *frame, size_t at);

/* The four bytes at AT in network order; missing ones are 0. */
uint32_t frame_u32(const struct frame *frame, size_t at);

/* Tells whether FRAME has LEN bytes at AT. */
bool frame_has(const struct frame *frame, size_t at, size_t len);

/* The address of FAMILY at AT, where FRAME must have it. */
struct address frame_address(const struct frame *frame, size_t at, int family);

/* Reads the packet at START. Returns false where its header is none or is not all there. */
bool packet_read(struct packet *packet, const struct frame *frame, size_t start)
    __attribute__((warn_unused_result));

/* How many bytes follow PLACE in PACKET, whether they were kept or not. */
size_t packet_rest(const struct packet *packet, size_t place);

/* The sum of the LEN bytes at S and SUM in ones' complement (RFC 1071), without the last "not". */
uint16_t checksum_add(uint16_t sum, const unsigned char *s, size_t len);

/*
 * Where the checksum of what PACKET carries is, or 0: it has none, or is no first fragment. Of UDP
 * over IPv4 it may be there and be 0: not used.
 */
size_t packet_checksum(const struct packet *packet, const struct frame *frame);

/*
 * The sum of all that PACKET, a whole one, carries, with the pseudo header of its protocol: 0xFFFF
 * where its checksum is right.
 */
uint16_t packet_sum(const struct packet *packet, const struct frame *frame);

/*
 * ADDRESS as text, with PORT behind it unless that is NULL: "10.0.1.1:8080", "[fd01::1]:80". Owned
 * by the caller.
 */
char *endpoint_text(const struct address *address, const uint16_t *port);

#endif
