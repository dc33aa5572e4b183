#include "engine/trace/constant.h"

#include <net/ethernet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/mem.h"
#include "box/trace/event.h"
#include "engine/trace/packetwords.h"

enum {
    FIRST_PORT = 50000,
    OPEN_WINDOW = 65535,
    USUAL_SCALE = 7,
    MULTIPATH = 30, /* the option's number (RFC 8684) */
    QUOTES = 2,     /* in each other, that are gone into */
};

/* A frame being made constant. */
struct edit {
    unsigned char s[EVENT_FRAME_BYTES];
    struct frame frame; /* the same bytes */
    struct frames *frames;
};

static void put_u16(struct edit *edit, size_t at, unsigned value)
{
    if (!frame_has(&edit->frame, at, 2))
        return;
    edit->s[at] = (unsigned char)(value >> 8);
    edit->s[at + 1] = (unsigned char)value;
}

static void put_u32(struct edit *edit, size_t at, uint32_t value)
{
    put_u16(edit, at, value >> 16);
    put_u16(edit, at + 2, value & 0xFFFF);
}

/* The sum of the bytes from FROM to before TO, of those that are there. */
static uint16_t sum_of(const struct edit *edit, size_t from, size_t to)
{
    size_t end = to < edit->frame.len ? to : edit->frame.len;
    return from < end ? checksum_add(0, edit->s + from, end - from) : 0;
}

/*
 * Corrects the checksum at AT for bytes whose sum was BEFORE and is AFTER (RFC 1624): one that was
 * wrong stays as wrong.
 */
static void correct(struct edit *edit, size_t at, uint16_t before, uint16_t after)
{
    uint32_t sum = (uint16_t)~frame_u16(&edit->frame, at) + (uint32_t)(uint16_t)~before + after;
    sum = (sum & 0xFFFF) + (sum >> 16);
    sum = (sum & 0xFFFF) + (sum >> 16);
    put_u16(edit, at, (uint16_t)~sum);
}

static unsigned port_name(struct frames *frames, uint16_t port)
{
    if (port < frames->port_low || port > frames->port_high || port == 0)
        return port;
    size_t i = 0;
    while (i < frames->ports.n && frames->ports.v[i] != port)
        i++;
    if (i == frames->ports.n)
        vec_push(&frames->ports, port);
    return (unsigned)(FIRST_PORT + i);
}

static uint32_t id_name(struct frames *frames, const struct address *from, uint32_t id)
{
    size_t i = 0;
    while (i < frames->ids.n &&
           (frames->ids.v[i].id != id || !address_equal(&frames->ids.v[i].from, from)))
        i++;
    if (i == frames->ids.n)
        vec_push(&frames->ids, ((struct frame_id){ *from, id }));
    return (uint32_t)i + 1;
}

static void edit_header(struct edit *edit, const struct packet *packet)
{
    const struct frame *frame = &edit->frame;
    size_t start = packet->start;
    uint16_t before = sum_of(edit, start, packet->payload);
    if (packet->family == AF_INET6) {
        put_u16(edit, start, frame_u16(frame, start) & 0xFFF0); /* the label: 20 bits */
        put_u16(edit, start + 2, 0);
        if (packet->fragment_id)
            put_u32(edit, packet->fragment_id,
                    id_name(edit->frames, &packet->from, frame_u32(frame, packet->fragment_id)));
        return;
    }
    uint32_t id = frame_u16(frame, start + 4);
    put_u16(edit, start + 4, packet->fragment_id ? id_name(edit->frames, &packet->from, id) : 0);
    correct(edit, start + 10, before, sum_of(edit, start, packet->payload));
}

static void edit_option(struct edit *edit, const struct segment_option *option, uint32_t first)
{
    if (option->kind == TCPOPT_MAXSEG)
        return;
    if (option->kind == TCPOPT_WINDOW) {
        memset(edit->s + option->at, USUAL_SCALE, option->len);
    } else if (option->kind == TCPOPT_SACK) {
        for (size_t i = 0; i + 4 <= option->len; i += 4)
            put_u32(edit, option->at + i, frame_u32(&edit->frame, option->at + i) - first);
    } else if (option->kind != MULTIPATH) {
        memset(edit->s + option->at, 0, option->len);
    } else if (option->len > 1) { /* which of its kinds it is may stay */
        memset(edit->s + option->at + 1, 0, option->len - 1);
    }
}

static void edit_tcp(struct edit *edit, const struct packet *packet)
{
    const struct frame *frame = &edit->frame;
    size_t at = packet->payload;
    struct segment segment;
    uint32_t first = flows_side(&edit->frames->flows, packet, false)->first;
    uint32_t peer = flows_side(&edit->frames->flows, packet, true)->first;
    if (frame_has(frame, at, 8)) /* so much is in every quote */
        put_u32(edit, at + 4, frame_u32(frame, at + 4) - first);
    if (!segment_read(&segment, packet, frame))
        return;
    put_u32(edit, at + 8, (segment.flags & TH_ACK) ? segment.ack - peer : 0);
    put_u16(edit, at + 14, segment.window ? OPEN_WINDOW : 0);
    struct segment_option option;
    for (size_t i = segment.options; segment_option(&segment, frame, &i, &option);)
        edit_option(edit, &option, peer);
}

