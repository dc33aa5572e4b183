/*
 * A network joins all of its ends, as a cable to one, as a switch that knows every address to more:
 * the addresses are the lab's own (box/net/netlab.h).
 */
#include "box/trace/wires.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "box/net/netlab.h"

enum { LOOPBACK = 1 /* its index in every network */, BUFFER_BYTES = 8 << 20 };

bool wires_begin(struct wires *wires, const struct lab *lab, const struct trace_spec *spec)
{
    wires->lab = lab;
    wires->spec = spec;
    wires->frames = mmap(NULL, WIRES_FRAMES * sizeof(*wires->frames), PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; i < WIRES_FRAMES; i++)
        wires->order[i] = i;
    return wires->frames != MAP_FAILED;
}

/* A packet socket on the interface INDEX; -1 with errno. */
static int open_packets(int index)
{
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), size = BUFFER_BYTES;
    struct sockaddr_ll here = { .sll_family = AF_PACKET,
                                .sll_protocol = htons(ETH_P_ALL),
                                .sll_ifindex = index };
    if (fd < 0)
        return -1;
    /* What does not fit is lost; a limit of the machine may keep it smaller. */
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    if (bind(fd, (const struct sockaddr *)&here, sizeof(here)) == 0)
        return fd;
    close(fd);
    return -1;
}

bool wires_open_host(struct wires *wires, size_t host)
{
    wires->loopbacks[host] = open_packets(LOOPBACK);
    return wires->loopbacks[host] >= 0;
}

static bool open_port(struct wires *wires, size_t host, size_t k)
{
    size_t network = wires->lab->hosts.v[host].links.v[k].network;
    if (wires->nports == WIRES_PORTS) {
        errno = E2BIG;
        return false;
    }
    int fd = open_packets(netlab_port(network, host)), on = 1;
    if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on)) < 0)
        return false;
    wires->ports[wires->nports++] = (struct wires_port){ fd, (uint8_t)host, (uint8_t)k, network };
    return true;
}

bool wires_open_hub(struct wires *wires)
{
    for (size_t i = 0; i < wires->lab->hosts.n; i++)
        for (size_t k = 0; k < wires->lab->hosts.v[i].links.n; k++)
            if (!open_port(wires, i, k))
                return false;
    return true;
}

/* --- What hosts send --- */

static struct event event_of(enum event_kind kind, uint32_t frame, size_t host, unsigned link)
{
    return (struct event){ .kind = (uint16_t)kind,
                           .thread = EVENT_NOBODY,
                           .host = (uint8_t)host,
                           .link = (uint8_t)link,
                           .frame = frame };
}

static void tell_leaving(uint32_t number, size_t host, unsigned link, const unsigned char *bytes,
                         size_t len, wires_tell *tell, void *owner)
{
    struct event event = event_of(EVENT_LEAVES, number, host, link);
    event.value = (int64_t)len;
    event.len = (uint32_t)(len < EVENT_FRAME_BYTES ? len : EVENT_FRAME_BYTES);
    memcpy(event.data, bytes, event.len);
    tell(owner, &event);
}

static bool take_frame(struct wires *wires, size_t port, wires_tell *tell, void *owner)
{
    struct wires_frame *frame = &wires->frames[wires->order[wires->nframes]];
    const struct wires_port *from = &wires->ports[port];
    ssize_t n = recv(from->fd, frame->bytes, sizeof(frame->bytes), 0);
    if (n <= 0)
        return false;
    frame->number = wires->count++;
    frame->port = port;
    frame->len = (size_t)n;
    wires->nframes++;
    tell_leaving(frame->number, from->host, from->link, frame->bytes, frame->len, tell, owner);
    return true;
}

/* A frame on loopback is seen as it leaves and as it arrives, which is at once. */
static bool take_loopback(struct wires *wires, size_t host, wires_tell *tell, void *owner)
{
    unsigned char bytes[EVENT_FRAME_BYTES];
    struct sockaddr_ll from = { 0 };
    socklen_t size = sizeof(from);
    ssize_t n = recvfrom(wires->loopbacks[host], bytes, sizeof(bytes), MSG_TRUNC,
                         (struct sockaddr *)&from, &size);
    if (n < 0)
        return false;
    if (from.sll_pkttype != PACKET_OUTGOING)
        return true;
    tell_leaving(wires->count, host, EVENT_LOOPBACK, bytes, (size_t)n, tell, owner);
    struct event event = event_of(EVENT_ARRIVES, wires->count++, host, EVENT_LOOPBACK);
    tell(owner, &event);
    return true;
}

bool wires_take(struct wires *wires, wires_tell *tell, void *owner)
{
    bool any = false;
    for (size_t i = 0; i < wires->nports; i++)
        while (wires->nframes < WIRES_FRAMES && take_frame(wires, i, tell, owner))
            any = true;
    for (size_t i = 0; i < wires->lab->hosts.n; i++)
        while (take_loopback(wires, i, tell, owner))
            any = true;
    return any;
}

