/*
 * Frames built by hand: headers one behind the other, then finish(), which fills in the lengths and
 * checksums as a kernel does, by code of its own. And what is known of the frames of a test.
 */
#ifndef SNIP_TESTS_FRAMES_H
#define SNIP_TESTS_FRAMES_H

#include "unit.h"

#include <arpa/inet.h>

#include "box/trace/event.h"
#include "engine/trace/frame.h"

/* A frame being built, and where its parts begin. */
struct built {
    struct event event;
    size_t ip, carried; /* the last header of IP, and what is behind it and its extensions */
    uint8_t protocol;
};

static inline void add_bytes(struct built *built, const void *s, size_t len)
{
    assert_true(built->event.len + len <= sizeof(built->event.data));
    memcpy(built->event.data + built->event.len, s, len);
    built->event.len += (uint32_t)len;
    built->event.value = built->event.len;
}

/* Appends the COUNT lowest bytes of NUMBER in network order. */
static inline void add(struct built *built, int count, uint32_t number)
{
    for (int i = count - 1; i >= 0; i--)
        add_bytes(built, &(uint8_t){ (uint8_t)(number >> 8 * i) }, 1);
}

static inline void add_text(struct built *built, const char *text)
{
    add_bytes(built, text, strlen(text));
}

/* Puts the COUNT lowest bytes of NUMBER to AT. */
static inline void put(struct built *built, size_t at, int count, uint32_t number)
{
    for (int i = 0; i < count; i++)
        built->event.data[at + (size_t)i] = (uint8_t)(number >> 8 * (count - 1 - i));
}

static inline uint32_t get(const struct built *built, size_t at, int count)
{
    uint32_t number = 0;
    for (int i = 0; i < count; i++)
        number = number << 8 | built->event.data[at + (size_t)i];
    return number;
}

static inline void add_address(struct built *built, const char *text)
{
    unsigned char bytes[16];
    bool six = strchr(text, ':');
    assert_int_equal(inet_pton(six ? AF_INET6 : AF_INET, text, bytes), 1);
    add_bytes(built, bytes, six ? 16 : 4);
}

/* The header of Ethernet, from 02:00:00:00:01:02 to 02:00:00:00:01:01. */
static inline struct built ethernet(unsigned type)
{
    struct built built = { .event = { .kind = EVENT_LEAVES } };
    add_bytes(&built, "\2\0\0\0\1\1\2\0\0\0\1\2", 12);
    add(&built, 2, type);
    return built;
}

/* A header of IPv4; OPTIONS are a multiple of 4 bytes, written as hexadecimal numbers of one each. */
static inline void add_v4(struct built *built, uint8_t protocol, const char *from, const char *to)
{
    built->ip = built->event.len;
    built->protocol = protocol;
    add(built, 2, 0x4500);
    add(built, 4, 0x1234);     /* length, to be set; identification */
    add(built, 4, 0x40004000); /* DF, ttl 64 */
    put(built, built->ip + 9, 1, protocol);
    add(built, 2, 0);
    add_address(built, from);
    add_address(built, to);
    built->carried = built->event.len;
}

static inline void add_v6(struct built *built, uint8_t protocol, const char *from, const char *to)
{
    built->ip = built->event.len;
    built->protocol = protocol;
    add(built, 4, 0x600ABCDE); /* with a flow label */
    add(built, 4, (uint32_t)protocol << 8 | 64);
    add_address(built, from);
    add_address(built, to);
    built->carried = built->event.len;
}

/* An IP header of the family of FROM, behind one of Ethernet. */
static inline struct built packet(uint8_t protocol, const char *from, const char *to)
{
    bool six = strchr(from, ':');
    struct built built = ethernet(six ? 0x86DD : 0x0800);
    (six ? add_v6 : add_v4)(&built, protocol, from, to);
    return built;
}

/* An extension header of IPv6 of 8 bytes: its last ones are BYTES. */
static inline void add_extension(struct built *built, uint8_t kind, const char bytes[6])
{
    size_t next = built->ip + 6; /* the chain has one link in these tests */
    add(built, 1, get(built, next, 1));
    add(built, 1, 0);
    add_bytes(built, bytes, 6);
    put(built, next, 1, kind);
    built->carried = built->event.len;
}

static inline void add_tcp(struct built *built, unsigned from, unsigned to, uint32_t seq,
                           uint32_t ack, unsigned flags)
{
    add(built, 2, from);
    add(built, 2, to);
    add(built, 4, seq);
    add(built, 4, ack);
    add(built, 2, 0x5000 | flags);
    add(built, 2, 64240);
    add(built, 4, 0); /* checksum, to be set; urgent pointer */
}

