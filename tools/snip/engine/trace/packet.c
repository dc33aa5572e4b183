#include "engine/trace/packet.h"

#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <string.h>

#include "base/mem.h"

enum { V4_HEADER = 20, V6_HEADER = 40, UNIT = 8 /* of an offset, and of an extension header */ };

bool frame_has(const struct frame *frame, size_t at, size_t len)
{
    return at <= frame->len && len <= frame->len - at;
}

unsigned frame_u8(const struct frame *frame, size_t at)
{
    return at < frame->len ? frame->s[at] : 0;
}

unsigned frame_u16(const struct frame *frame, size_t at)
{
    return frame_u8(frame, at) << 8 | frame_u8(frame, at + 1);
}

uint32_t frame_u32(const struct frame *frame, size_t at)
{
    return (uint32_t)frame_u16(frame, at) << 16 | frame_u16(frame, at + 2);
}

struct address frame_address(const struct frame *frame, size_t at, int family)
{
    struct address address = { .family = family };
    size_t size = address_size(&address);
    address.prefix = (unsigned)size * 8;
    if (frame_has(frame, at, size))
        memcpy(address.bytes, frame->s + at, size);
    return address;
}

/* Sets where PACKET ends, which says that it has LEN bytes behind FROM; 0: more than it can say. */
static void set_end(struct packet *packet, const struct frame *frame, size_t from, size_t len)
{
    size_t most = frame->full > frame->len ? frame->full : frame->len;
    packet->end = len == 0 || len > most - from ? most : from + len;
    packet->whole = len <= most - from && packet->end <= frame->len;
    if (packet->end < packet->payload)
        packet->end = packet->payload;
}

static void set_fragment(struct packet *packet, unsigned field, size_t id)
{
    packet->offset = (field & IP_OFFMASK) * UNIT;
    packet->more = field & IP_MF;
    if (packet->offset || packet->more)
        packet->fragment_id = id;
}

/* What the first option from AT to before END is; NULL: there is none. */
static const char *v4_option(const struct frame *frame, size_t at, size_t end)
{
    while (at < end && frame->s[at] == IPOPT_NOP)
        at++;
    switch (at < end ? frame->s[at] : IPOPT_EOL) {
    case IPOPT_EOL:
        return NULL;
    case IPOPT_RR:
        return "record route";
    case IPOPT_TS:
        return "timestamp";
    case IPOPT_LSRR:
    case IPOPT_SSRR:
        return "source route";
    default:
        return "IP options";
    }
}

static bool read_v4(struct packet *packet, const struct frame *frame, size_t start)
{
    size_t header = (frame_u8(frame, start) & 0xF) * 4;
    if (header < V4_HEADER || !frame_has(frame, start, header))
        return false;
    packet->family = AF_INET;
    packet->payload = start + header;
    packet->tos = (uint8_t)frame_u8(frame, start + 1);
    packet->ttl = (uint8_t)frame_u8(frame, start + 8);
    packet->protocol = (uint8_t)frame_u8(frame, start + 9);
    packet->from = frame_address(frame, start + 12, AF_INET);
    packet->to = frame_address(frame, start + 16, AF_INET);
    set_fragment(packet, frame_u16(frame, start + 6), start + 4);
    packet->extra = v4_option(frame, start + V4_HEADER, packet->payload);
    set_end(packet, frame, start, frame_u16(frame, start + 2));
    return true;
}

/* Tells whether PROTOCOL is an extension header of IPv6 that is as long as it says. */
static bool is_extension(unsigned protocol)
{
    return protocol == IPPROTO_HOPOPTS || protocol == IPPROTO_ROUTING ||
           protocol == IPPROTO_DSTOPTS || protocol == IPPROTO_FRAGMENT;
}

/* Goes past the extension headers of PACKET. Returns false where one is not all there. */
static bool read_extensions(struct packet *packet, const struct frame *frame)
{
    while (is_extension(packet->protocol) && packet->offset == 0) {
        size_t at = packet->payload;
        unsigned header = packet->protocol;
        size_t len = header == IPPROTO_FRAGMENT ? UNIT : (frame_u8(frame, at + 1) + 1) * UNIT;
        if (!frame_has(frame, at, len))
            return false;
        if (header == IPPROTO_FRAGMENT) {
            unsigned field = frame_u16(frame, at + 2); /* its unit is 8, 3 bits are no part of it */
            set_fragment(packet, field >> 3 | (field & 1 ? IP_MF : 0), at + 4);
        } else if (!packet->extra) {
            packet->extra = header == IPPROTO_HOPOPTS   ? "hop-by-hop options"
                            : header == IPPROTO_ROUTING ? "routing header"
                                                        : "destination options";
        }
        packet->protocol = (uint8_t)frame_u8(frame, at);
        packet->payload += len;
    }
    return true;
}

