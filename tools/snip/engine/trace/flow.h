/*
 * Connections of TCP, as their segments tell of them, so that numbers can count from where each
 * side began: from its SYN, or where none was seen from the first number that was. Of a connection
 * all segments count, whatever host they leave.
 */
#ifndef SNIP_ENGINE_TRACE_FLOW_H
#define SNIP_ENGINE_TRACE_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/vec.h"
#include "engine/trace/packet.h"

/* A side of a connection. */
struct flow_side {
    struct address address;
    uint16_t port;
    bool known;     /* where it began */
    uint32_t first; /* the number there */
    uint32_t acked; /* the number up to which its peer has acknowledged */
};

/* A connection. */
struct flow {
    unsigned loopback; /* whose, as of a frame: each host has one, with the same addresses */
    struct flow_side sides[2];
};

VEC_TYPE(flows, struct flow);

/* The number of a packet, or of an echo request, that is one of its sender's. */
struct frame_id {
    struct address from;
    uint32_t id;
};

VEC_TYPE(frame_ports, uint16_t);
VEC_TYPE(frame_ids, struct frame_id);

/* What the frames of a run before the present one tell of it; zeroed before the first. */
struct frames {
    uint16_t port_low, port_high; /* the range of ephemeral ports, both included; 0, 0: none */
    struct flows flows;
    struct frame_ports ports; /* ephemeral ones, in the order of their appearance */
    struct frame_ids ids;     /* of fragments and echo requests, in the same order */
};

/* The header of a segment, in the host's byte order. */
struct segment {
    size_t start, options, payload; /* as places of a struct packet */
    unsigned flags;                 /* TH_SYN … */
    uint32_t seq, ack;
    unsigned window, urgent;
};

/* An option of TCP in a segment. */
struct segment_option {
    unsigned kind; /* TCPOPT_MAXSEG … */
    size_t at;     /* where what it says begins, behind kind and length */
    size_t len;    /* of that */
};

/* Reads the header of the segment in PACKET. Returns false where it is not all there. */
bool segment_read(struct segment *segment, const struct packet *packet, const struct frame *frame)
    __attribute__((warn_unused_result));

/* Where the data in PACKET, a first fragment or a whole one, begins. */
size_t packet_data(const struct packet *packet, const struct frame *frame);

/*
 * The next option of SEGMENT at or behind *AT, which begins at segment->options and moves behind
 * it. Returns false where there is none, or it is broken.
 */
bool segment_option(const struct segment *segment, const struct frame *frame, size_t *at,
                    struct segment_option *option);

/*
 * The side of the connection in FLOWS from which PACKET, which has ports, came, or with REVERSE
 * the other; a connection that is new is added. It may move when another is added. Of one with
 * itself both sides are the same.
 */
struct flow_side *flows_side(struct flows *flows, const struct packet *packet, bool reverse);

/* Frees what FRAMES own; they are empty afterwards. */
void frames_release(struct frames *frames);

/* Takes SEGMENT in PACKET into what FLOWS know. */
void flows_note(struct flows *flows, const struct packet *packet, const struct segment *segment);

#endif
