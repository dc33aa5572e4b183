#include "engine/trace/frame.h"

#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "engine/trace/constant.h"
#include "engine/trace/packetwords.h"

enum { USUAL_TTL = 64, UDP_HEADER = 8, ARP_SIZE = 28, ARP_OF_IPV4 = 0x08000604 };

void telling_add(struct telling *telling, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    AUTO_FREE char *part = mem_vprintf(fmt, ap);
    va_end(ap);
    buf_printf(&telling->text, "%s%s", telling->text.len ? ", " : "", part);
}

static char *mac_text(const struct frame *frame, size_t at)
{
    const unsigned char *mac = frame->s + at;
    return mem_printf("%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
                      mac[5]);
}

void telling_mac(struct telling *telling, const char *who, size_t at)
{
    AUTO_FREE char *mac = mac_text(telling->frame, at);
    telling_add(telling, "%s is at %s", who, mac);
}

/* LEN bytes at S as text on one line, newlines and tabs as C writes them; MORE followed. */
static char *line_of(const unsigned char *s, size_t len, bool more)
{
    static const char special[] = "\n\t\r", written[] = "ntr";
    struct buf out = BUF_INIT;
    for (size_t at = 0, end; at < len; at = end) {
        const char *is = s[at] ? strchr(special, s[at]) : NULL;
        for (end = at + 1; !is && end < len && (!s[end] || !strchr(special, s[end]));)
            end++;
        if (is)
            buf_printf(&out, "\\%c", written[is - special]);
        else
            text_show_line(&out, (const char *)s + at, end - at);
    }
    buf_adds(&out, more ? "…" : "");
    return buf_steal(&out);
}

/* Shows what PACKET carries from PAYLOAD on, as far as it was kept. */
static void show_data(struct telling *telling, const struct packet *packet, size_t payload)
{
    size_t len = packet_rest(packet, payload);
    size_t there = payload < telling->frame->len ? telling->frame->len - payload : 0;
    if (len && there)
        telling->event->data =
            line_of(telling->frame->s + payload, there < len ? there : len, there < len);
}

void telling_data(struct telling *telling, const struct packet *packet, size_t payload)
{
    size_t len = packet_rest(packet, payload);
    show_data(telling, packet, payload);
    if (len > DATA_SHOWN || (len && !telling->event->data))
        telling_add(telling, "%zu bytes", len);
}

char *protocol_name(const struct packet *packet)
{
    switch (packet->protocol) {
    case IPPROTO_TCP:
        return mem_strdup("TCP");
    case IPPROTO_UDP:
        return mem_strdup("UDP");
    case IPPROTO_UDPLITE:
        return mem_strdup("UDP-Lite");
    case IPPROTO_SCTP:
        return mem_strdup("SCTP");
    case IPPROTO_ICMP:
        return mem_strdup("ICMP");
    case IPPROTO_ICMPV6:
        return mem_strdup("ICMPv6");
    case IPPROTO_IGMP:
        return mem_strdup("IGMP");
    default:
        return mem_printf("protocol %u", packet->protocol);
    }
}

static char *flag_names(unsigned flags)
{
    static const char *const names[] = { "FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR" };
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < COUNT(names); i++)
        if (flags & 1U << i)
            buf_printf(&out, "%s%s", out.len ? ", " : "", names[i]);
    return out.len ? buf_steal(&out) : mem_strdup("no flags");
}

static void tell_options(struct telling *telling, const struct segment *segment, uint32_t first)
{
    const struct frame *frame = telling->frame;
    struct segment_option option;
    for (size_t at = segment->options; segment_option(segment, frame, &at, &option);) {
        if (option.kind == TCPOPT_MAXSEG && option.len == 2)
            telling_add(telling, "mss %u", frame_u16(frame, option.at));
        for (size_t i = 0; option.kind == TCPOPT_SACK && i + 8 <= option.len; i += 8)
            telling_add(telling, "sack %u-%u", frame_u32(frame, option.at + i) - first,
                        frame_u32(frame, option.at + i + 4) - first);
    }
}

/*
 * Says the numbers of SEGMENT. That of one without data is told of a probe only, which has one that
 * is acknowledged already.
 */