static bool read_v6(struct packet *packet, const struct frame *frame, size_t start)
{
    if (!frame_has(frame, start, V6_HEADER))
        return false;
    packet->family = AF_INET6;
    packet->payload = start + V6_HEADER;
    packet->tos = (uint8_t)(frame_u16(frame, start) >> 4);
    packet->protocol = (uint8_t)frame_u8(frame, start + 6);
    packet->ttl = (uint8_t)frame_u8(frame, start + 7);
    packet->from = frame_address(frame, start + 8, AF_INET6);
    packet->to = frame_address(frame, start + 24, AF_INET6);
    if (!read_extensions(packet, frame))
        return false;
    set_end(packet, frame, start + V6_HEADER, frame_u16(frame, start + 4));
    return true;
}

static void read_ports(struct packet *packet, const struct frame *frame)
{
    bool has = packet->protocol == IPPROTO_TCP || packet->protocol == IPPROTO_UDP ||
               packet->protocol == IPPROTO_UDPLITE || packet->protocol == IPPROTO_SCTP;
    packet->ports = has && packet->offset == 0 && frame_has(frame, packet->payload, 4);
    if (packet->ports) {
        packet->from_port = (uint16_t)frame_u16(frame, packet->payload);
        packet->to_port = (uint16_t)frame_u16(frame, packet->payload + 2);
    }
}

bool packet_read(struct packet *packet, const struct frame *frame, size_t start)
{
    *packet = (struct packet){ .start = start, .loopback = frame->loopback };
    unsigned version = frame_u8(frame, start) >> 4;
    if (version == 4 ? !read_v4(packet, frame, start)
                     : version != 6 || !read_v6(packet, frame, start))
        return false;
    read_ports(packet, frame);
    return true;
}

size_t packet_rest(const struct packet *packet, size_t place)
{
    return place < packet->end ? packet->end - place : 0;
}

uint16_t checksum_add(uint16_t sum, const unsigned char *s, size_t len)
{
    uint32_t total = sum;
    for (size_t i = 0; i < len; i++) {
        total += i % 2 ? s[i] : (uint32_t)s[i] << 8;
        total = (total & 0xFFFF) + (total >> 16);
    }
    return (uint16_t)total;
}

size_t packet_checksum(const struct packet *packet, const struct frame *frame)
{
    static const struct {
        uint8_t protocol, at, header;
    } rows[] = { { IPPROTO_TCP, 16, 20 },
                 { IPPROTO_UDP, 6, 8 },
                 { IPPROTO_ICMP, 2, 8 },
                 { IPPROTO_IGMP, 2, 8 },
                 { IPPROTO_ICMPV6, 2, 8 } };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].protocol == packet->protocol && packet->offset == 0 &&
            frame_has(frame, packet->payload, rows[i].header))
            return packet->payload + rows[i].at;
    return 0;
}

uint16_t packet_sum(const struct packet *packet, const struct frame *frame)
{
    size_t len = packet_rest(packet, packet->payload);
    uint16_t sum = 0;
    if (packet->protocol != IPPROTO_ICMP && packet->protocol != IPPROTO_IGMP) {
        const unsigned char tail[] = { (unsigned char)(len >> 24),
                                       (unsigned char)(len >> 16),
                                       (unsigned char)(len >> 8),
                                       (unsigned char)len,
                                       0,
                                       packet->protocol };
        sum = checksum_add(sum, packet->from.bytes, address_size(&packet->from));
        sum = checksum_add(sum, packet->to.bytes, address_size(&packet->to));
        sum = checksum_add(sum, tail, sizeof(tail));
    }
    return checksum_add(sum, frame->s + packet->payload, len);
}

char *endpoint_text(const struct address *address, const uint16_t *port)
{
    char text[ADDRESS_TEXT];
    address_text(address, text);
    if (!port)
        return mem_strdup(text);
    return mem_printf(address->family == AF_INET6 ? "[%s]:%u" : "%s:%u", text, *port);
}