/* --- What is done to frames --- */

/* Where in FRAME the data of its TCP segment or UDP datagram begins; its length: there is none. */
static size_t payload_at(const struct wires_frame *frame)
{
    const unsigned char *b = frame->bytes;
    size_t at = ETH_HLEN;
    unsigned protocol;
    if (frame->len < at + sizeof(struct iphdr))
        return frame->len;
    if (b[12] == 0x86 && b[13] == 0xdd) {
        protocol = b[at + 6];
        at += sizeof(struct ip6_hdr);
    } else {
        protocol = b[12] == 0x08 && b[13] == 0 ? b[at + 9] : IPPROTO_IP;
        at += (b[at] & 15U) * 4;
    }
    if (protocol == IPPROTO_UDP)
        return at + sizeof(struct udphdr);
    if (protocol != IPPROTO_TCP || at + sizeof(struct tcphdr) > frame->len)
        return frame->len;
    return at + (size_t)(b[at + 12] >> 4) * 4;
}

static bool is_asked(const struct trace_frames *list, size_t host, unsigned nth)
{
    vec_each (one, list)
        if (one->host == host && one->nth == nth)
            return true;
    return false;
}

/* Turns over a bit in the midst of FRAME's data, where that is asked for. */
static void flip(struct wires *wires, struct wires_frame *frame, size_t host, bool *flipped,
                 wires_tell *tell, void *owner)
{
    size_t at = payload_at(frame);
    if (at >= frame->len)
        return;
    *flipped = is_asked(&wires->spec->flip, host, ++wires->payloads[host]);
    if (!*flipped)
        return;
    at += (frame->len - at) / 2;
    frame->bytes[at] ^= 1;
    struct event event = event_of(EVENT_FLIPPED, frame->number, host, 0);
    event.value = (int64_t)at * 8 + 7;
    tell(owner, &event);
}

static bool is_for(const struct wires *wires, const struct wires_frame *frame,
                   const struct wires_port *from, const struct wires_port *to)
{
    unsigned char mac[ETH_ALEN];
    if (to == from || to->network != from->network)
        return false;
    netlab_mac(to->network, to->host, mac);
    (void)wires;
    return (frame->bytes[0] & 1) || memcmp(frame->bytes, mac, sizeof(mac)) == 0;
}

/* The host that FRAME is for, the first of several; the one that it left where there is none. */
static size_t receiver(const struct wires *wires, const struct wires_frame *frame)
{
    const struct wires_port *from = &wires->ports[frame->port];
    for (size_t i = 0; i < wires->nports; i++)
        if (is_for(wires, frame, from, &wires->ports[i]))
            return wires->ports[i].host;
    return from->host;
}

/* Sends FRAME to all that it is for; returns how many those are. */
static size_t deliver(struct wires *wires, const struct wires_frame *frame, bool flipped,
                      wires_tell *tell, void *owner)
{
    const struct wires_port *from = &wires->ports[frame->port];
    size_t count = 0;
    for (size_t i = 0; i < wires->nports; i++) {
        const struct wires_port *to = &wires->ports[i];
        if (!is_for(wires, frame, from, to) ||
            send(to->fd, frame->bytes, frame->len, 0) != (ssize_t)frame->len)
            continue;
        struct event event = event_of(EVENT_ARRIVES, frame->number, to->host, to->link);
        event.value = flipped;
        tell(owner, &event);
        count++;
    }
    return count;
}

/* The place in order of the oldest frame of the end number K, ends in the order of those frames. */
static size_t find_choice(const struct wires *wires, size_t k)
{
    uint64_t seen = 0;
    for (size_t i = 0; i < wires->nframes; i++) {
        uint64_t bit = (uint64_t)1 << wires->frames[wires->order[i]].port;
        if (!(seen & bit) && k-- == 0)
            return i;
        seen |= bit;
    }
    return wires->nframes;
}

size_t wires_choices(const struct wires *wires)
{
    size_t count = 0;
    while (find_choice(wires, count) < wires->nframes)
        count++;
    return count;
}

void wires_carry(struct wires *wires, size_t k, wires_tell *tell, void *owner)
{
    size_t at = find_choice(wires, k), place = wires->order[at];
    struct wires_frame *frame = &wires->frames[place];
    size_t host = wires->ports[frame->port].host;
    bool flipped = false;
    wires->nframes--;
    memmove(&wires->order[at], &wires->order[at + 1],
            (wires->nframes - at) * sizeof(wires->order[0]));
    wires->order[wires->nframes] = place;
    bool lost = is_asked(&wires->spec->lose, host, ++wires->sent[host]);
    flip(wires, frame, host, &flipped, tell, owner);
    if (!lost && deliver(wires, frame, flipped, tell, owner) > 0)
        return;
    struct event event = event_of(EVENT_LOST, frame->number, receiver(wires, frame), 0);
    event.value = !lost;
    tell(owner, &event);
}
