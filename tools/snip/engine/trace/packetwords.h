/*
 * What frame.h's words of a packet are made by: an event that is being told, and each protocol's
 * own part of it.
 */
#ifndef SNIP_ENGINE_TRACE_PACKETWORDS_H
#define SNIP_ENGINE_TRACE_PACKETWORDS_H

#include "base/buf.h"
#include "engine/record/recordtrace.h"
#include "engine/trace/flow.h"
#include "engine/trace/packet.h"

/* A frame being put into words. */
struct telling {
    struct trace_event *event;
    const struct frame *frame;
    struct frames *frames;
    struct buf text; /* becomes the event's */
};

/* Adds a part to TELLING's text, formatted as by printf(3), behind a comma where it has some. */
void telling_add(struct telling *telling, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Says that WHO has the MAC address at AT, where the frame must have it. */
void telling_mac(struct telling *telling, const char *who, size_t at);

/* Shows what PACKET carries from the place PAYLOAD on as data. */
void telling_data(struct telling *telling, const struct packet *packet, size_t payload);

/* The name of PACKET's protocol, "UDP" or "protocol 47". Owned by the caller. */
char *protocol_name(const struct packet *packet);

/* Says what PACKET, one of ICMP, ICMPv6 or IGMP, is about; its header of 8 bytes is there. */
void icmp_tell(struct telling *telling, const struct packet *packet);

/* Where ICMP or ICMPv6 in PACKET quotes another packet; 0: it does not. */
size_t icmp_quote(const struct packet *packet, const struct frame *frame);

/* Tells whether ICMP or ICMPv6 in PACKET is an echo request or its reply. */
bool icmp_is_echo(const struct packet *packet, const struct frame *frame);

#endif
