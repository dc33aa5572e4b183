#include "engine/trace/sockstate.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "engine/trace/packet.h"

enum { NEW_SYN_RECV = 12 /* as the kernel counts a request that has no socket yet */ };

static const char *state_name(const struct event_socket *socket)
{
    static const char *const names[] = {
        [0] = "CLOSED",
        [TCP_ESTABLISHED] = "ESTABLISHED",
        [TCP_SYN_SENT] = "SYN_SENT",
        [TCP_SYN_RECV] = "SYN_RECV",
        [TCP_FIN_WAIT1] = "FIN_WAIT1",
        [TCP_FIN_WAIT2] = "FIN_WAIT2",
        [TCP_TIME_WAIT] = "TIME_WAIT",
        [TCP_CLOSE] = "CLOSED",
        [TCP_CLOSE_WAIT] = "CLOSE_WAIT",
        [TCP_LAST_ACK] = "LAST_ACK",
        [TCP_LISTEN] = "LISTEN",
        [TCP_CLOSING] = "CLOSING",
        [NEW_SYN_RECV] = "SYN_RECV",
    };
    if (socket->protocol == IPPROTO_UDP && socket->state == TCP_CLOSE)
        return "UNCONN";
    return socket->state < COUNT(names) ? names[socket->state] : "UNKNOWN";
}

static struct address address_of(const struct event_socket *socket, const uint8_t bytes[16])
{
    static const uint8_t mapped[12] = { [10] = 0xFF, [11] = 0xFF };
    bool is_mapped = socket->family == AF_INET6 && memcmp(bytes, mapped, sizeof(mapped)) == 0;
    struct address address = { .family = AF_INET };
    if (socket->family == AF_INET6 && !is_mapped)
        address.family = AF_INET6;
    memcpy(address.bytes, is_mapped ? bytes + 12 : bytes, address_size(&address));
    return address;
}

/* Tells whether the other side has ended: the kernel counts the end as a byte until it is read. */
static bool has_fin(const struct event_socket *socket)
{
    return socket->protocol == IPPROTO_TCP &&
           (socket->state == TCP_CLOSE_WAIT || socket->state == TCP_LAST_ACK ||
            socket->state == TCP_CLOSING || socket->state == TCP_TIME_WAIT);
}

void state_words(struct trace_event *event, const struct event *state)
{
    const struct event_socket *socket = &state->socket;
    struct address local = address_of(socket, socket->local);
    struct address remote = address_of(socket, socket->remote);
    event->name = mem_strdup(state_name(socket));
    event->from = endpoint_text(&local, &socket->local_port);
    if (socket->remote_port)
        event->to = endpoint_text(&remote, &socket->remote_port);
    event->unread = socket->unread - (socket->unread > 0 && has_fin(socket));
    event->unsent = socket->state == TCP_LISTEN ? 0 : socket->unsent;
}

void counter_words(struct trace_event *event, const struct event *counter)
{
    size_t len = counter->len < sizeof(counter->data) ? counter->len : sizeof(counter->data);
    struct buf name = BUF_INIT;
    text_show_line(&name, (const char *)counter->data, strnlen((const char *)counter->data, len));
    event->name = name.len ? buf_steal(&name) : mem_strdup("");
    event->count = counter->value > 0 ? (unsigned long)counter->value : 0;
}
