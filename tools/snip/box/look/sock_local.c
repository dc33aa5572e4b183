/* Sockets of AF_UNIX, AF_PACKET and AF_NETLINK. */
#include <libmnl/libmnl.h>
#include <linux/if_ether.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/look/sockets.h"
#include "box/look/socktable.h"

enum {
    UNIX_ACCEPTS = 0x10000, /* __SO_ACCEPTCON in the flags of /proc/net/unix */
    UNIX_CONNECTED = 3,     /* SS_CONNECTED in its states */
};

/* --- Sockets of AF_UNIX --- */

struct unix_socket {
    unsigned type;
    bool listens, connected;
    const char *name; /* as bound: an abstract one begins with a NUL, or an `@` in its place */
    size_t len;       /* 0: unnamed */
};

static const char *unix_kind(unsigned type)
{
    return type == SOCK_STREAM  ? "UNIX stream"
           : type == SOCK_DGRAM ? "UNIX datagram"
                                : "UNIX seqpacket";
}

static void take_unix(const struct scan *scan, uint64_t inode, const struct unix_socket *s)
{
    struct socket_info *socket = sockets_find(scan->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    bool serves = s->type == SOCK_DGRAM ? s->len > 0 && !s->connected : s->listens;
    buf_printf(&text, "%s%s", unix_kind(s->type), s->len ? " " : ", unnamed");
    if (s->len && s->name[0] != '\0') {
        text_show_line(&text, s->name, strnlen(s->name, s->len)); /* a path may end in a NUL */
    } else if (s->len) {
        buf_addc(&text, '@');
        text_show_line(&text, s->name + 1, s->len - 1);
    }
    if (s->listens)
        buf_adds(&text, ", listening");
    else if (s->connected)
        buf_adds(&text, ", connected");
    else if (s->type != SOCK_DGRAM)
        buf_adds(&text, ", not connected");
    bool bound = s->len > 0 && (s->type == SOCK_DGRAM || !s->connected);
    scan_learn(socket, unix_kind(s->type), &text, serves, bound);
    socket->chosen = serves;
}

static void ask_unix(const struct scan *scan, struct nlmsghdr *head)
{
    (void)scan;
    struct unix_diag_req *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = AF_UNIX;
    request->udiag_states = ~0U;
    request->udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER;
}

static void read_unix(const struct scan *scan, const struct nlmsghdr *head)
{
    const struct unix_diag_msg *msg = mnl_nlmsg_get_payload(head);
    struct unix_socket s = {
        .type = msg->udiag_type,
        .listens = msg->udiag_state == TCP_LISTEN,
        .connected = msg->udiag_type != SOCK_DGRAM && msg->udiag_state == TCP_ESTABLISHED,
    };
    const struct nlattr *attr;
    mnl_attr_for_each(attr, head, sizeof(*msg))
    {
        if (mnl_attr_get_type(attr) == UNIX_DIAG_NAME) {
            s.name = mnl_attr_get_payload(attr);
            s.len = mnl_attr_get_payload_len(attr);
        }
        /* A datagram socket's state says nothing: it may be that somebody has connected to it. */
        if (mnl_attr_get_type(attr) == UNIX_DIAG_PEER)
            s.connected = true;
    }
    take_unix(scan, msg->udiag_ino, &s);
}

static void parse_unix(const struct scan *scan, const char *line)
{
    struct unix_socket s = {
        .type = scan_number(line, 4, 16),
        .listens = scan_number(line, 3, 16) & UNIX_ACCEPTS,
        .name = text_word(line, 7),
    };
    s.connected = s.type != SOCK_DGRAM && scan_number(line, 5, 16) == UNIX_CONNECTED;
    s.len = strlen(s.name);
    take_unix(scan, scan_number(line, 6, 10), &s);
}

const struct family family_unix = { sizeof(struct unix_diag_msg), ask_unix, read_unix, parse_unix };

/* --- Sockets of AF_PACKET --- */

/* PROTOCOL and INTERFACE may be 0: none. */
static void take_packet(const struct scan *scan, uint64_t inode, unsigned protocol,
                        unsigned interface)
{
    struct socket_info *socket = sockets_find(scan->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    const char *name = protocol == 0            ? "no protocol"
                       : protocol == ETH_P_ALL  ? "all protocols"
                       : protocol == ETH_P_IP   ? "IPv4"
                       : protocol == ETH_P_IPV6 ? "IPv6"
                       : protocol == ETH_P_ARP  ? "ARP"
                                                : NULL;
    if (name)
        buf_printf(&text, "packet, %s", name);
    else
        buf_printf(&text, "packet, protocol 0x%04x", protocol);
    if (interface)
        buf_printf(&text, ", on interface %u only", interface);
    scan_learn(socket, "packet", &text, protocol != 0, false);
}

static void ask_packet(const struct scan *scan, struct nlmsghdr *head)
{
    (void)scan;
    struct packet_diag_req *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = AF_PACKET;
    request->pdiag_show = PACKET_SHOW_INFO;
}

static void read_packet(const struct scan *scan, const struct nlmsghdr *head)
{
    const struct packet_diag_msg *msg = mnl_nlmsg_get_payload(head);
    unsigned interface = 0;
    const struct nlattr *attr;
    mnl_attr_for_each(attr, head, sizeof(*msg))
    {
        if (mnl_attr_get_type(attr) != PACKET_DIAG_INFO)
            continue;
        const struct packet_diag_info *info = mnl_attr_get_payload(attr);
        interface = info->pdi_index;
    }
    take_packet(scan, msg->pdiag_ino, msg->pdiag_num, interface);
}

static void parse_packet(const struct scan *scan, const char *line)
{
    take_packet(scan, scan_number(line, 8, 10), scan_number(line, 3, 16), scan_number(line, 4, 10));
}

const struct family family_packet = { sizeof(struct packet_diag_msg), ask_packet, read_packet,
                                      parse_packet };

/* --- Sockets of AF_NETLINK --- */

static const char *netlink_name(unsigned protocol)
{
    static const char *const names[] = {
        [NETLINK_ROUTE] = "route",
        [NETLINK_USERSOCK] = "usersock",
        [NETLINK_SOCK_DIAG] = "sock_diag",
        [NETLINK_NFLOG] = "nflog",
        [NETLINK_XFRM] = "xfrm",
        [NETLINK_AUDIT] = "audit",
        [NETLINK_FIB_LOOKUP] = "fib_lookup",
        [NETLINK_CONNECTOR] = "connector",
        [NETLINK_NETFILTER] = "netfilter",
        [NETLINK_KOBJECT_UEVENT] = "kobject_uevent",
        [NETLINK_GENERIC] = "generic",
    };
    return protocol < COUNT(names) ? names[protocol] : NULL;
}

struct netlink_socket {
    unsigned protocol;
    unsigned port;   /* what it is bound to: others are not listed */
    uint32_t groups; /* the first 32 multicast groups it is in */
    bool in_group;   /* it is in any */
};

static void take_netlink(const struct scan *scan, uint64_t inode, const struct netlink_socket *s)
{
    struct socket_info *socket = sockets_find(scan->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    const char *name = netlink_name(s->protocol);
    if (name)
        buf_printf(&text, "netlink %s", name);
    else
        buf_printf(&text, "netlink %u", s->protocol);
    buf_printf(&text, ", bound to %u", s->port);
    if (s->groups)
        buf_printf(&text, ", in the groups 0x%x", s->groups);
    else if (s->in_group)
        buf_adds(&text, ", in a group");
    /* getaddrinfo(3) and getifaddrs(3) hold a bound one for a moment, to ask for addresses. */
    scan_learn(socket, "netlink", &text, s->in_group || s->protocol != NETLINK_ROUTE, false);
}

static void ask_netlink(const struct scan *scan, struct nlmsghdr *head)
{
    (void)scan;
    struct netlink_diag_req *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = AF_NETLINK;
    request->sdiag_protocol = NDIAG_PROTO_ALL;
    request->ndiag_show = NDIAG_SHOW_GROUPS;
}

static void read_netlink(const struct scan *scan, const struct nlmsghdr *head)
{
    const struct netlink_diag_msg *msg = mnl_nlmsg_get_payload(head);
    struct netlink_socket s = { .protocol = msg->ndiag_protocol, .port = msg->ndiag_portid };
    const struct nlattr *attr;
    mnl_attr_for_each(attr, head, sizeof(*msg))
    {
        if (mnl_attr_get_type(attr) != NETLINK_DIAG_GROUPS)
            continue;
        /* An array of longs, of which the first holds the first groups in its low bits. */
        const unsigned char *bytes = mnl_attr_get_payload(attr);
        size_t size = mnl_attr_get_payload_len(attr);
        unsigned long first = 0;
        memcpy(&first, bytes, size < sizeof(first) ? size : sizeof(first));
        s.groups = (uint32_t)first;
        for (size_t i = 0; i < size; i++)
            s.in_group |= bytes[i] != 0;
    }
    take_netlink(scan, msg->ndiag_ino, &s);
}

static void parse_netlink(const struct scan *scan, const char *line)
{
    struct netlink_socket s = {
        .protocol = scan_number(line, 1, 10),
        .port = scan_number(line, 2, 10),
        .groups = scan_number(line, 3, 16),
    };
    s.in_group = s.groups != 0;
    take_netlink(scan, scan_number(line, 9, 10), &s);
}

const struct family family_netlink = { sizeof(struct netlink_diag_msg), ask_netlink, read_netlink,
                                       parse_netlink };