static void edit_packet(struct edit *edit, size_t start, int quotes);

static void edit_carried(struct edit *edit, const struct packet *packet, int quotes)
{
    const struct frame *frame = &edit->frame;
    size_t at = packet->payload;
    if (packet->protocol == IPPROTO_TCP && packet->ports)
        edit_tcp(edit, packet);
    if (packet->ports) {
        put_u16(edit, at, port_name(edit->frames, packet->from_port));
        put_u16(edit, at + 2, port_name(edit->frames, packet->to_port));
    }
    if (icmp_is_echo(packet, frame)) {
        static const struct address anybody;
        put_u16(edit, at + 4, id_name(edit->frames, &anybody, frame_u16(frame, at + 4)));
    }
    size_t quote = icmp_quote(packet, frame);
    if (quote && quotes > 0)
        edit_packet(edit, quote, quotes - 1);
}

/* Makes the checksum at AT of what PACKET carries right: the kernel leaves that out on loopback. */
static void compute(struct edit *edit, const struct packet *packet, size_t at)
{
    if (!packet->whole || packet->more)
        return;
    put_u16(edit, at, 0);
    put_u16(edit, at, 0xFFFFU - packet_sum(packet, &edit->frame));
}

/* Corrects the checksum of what PACKET carries, whose sum was BEFORE. */
static void correct_carried(struct edit *edit, const struct packet *packet, uint16_t before)
{
    size_t at = packet_checksum(packet, &edit->frame);
    bool udp = packet->protocol == IPPROTO_UDP;
    if (at == 0 || (udp && frame_u16(&edit->frame, at) == 0))
        return;
    if (edit->frame.loopback)
        compute(edit, packet, at);
    else
        correct(edit, at, before, sum_of(edit, packet->payload, packet->end));
    if (udp && frame_u16(&edit->frame, at) == 0)
        put_u16(edit, at, 0xFFFF); /* as 0 says that there is none */
}

static void edit_packet(struct edit *edit, size_t start, int quotes)
{
    struct packet packet;
    if (!packet_read(&packet, &edit->frame, start))
        return;
    edit_header(edit, &packet);
    if (packet.offset)
        return;
    uint16_t before = sum_of(edit, packet.payload, packet.end);
    edit_carried(edit, &packet, quotes);
    correct_carried(edit, &packet, before);
}

/* The first LEN bytes at S in base64; owned by the caller. */
static char *encoded(const unsigned char *s, size_t len)
{
    char *out = mem_alloc((len + 2) / 3 * 4 + 1);
    EVP_EncodeBlock((unsigned char *)out, s, (int)len);
    return out;
}

void frame_turn(unsigned char *s, size_t len, uint64_t bit)
{
    if (bit / 8 < len)
        s[bit / 8] ^= (unsigned char)(0x80U >> bit % 8);
}

char *frame_constant(const struct frame *frame, struct frames *frames, uint64_t flip)
{
    struct edit edit = { .frame = *frame, .frames = frames };
    memcpy(edit.s, frame->s, frame->len);
    edit.frame.s = edit.s;
    unsigned type = frame_u16(frame, 12);
    if (type == ETHERTYPE_IP || type == ETHERTYPE_IPV6)
        edit_packet(&edit, ETH_HLEN, QUOTES);
    frame_turn(edit.s, frame->len, flip);
    return encoded(edit.s, frame->len < FRAME_SHOWN ? frame->len : FRAME_SHOWN);
}

char *constant_hide(const char *bytes)
{
    struct edit edit = { .frame.len = strlen(bytes) / 4 * 3 };
    struct packet packet;
    if (edit.frame.len > sizeof(edit.s))
        edit.frame.len = sizeof(edit.s) / 3 * 3;
    EVP_DecodeBlock(edit.s, (const unsigned char *)bytes, (int)(edit.frame.len / 3 * 4));
    for (size_t i = strlen(bytes); edit.frame.len > 0 && i > 0 && bytes[i - 1] == '='; i--)
        edit.frame.len--;
    edit.frame.s = edit.s;
    if (packet_read(&packet, &edit.frame, ETH_HLEN) && packet.offset == 0) {
        size_t data = packet_data(&packet, &edit.frame);
        size_t end = packet.end < edit.frame.len ? packet.end : edit.frame.len;
        uint16_t before = sum_of(&edit, packet.payload, end);
        if (data < end)
            memset(edit.s + data, '?', end - data);
        correct_carried(&edit, &packet, before);
        size_t at = packet_checksum(&packet, &edit.frame);
        if (at && !packet.whole) /* it is also of what is not here */
            put_u16(&edit, at, 0);
    }
    return encoded(edit.s, edit.frame.len);
}