static void tell_numbers(struct telling *telling, const struct packet *packet,
                         const struct segment *segment)
{
    struct flow_side *side = flows_side(&telling->frames->flows, packet, false);
    struct flow_side *peer = flows_side(&telling->frames->flows, packet, true);
    bool plain = segment->flags == TH_ACK && packet_rest(packet, segment->payload) == 0;
    if (!plain || segment->seq + 1 == side->acked)
        telling_add(telling, "seq %u", segment->seq - side->first);
    if (segment->flags & TH_ACK)
        telling_add(telling, "ack %u", segment->ack - peer->first);
    if (segment->flags & TH_URG)
        telling_add(telling, "urgent %u", segment->urgent);
    if (segment->window == 0 && !(segment->flags & TH_RST))
        telling_add(telling, "window 0");
    tell_options(telling, segment, peer->first);
}

static void tell_tcp(struct telling *telling, const struct packet *packet)
{
    struct segment segment;
    if (!segment_read(&segment, packet, telling->frame)) {
        telling_add(telling, "cut short");
        return;
    }
    flows_note(&telling->frames->flows, packet, &segment);
    telling->event->flags = flag_names(segment.flags);
    tell_numbers(telling, packet, &segment);
    telling_data(telling, packet, segment.payload);
}

static void tell_udp(struct telling *telling, const struct packet *packet)
{
    if (!frame_has(telling->frame, packet->payload, UDP_HEADER)) {
        telling_add(telling, "cut short");
        return;
    }
    if (packet_rest(packet, packet->payload) <= UDP_HEADER)
        telling_add(telling, "0 bytes");
    telling_data(telling, packet, packet->payload + UDP_HEADER);
}

/* Says what stands in PACKET's header that is not as usual. */
static void tell_header(struct telling *telling, const struct packet *packet)
{
    bool control = packet->protocol == IPPROTO_ICMPV6 || packet->protocol == IPPROTO_IGMP;
    if (packet->ttl != USUAL_TTL && !control)
        telling_add(telling, packet->family == AF_INET ? "ttl %u" : "hop limit %u", packet->ttl);
    if (packet->tos && (packet->protocol == IPPROTO_TCP || packet->protocol == IPPROTO_UDP))
        telling_add(telling, packet->family == AF_INET ? "tos 0x%02x" : "traffic class 0x%02x",
                    packet->tos);
    if (packet->extra && !control)
        telling_add(telling, "%s", packet->extra);
    if (packet->fragment_id)
        telling_add(telling, "fragment %u-%zu%s", packet->offset,
                    packet->offset + packet_rest(packet, packet->payload) -
                        (packet_rest(packet, packet->payload) > 0),
                    packet->more ? "" : ", the last");
}

/* Says which checksum of PACKET is wrong, as far as it can be known. */
static void tell_checksums(struct telling *telling, const struct packet *packet)
{
    const struct frame *frame = telling->frame;
    if (packet->family == AF_INET &&
        checksum_add(0, frame->s + packet->start, packet->payload - packet->start) != 0xFFFF)
        telling_add(telling, "wrong checksum of its header");
    size_t at = packet_checksum(packet, frame);
    bool used = at && (packet->protocol != IPPROTO_UDP || frame_u16(frame, at));
    if (used && packet->whole && !packet->more && !frame->loopback &&
        packet_sum(packet, frame) != 0xFFFF)
        telling_add(telling, "wrong checksum");
}

static void tell_carried(struct telling *telling, const struct packet *packet)
{
    if (packet->offset)
        return;
    if (packet->protocol == IPPROTO_TCP)
        tell_tcp(telling, packet);
    else if (packet->protocol == IPPROTO_UDP || packet->protocol == IPPROTO_UDPLITE)
        tell_udp(telling, packet);
    else if (packet_checksum(packet, telling->frame))
        icmp_tell(telling, packet);
    else
        telling_add(telling, "%zu bytes", packet_rest(packet, packet->payload));
}

static void tell_packet(struct telling *telling, const struct packet *packet)
{
    struct trace_event *event = telling->event;
    event->name = protocol_name(packet);
    event->from = endpoint_text(&packet->from, packet->ports ? &packet->from_port : NULL);
    event->to = endpoint_text(&packet->to, packet->ports ? &packet->to_port : NULL);
    tell_carried(telling, packet);
    tell_header(telling, packet);
    tell_checksums(telling, packet);
}

