/*
 * Frames put into words, and into bytes that are the same in every run.
 *
 * Words are the field's, short, and hold nothing that varies: numbers of TCP count from the SYN,
 * and left out are sizes of windows (but "window 0"), their scale, time stamps, identifications,
 * MAC addresses but those that are asked for. Ports are as they are: masks name them afterwards.
 *
 *   from   "10.0.1.2:45678", "10.0.1.2"; of what is no packet of IP or ARP, or a broken one, the
 *          MAC address; `to` likewise
 *   name   TCP, UDP, ICMP, ICMPv6, IGMP, ARP; "protocol 47"; "type 0x88cc" of Ethernet
 *   flags  "SYN, ACK"; of ICMP its type or code, "port unreachable"; of ARP "request"
 *   text   what else is to say: "seq 1, ack 1", "ttl 63", "fragment 0-1479", "wrong checksum",
 *          "quotes UDP 10.0.1.2:45678 > 10.0.1.1:9", "40000 bytes" of more data than is shown
 *   data   its payload, at most DATA_SHOWN characters of it
 *
 * On loopback no checksum is computed by the kernel, so none is looked at.
 */
#ifndef SNIP_ENGINE_TRACE_FRAME_H
#define SNIP_ENGINE_TRACE_FRAME_H

#include "box/trace/event.h"
#include "engine/record/recordtrace.h"
#include "engine/trace/flow.h"

enum { DATA_SHOWN = 32 /* characters of a payload in words */ };

/*
 * Puts the frame of LEAVES, an EVENT_LEAVES, into words: sets from, to, name, flags, text, data
 * and bytes of EVENT, each of them where there is something to say. Data is all that was kept, so
 * that masks see it whole; then frame_finish() cuts it. Frames must come in the order of their
 * departures.
 */
void frame_words(struct trace_event *event, const struct event *leaves, struct frames *frames);

/*
 * What is wrong with the frame of LEAVES where the bit at the place BIT, in bits from its first,
 * was turned over on its way: sets text, data and bytes of EVENT, a TRACE_ARRIVES.
 */
void frame_flipped(struct trace_event *event, const struct event *leaves, uint64_t bit,
                   struct frames *frames);

/*
 * Ends what frame_words() or frame_flipped() has begun, when the words of EVENT have been masked:
 * cuts its data, and hides what it carries in its bytes where its data is not as it WAS before.
 */
void frame_finish(struct trace_event *event, const char *was);

#endif