/* Options behind a header of TCP: their LEN bytes are a multiple of 4. */
static inline void add_options(struct built *built, const char *bytes, size_t len)
{
    put(built, built->carried + 12, 1, (uint32_t)(5 + len / 4) << 4);
    add_bytes(built, bytes, len);
}

static inline void add_udp(struct built *built, unsigned from, unsigned to, const char *text)
{
    add(built, 2, from);
    add(built, 2, to);
    add(built, 2, (uint32_t)(8 + strlen(text)));
    add(built, 2, 0);
    add_text(built, text);
}

static inline uint32_t sum(const struct built *built, size_t from, size_t to)
{
    uint32_t total = 0;
    for (size_t at = from; at < to; at++)
        total += (uint32_t)built->event.data[at] << ((at - from) % 2 ? 0 : 8);
    return total;
}

static inline uint16_t folded(uint32_t total)
{
    while (total >> 16)
        total = (total & 0xFFFF) + (total >> 16);
    return (uint16_t)~total;
}

static inline size_t checksum_place(uint8_t protocol)
{
    return protocol == IPPROTO_TCP ? 16 : protocol == IPPROTO_UDP ? 6 : 2;
}

/* What the checksum of what the packet carries should be. */
static inline uint16_t right_checksum(const struct built *built)
{
    size_t at = built->carried + checksum_place(built->protocol);
    bool six = built->event.data[built->ip] >> 4 == 6;
    uint32_t total = sum(built, built->carried, built->event.len) - get(built, at, 2);
    if (built->protocol != IPPROTO_ICMP && built->protocol != IPPROTO_IGMP)
        total += sum(built, built->ip + (six ? 8 : 12), built->ip + (six ? 40 : 20)) +
                 built->protocol + (built->event.len - (uint32_t)built->carried);
    return folded(total);
}

/* Fills in the lengths and checksums of the last packet, which goes on to the end. */
static inline void finish(struct built *built)
{
    size_t len = built->event.len - built->ip;
    if (built->event.data[built->ip] >> 4 == 6) {
        put(built, built->ip + 4, 2, (uint32_t)len - 40);
    } else {
        put(built, built->ip + 2, 2, (uint32_t)len);
        put(built, built->ip + 10, 2, 0);
        size_t header = (built->event.data[built->ip] & 0xFU) * 4;
        put(built, built->ip + 10, 2, folded(sum(built, built->ip, built->ip + header)));
    }
    bool has = built->protocol == IPPROTO_TCP || built->protocol == IPPROTO_UDP ||
               built->protocol == IPPROTO_ICMP || built->protocol == IPPROTO_ICMPV6 ||
               built->protocol == IPPROTO_IGMP;
    if (has)
        put(built, built->carried + checksum_place(built->protocol), 2, right_checksum(built));
}

enum { SYN = 2, RST = 4, PSH = 8, ACK = 16, URG = 32, FIN = 1 };

static const char alice[] = "10.0.1.2", server[] = "10.0.1.1";

static struct frames frames;

static inline int forget(void **state)
{
    (void)state;
    frames_release(&frames);
    frames.port_low = 32768;
    frames.port_high = 60999;
    return 0;
}

static inline void event_release(struct trace_event *event)
{
    char *owned[] = { event->name, event->from, event->to,   event->flags,
                      event->text, event->data, event->bytes };
    for (size_t i = 0; i < COUNT(owned); i++)
        free(owned[i]);
}

static inline struct built segment(bool back, uint32_t seq, uint32_t ack, unsigned flags,
                                   const char *data)
{
    struct built built = packet(IPPROTO_TCP, back ? server : alice, back ? alice : server);
    add_tcp(&built, back ? 8080 : 45678, back ? 45678 : 8080, seq, ack, flags);
    add_text(&built, data);
    finish(&built);
    return built;
}

static inline struct built datagram(const char *from, const char *to, const char *text)
{
    struct built built = packet(IPPROTO_UDP, from, to);
    add_udp(&built, 45678, 9, text);
    finish(&built);
    return built;
}

/* A message of ICMP or ICMPv6 with a word behind its checksum. */
static inline struct built message(uint8_t protocol, unsigned type, unsigned code, uint32_t word)
{
    bool six = protocol == IPPROTO_ICMPV6;
    struct built built = packet(protocol, six ? "fd01::1" : server, six ? "fd01::2" : alice);
    add(&built, 2, type << 8 | code);
    add(&built, 2, 0);
    add(&built, 4, word);
    return built;
}

/* The same, with a datagram quoted: what INSIDE says behind Ethernet. */
static inline struct built error(uint8_t protocol, unsigned type, unsigned code, uint32_t word,
                                 const struct built *inside)
{
    struct built built = message(protocol, type, code, word);
    add_bytes(&built, inside->event.data + inside->ip, inside->event.len - inside->ip);
    finish(&built);
    return built;
}

#endif
