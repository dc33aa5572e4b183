/*
 * The states of sockets, and the kernel's counters, put into words.
 */
#ifndef SNIP_ENGINE_TRACE_SOCKSTATE_H
#define SNIP_ENGINE_TRACE_SOCKSTATE_H

#include "box/trace/event.h"
#include "engine/record/recordtrace.h"

/*
 * Puts the socket of STATE, an EVENT_STATE, into words: sets name, from, to (NULL where it has no
 * peer), unread and unsent of EVENT, a TRACE_STATE. Names are those of ss(8) with `_` for `-`:
 * "SYN_RECV", of UDP "UNCONN" and "ESTABLISHED"; "CLOSED" where it is gone. Of a listening one
 * unread are the connections to accept, and unsent, its limit, is left out; of others the bytes,
 * without the end of what comes, which the kernel counts too. An address of IPv4 that a socket of
 * IPv6 has is written as in packets.
 */
void state_words(struct trace_event *event, const struct event *state);

/* Puts COUNTER, an EVENT_COUNTER, into words: sets name and count of EVENT, a TRACE_COUNTER. */
void counter_words(struct trace_event *event, const struct event *counter);

#endif