/* What an ARP packet of Ethernet and IPv4 at the place AT says (RFC 826). */
static void tell_arp(struct telling *telling, size_t at)
{
    const struct frame *frame = telling->frame;
    char target[ADDRESS_TEXT];
    telling->event->name = mem_strdup("ARP");
    struct address from = frame_address(frame, at + 14, AF_INET);
    struct address to = frame_address(frame, at + 24, AF_INET);
    unsigned operation = frame_u16(frame, at + 6);
    telling->event->from = endpoint_text(&from, NULL);
    telling->event->to = endpoint_text(&to, NULL);
    if (operation == ARPOP_REQUEST) {
        telling->event->flags = mem_strdup("request");
        telling_add(telling, "who has %s?", address_text(&to, target));
    } else {
        telling->event->flags = operation == ARPOP_REPLY ? mem_strdup("reply")
                                                         : mem_printf("operation %u", operation);
        telling_mac(telling, address_text(&from, target), at + 8);
    }
}

static struct frame frame_of(const struct event *leaves)
{
    size_t len = leaves->len < sizeof(leaves->data) ? leaves->len : sizeof(leaves->data);
    size_t full =
        leaves->value > 0 && (uint64_t)leaves->value < SIZE_MAX / 16 ? (size_t)leaves->value : 0;
    return (struct frame){
        .s = leaves->data,
        .len = len,
        .full = full > len ? full : len,
        .loopback = leaves->link == EVENT_LOOPBACK ? leaves->host + 1U : 0,
    };
}

/* Says what a frame itself says: all that is known where it has no packet, or a broken one. */
static void tell_ethernet(struct telling *telling, unsigned type)
{
    struct trace_event *event = telling->event;
    bool there = frame_has(telling->frame, 0, ETH_HLEN);
    event->from = there ? mac_text(telling->frame, ETH_ALEN) : mem_strdup("");
    event->to = there ? mac_text(telling->frame, 0) : mem_strdup("");
    if (type == ETHERTYPE_IP || type == ETHERTYPE_IPV6 || type == ETHERTYPE_ARP || !there)
        telling_add(telling, "cut short");
    event->name = type == ETHERTYPE_ARP ? mem_strdup("ARP") : mem_printf("type 0x%04x", type);
}

static void tell_frame(struct telling *telling)
{
    struct packet packet;
    const struct frame *frame = telling->frame;
    unsigned type = frame_u16(frame, 12);
    if (type == ETHERTYPE_ARP && frame_has(frame, ETH_HLEN, ARP_SIZE) &&
        frame_u32(frame, ETH_HLEN + 2) == ARP_OF_IPV4)
        tell_arp(telling, ETH_HLEN);
    else if ((type == ETHERTYPE_IP || type == ETHERTYPE_IPV6) &&
             packet_read(&packet, frame, ETH_HLEN))
        tell_packet(telling, &packet);
    else
        tell_ethernet(telling, type);
    if (telling->text.len)
        telling->event->text = buf_steal(&telling->text);
}

void frame_words(struct trace_event *event, const struct event *leaves, struct frames *frames)
{
    struct frame frame = frame_of(leaves);
    struct telling telling = { event, &frame, frames, BUF_INIT };
    tell_frame(&telling);
    event->bytes = frame_constant(&frame, frames, SIZE_MAX);
}

void frame_flipped(struct trace_event *event, const struct event *leaves, uint64_t bit,
                   struct frames *frames)
{
    const struct frame before = frame_of(leaves);
    unsigned char bytes[EVENT_FRAME_BYTES];
    struct frame frame = before;
    struct telling telling = { event, &frame, frames, BUF_INIT };
    struct packet packet;
    frame.s = bytes;
    memcpy(bytes, before.s, before.len);
    frame_turn(bytes, before.len, bit);
    telling_add(&telling, "one bit turned over");
    if (packet_read(&packet, &frame, ETH_HLEN)) {
        tell_checksums(&telling, &packet);
        if (packet.offset == 0)
            show_data(&telling, &packet, packet_data(&packet, &frame));
    }
    event->text = buf_steal(&telling.text);
    event->bytes = frame_constant(&before, frames, bit);
}

/* Cuts TEXT behind DATA_SHOWN characters, where it has more. */
static void cut(char **text)
{
    const char *end = *text;
    while (*end && text_width(*text) - text_width(end + text_shown_step(end)) <= DATA_SHOWN)
        end += text_shown_step(end);
    if (!*end)
        return;
    char *shorter = mem_printf("%.*s…", (int)(end - *text), *text);
    free(*text);
    *text = shorter;
}

void frame_finish(struct trace_event *event, const char *was)
{
    if (event->bytes && event->data && strcmp(event->data, was) != 0) {
        char *hidden = constant_hide(event->bytes);
        free(event->bytes);
        event->bytes = hidden;
    }
    if (event->data)
        cut(&event->data);
}
