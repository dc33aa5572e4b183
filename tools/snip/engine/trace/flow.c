#include "engine/trace/flow.h"

#include <netinet/tcp.h>

enum { HEADER = 20, FLAGS = 0xFF };

bool segment_read(struct segment *segment, const struct packet *packet, const struct frame *frame)
{
    size_t at = packet->payload;
    size_t header = (frame_u8(frame, at + 12) >> 4) * 4;
    if (!packet->ports || header < HEADER || !frame_has(frame, at, header) ||
        packet_rest(packet, at) < header)
        return false;
    *segment = (struct segment){
        .start = at,
        .options = at + HEADER,
        .payload = at + header,
        .flags = frame_u8(frame, at + 13),
        .seq = frame_u32(frame, at + 4),
        .ack = frame_u32(frame, at + 8),
        .window = frame_u16(frame, at + 14),
        .urgent = frame_u16(frame, at + 18),
    };
    return true;
}

size_t packet_data(const struct packet *packet, const struct frame *frame)
{
    struct segment segment;
    if (packet->protocol == IPPROTO_TCP)
        return segment_read(&segment, packet, frame) ? segment.payload : packet->end;
    return packet->payload + 8; /* the header of UDP, and of ICMP */
}

bool segment_option(const struct segment *segment, const struct frame *frame, size_t *at,
                    struct segment_option *option)
{
    while (*at < segment->payload && frame->s[*at] == TCPOPT_NOP)
        ++*at;
    if (*at + 2 > segment->payload || frame->s[*at] == TCPOPT_EOL)
        return false;
    size_t len = frame->s[*at + 1];
    if (len < 2 || len > segment->payload - *at)
        return false;
    *option = (struct segment_option){ frame->s[*at], *at + 2, len - 2 };
    *at += len;
    return true;
}

static bool is_side(const struct flow_side *side, const struct address *address, uint16_t port)
{
    return side->port == port && address_equal(&side->address, address);
}

struct flow_side *flows_side(struct flows *flows, const struct packet *packet, bool reverse)
{
    bool itself = packet->from_port == packet->to_port && address_equal(&packet->from, &packet->to);
    vec_each (flow, flows)
        for (int from = 0; from < 2 && flow->loopback == packet->loopback; from++)
            if (is_side(&flow->sides[from], &packet->from, packet->from_port) &&
                is_side(&flow->sides[!from], &packet->to, packet->to_port))
                return &flow->sides[reverse && !itself ? !from : from];
    struct flow *flow = vec_add(flows);
    flow->loopback = packet->loopback;
    flow->sides[0] = (struct flow_side){ .address = packet->from, .port = packet->from_port };
    flow->sides[1] = (struct flow_side){ .address = packet->to, .port = packet->to_port };
    return &flow->sides[reverse && !itself];
}

static void begin(struct flow_side *side, uint32_t number)
{
    side->known = true;
    side->first = side->acked = number;
}

void flows_note(struct flows *flows, const struct packet *packet, const struct segment *segment)
{
    struct flow_side *peer = flows_side(flows, packet, true);
    struct flow_side *side = flows_side(flows, packet, false);
    bool syn = segment->flags & TH_SYN, ack = segment->flags & TH_ACK;
    if (syn && !ack && side->known && side->first != segment->seq)
        peer->known = false; /* the same ports again, for another connection */
    if (!side->known || (syn && side->first != segment->seq))
        begin(side, segment->seq);
    if (ack && !peer->known)
        begin(peer, segment->ack);
    if (ack && (int32_t)(segment->ack - peer->acked) > 0)
        peer->acked = segment->ack;
}

void frames_release(struct frames *frames)
{
    vec_release(&frames->flows);
    vec_release(&frames->ports);
    vec_release(&frames->ids);
}
