/*
 * The wires of a lab that is recorded: each interface of a host ends at the recorder, which carries
 * one frame a step to where it belongs (packet(7)), loses one or turns a bit of it over, as is
 * asked for. What goes over a host's own loopback is only seen. No memory is allocated.
 */
#ifndef SNIP_BOX_TRACE_WIRES_H
#define SNIP_BOX_TRACE_WIRES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/lab.h"
#include "box/trace/event.h"

enum {
    WIRES_PORTS = 64,  /* interfaces of all hosts together, more than a lab can have neighbours */
    WIRES_FRAMES = 64, /* under way at one time; more wait in the kernel */
    WIRES_LARGEST = 65550 /* bytes: an MTU of 65,536 and the head */
};

/* Takes an event; OWNER is its own. */
typedef void wires_tell(void *owner, struct event *event);

/* An end of a wire. */
struct wires_port {
    int fd;
    uint8_t host, link;
    size_t network;
};

/* A frame on its way. */
struct wires_frame {
    uint32_t number;
    size_t port; /* where it came from */
    size_t len;
    unsigned char bytes[WIRES_LARGEST];
};

struct wires {
    const struct lab *lab;
    const struct trace_spec *spec;
    struct wires_port ports[WIRES_PORTS];
    size_t nports;
    int loopbacks[LAB_MAX_HOSTS];
    struct wires_frame *frames; /* from the oldest */
    size_t order[WIRES_FRAMES]; /* places in frames: first those under way, in their order */
    size_t nframes;
    uint32_t count;                                        /* frames that there were */
    unsigned sent[LAB_MAX_HOSTS], payloads[LAB_MAX_HOSTS]; /* by each host; and that had data */
};

/* Begins WIRES, of LAB, as SPEC asks; both must outlive them. Returns false with errno. */
bool wires_begin(struct wires *wires, const struct lab *lab, const struct trace_spec *spec);

/* Opens the loopback of HOST, in whose network namespace the caller is. */
bool wires_open_host(struct wires *wires, size_t host);

/* Opens the ends of all wires, in the network namespace of the hub. */
bool wires_open_hub(struct wires *wires);

/* Tells of the frames that have left hosts since; returns whether there were any. */
bool wires_take(struct wires *wires, wires_tell *tell, void *owner);

/* How many frames could arrive next: the oldest of each end. */
size_t wires_choices(const struct wires *wires);

/* Has the frame number K of those arrive, the oldest is 0, and tells of it. */
void wires_carry(struct wires *wires, size_t k, wires_tell *tell, void *owner);

#endif
