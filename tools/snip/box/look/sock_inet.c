/* Sockets of AF_INET and AF_INET6: streams, datagrams, raw and ICMP ones. */
#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/look/sockets.h"
#include "box/look/socktable.h"
#include "box/spec.h"

enum { TCP_BOUND = 13 }; /* TCP_BOUND_INACTIVE of Linux 6.8: for who looks alone */

static bool is_raw(const struct table *table)
{
    return strcmp(table->kind, "raw") == 0;
}

static bool is_icmp(const struct table *table)
{
    return strcmp(table->kind, "ICMP") == 0;
}

static bool is_stream(const struct table *table)
{
    return table->number == IPPROTO_TCP || table->number == IPPROTO_MPTCP;
}

/*
 * One end of a socket as the kernel tells it: in network order, an IPv4 address in the first word.
 */
struct endpoint {
    uint32_t words[4];
    unsigned port; /* for a raw socket its protocol, for an ICMP socket its identifier; 0: none */
};

struct inet_socket {
    unsigned state; /* as of TCP, whatever the protocol */
    struct endpoint from, to;
    unsigned interface; /* index of the one it is bound to; 0: none */
};

static void add_endpoint(struct buf *out, const struct table *table, const struct endpoint *address)
{
    char host[INET6_ADDRSTRLEN];
    inet_ntop(table->family, address->words, host, sizeof(host));
    buf_printf(out, table->family == AF_INET6 ? "[%s]" : "%s", host);
    if (!is_raw(table) && !is_icmp(table))
        buf_printf(out, ":%u", address->port);
}

static bool is_given(const struct endpoint *address)
{
    static const struct endpoint none;
    return memcmp(address, &none, sizeof(none)) != 0;
}

static const char *state_name(unsigned state)
{
    /* The names of RFC 9293, where no plain word says it. */
    static const char *const names[] = {
        [TCP_ESTABLISHED] = "established",
        [TCP_SYN_SENT] = "connecting",
        [TCP_SYN_RECV] = "SYN-RECEIVED",
        [TCP_FIN_WAIT1] = "FIN-WAIT-1",
        [TCP_FIN_WAIT2] = "FIN-WAIT-2",
        [TCP_TIME_WAIT] = "TIME-WAIT",
        [TCP_CLOSE] = "bound",
        [TCP_CLOSE_WAIT] = "CLOSE-WAIT",
        [TCP_LAST_ACK] = "LAST-ACK",
        [TCP_LISTEN] = "listening",
        [TCP_CLOSING] = "CLOSING",
        [TCP_CLOSING + 1] = "SYN-RECEIVED",
        [TCP_BOUND] = "bound",
    };
    size_t count = COUNT(names);
    return state < count && names[state] ? names[state] : "in an unknown state";
}

static const char *ip_protocol_name(unsigned number)
{
    switch (number) {
    case IPPROTO_ICMP:
        return " (ICMP)";
    case IPPROTO_IGMP:
        return " (IGMP)";
    case IPPROTO_TCP:
        return " (TCP)";
    case IPPROTO_UDP:
        return " (UDP)";
    case IPPROTO_ICMPV6:
        return " (ICMPv6)";
    default:
        return "";
    }
}

static bool inet_serves(const struct table *table, const struct inet_socket *s)
{
    if (is_raw(table) || is_icmp(table))
        return true;
    if (is_stream(table))
        return s->state == TCP_LISTEN;
    return s->from.port != 0 && s->state != TCP_ESTABLISHED;
}

/* Tells whether S has an address of its own, and is no connection. */
static bool inet_bound(const struct table *table, const struct inet_socket *s)
{
    return s->from.port != 0 &&
           (!is_stream(table) || s->state == TCP_CLOSE || s->state == TCP_BOUND);
}

static void take_inet(const struct scan *scan, uint64_t inode, const struct inet_socket *s)
{
    const struct table *table = scan->table;
    struct socket_info *socket = sockets_find(scan->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    buf_printf(&text, "%s ", table->kind);
    add_endpoint(&text, table, &s->from);
    if (is_given(&s->to)) {
        buf_adds(&text, " to ");
        add_endpoint(&text, table, &s->to);
    }
    if (is_raw(table))
        buf_printf(&text, ", protocol %u%s", s->from.port, ip_protocol_name(s->from.port));
    if (is_icmp(table))
        buf_printf(&text, ", identifier %u", s->from.port);
    if (is_stream(table))
        buf_printf(&text, ", %s", state_name(s->state));
    if (s->interface)
        buf_printf(&text, ", on interface %u only", s->interface);
    scan_learn(socket, table->kind, &text, inet_serves(table, s), inet_bound(table, s));
    socket->chosen = socket->serves && !is_raw(table) && !is_icmp(table) &&
                     (is_stream(table) || s->from.port < BOX_PORTS_FIRST);
}

static void ask_inet(const struct scan *scan, struct nlmsghdr *head)
{
    const struct table *table = scan->table;
    struct inet_diag_req_v2 *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = (uint8_t)table->family;
    request->sdiag_protocol = (uint8_t)table->number;
    request->idiag_states = ~0U;
    /* Without the others the kernel need not walk all connections of the machine. */
    if (!scan->all)
        request->idiag_states = 1U << (is_stream(table) ? TCP_LISTEN : TCP_CLOSE);
    if (scan->bound)
        request->idiag_states |= 1U << (is_stream(table) ? TCP_BOUND : TCP_ESTABLISHED);
    if (table->number > UINT8_MAX) {
        request->sdiag_protocol = IPPROTO_RAW;
        mnl_attr_put_u32(head, INET_DIAG_REQ_PROTOCOL, (uint32_t)table->number);
    }
}

static void read_inet(const struct scan *scan, const struct nlmsghdr *head)
{
    const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(head);
    struct inet_socket s = { .state = msg->idiag_state, .interface = msg->id.idiag_if };
    size_t size = scan->table->family == AF_INET ? 4 : 16;
    memcpy(s.from.words, msg->id.idiag_src, size);
    memcpy(s.to.words, msg->id.idiag_dst, size);
    s.from.port = ntohs(msg->id.idiag_sport);
    s.to.port = ntohs(msg->id.idiag_dport);
    take_inet(scan, msg->idiag_inode, &s);
}

/*
 * Reads "ADDRESS:PORT" as in a file in /proc/net: each word of the address in the machine's order.
 */
static void parse_address(struct endpoint *address, const char *text)
{
    size_t digits = strspn(text, "0123456789ABCDEF");
    for (size_t i = 0; i < 4 && digits >= 8 * (i + 1); i++) {
        char word[9] = { 0 };
        memcpy(word, text + 8 * i, 8);
        address->words[i] = (uint32_t)strtoul(word, NULL, 16);
    }
    if (text[digits] == ':')
        address->port = (unsigned)strtoul(text + digits + 1, NULL, 16);
}

static void parse_inet(const struct scan *scan, const char *line)
{
    struct inet_socket s = { .state = scan_number(line, 3, 16) };
    parse_address(&s.from, text_word(line, 1));
    parse_address(&s.to, text_word(line, 2));
    take_inet(scan, scan_number(line, 9, 10), &s);
}

const struct family family_inet = { sizeof(struct inet_diag_msg), ask_inet, read_inet, parse_inet };
