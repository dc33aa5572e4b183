/*
 * One table of the kernel after another is read, and of each socket in it that is wanted the text is
 * made at once; a socket met twice is written twice. What differs between the tables stands in
 * `tables`: how a dump is asked for and how its messages are read depends on the address family
 * alone, and so does the file in /proc that takes a dump's place.
 */
#include "sys/sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/if_ether.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "sys/diag.h"

enum {
    UNIX_ACCEPTS = 0x10000, /* __SO_ACCEPTCON in the flags of /proc/net/unix */
    UNIX_CONNECTED = 3,     /* SS_CONNECTED in its states */
};

/* Where the kernel keeps sockets of a protocol. */
struct table {
    const char *protocol; /* `system.sockprotoname` of its sockets */
    const char *kind;
    int family;
    int number;           /* the protocol's number in a dump's request; 0: there is no dump */
    const char *file;     /* the same below PROC; NULL: none */
    const char *unlisted; /* what is true of a socket that the kernel lists nowhere */
};

static const char no_connection[] = "neither listening nor connected";
static const char not_bound[] = "not bound";

static const struct table tables[] = {
    { "TCP", "TCP", AF_INET, IPPROTO_TCP, "1/net/tcp", no_connection },
    { "TCPv6", "TCP", AF_INET6, IPPROTO_TCP, "1/net/tcp6", no_connection },
    { "MPTCP", "MPTCP", AF_INET, IPPROTO_MPTCP, NULL, no_connection },
    { "MPTCPv6", "MPTCP", AF_INET6, IPPROTO_MPTCP, NULL, no_connection },
    { "UDP", "UDP", AF_INET, IPPROTO_UDP, "1/net/udp", not_bound },
    { "UDPv6", "UDP", AF_INET6, IPPROTO_UDP, "1/net/udp6", not_bound },
    { "UDP-Lite", "UDP-Lite", AF_INET, IPPROTO_UDPLITE, "1/net/udplite", not_bound },
    { "UDPLITEv6", "UDP-Lite", AF_INET6, IPPROTO_UDPLITE, "1/net/udplite6", not_bound },
    { "RAW", "raw", AF_INET, 0, "1/net/raw", NULL },
    { "RAWv6", "raw", AF_INET6, 0, "1/net/raw6", NULL },
    { "PING", "ICMP", AF_INET, 0, "1/net/icmp", "without an identifier" },
    { "PINGv6", "ICMP", AF_INET6, 0, "1/net/icmp6", "without an identifier" },
    { "UNIX", "UNIX", AF_UNIX, 1, "1/net/unix", NULL },
    { "PACKET", "packet", AF_PACKET, 1, "1/net/packet", NULL },
    { "NETLINK", "netlink", AF_NETLINK, 1, "1/net/netlink", not_bound },
};

enum { TABLES = sizeof(tables) / sizeof(*tables) };

/* One table being read. */
struct reading {
    struct sockets *sockets;
    const struct table *table;
    enum sockets_scope scope;
};

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

/* --- What is wanted --- */

static const struct table *table_of(const char *protocol)
{
    /* A stream socket's is "UNIX-STREAM" since Linux 5.15, in the same table. */
    if (text_starts(protocol, "UNIX"))
        protocol = "UNIX";
    for (size_t i = 0; i < TABLES; i++)
        if (strcmp(tables[i].protocol, protocol) == 0)
            return &tables[i];
    return NULL;
}

/* The set of tables in which sockets of TABLE's protocol can be. */
static unsigned places_of(const struct table *table)
{
    unsigned set = 0;
    for (size_t i = 0; i < TABLES; i++) {
        /* What accept(2) returns for a peer without MPTCP bears its name, but is a TCP socket. */
        bool plain = table->number == IPPROTO_MPTCP && tables[i].number == IPPROTO_TCP &&
                     tables[i].family == table->family;
        if (&tables[i] == table || plain)
            set |= 1U << i;
    }
    return set;
}

void sockets_want(struct sockets *sockets, uint64_t inode, const char *protocol)
{
    const struct table *table = protocol ? table_of(protocol) : NULL;
    struct socket_info *socket = vec_add(sockets);
    *socket = (struct socket_info){ .inode = inode, .kind = "socket" };
    if (!protocol)
        sockets->tables = (1U << TABLES) - 1;
    if (!table)
        return;
    socket->kind = table->kind;
    socket->unlisted = table->unlisted;
    socket->serves = is_raw(table) || is_icmp(table);
    sockets->tables |= places_of(table);
}

static int by_inode(const void *a, const void *b)
{
    const struct socket_info *left = a, *right = b;
    return (left->inode > right->inode) - (left->inode < right->inode);
}

/* Sorts what is wanted and leaves each once. */
static void settle(struct sockets *sockets)
{
    if (sockets->n == 0)
        return;
    qsort(sockets->v, sockets->n, sizeof(*sockets->v), by_inode);
    size_t kept = 1;
    for (size_t i = 1; i < sockets->n; i++) {
        if (sockets->v[i].inode == sockets->v[kept - 1].inode)
            free(sockets->v[i].text);
        else
            sockets->v[kept++] = sockets->v[i];
    }
    sockets->n = kept;
}

static struct socket_info *wanted(const struct sockets *sockets, uint64_t inode)
{
    struct socket_info key = { .inode = inode };
    return sockets->n ? bsearch(&key, sockets->v, sockets->n, sizeof(key), by_inode) : NULL;
}

const struct socket_info *sockets_find(const struct sockets *sockets, uint64_t inode)
{
    return wanted(sockets, inode);
}

void sockets_release(struct sockets *sockets)
{
    vec_each (socket, sockets)
        free(socket->text);
    vec_release(sockets);
}

/* Says of SOCKET what was learned; it takes the content of TEXT. */
static void learn(struct socket_info *socket, const char *kind, struct buf *text, bool serves)
{
    free(socket->text);
    socket->kind = kind;
    socket->text = buf_steal(text);
    socket->serves = serves;
}

/* The number in BASE that is the WORD-th word of LINE, a line of a file in /proc/net. */
static unsigned number_at(const char *line, size_t word, int base)
{
    return (unsigned)strtoul(text_word(line, word), NULL, base);
}

/* --- Sockets of AF_INET and AF_INET6 --- */

/* An address as the kernel tells it: in network order, an IPv4 one in the first word. */
struct address {
    uint32_t words[4];
    unsigned port; /* for a raw socket its protocol, for an ICMP socket its identifier; 0: none */
};

struct inet_socket {
    unsigned state; /* as of TCP, whatever the protocol */
    struct address from, to;
    unsigned interface; /* index of the one it is bound to; 0: none */
};

static void add_host(struct buf *out, int family, const struct address *address)
{
    char host[INET6_ADDRSTRLEN];
    inet_ntop(family, address->words, host, sizeof(host));
    buf_printf(out, family == AF_INET6 ? "[%s]" : "%s", host);
}

static bool is_given(const struct address *address)
{
    static const struct address none;
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
        [TCP_CLOSING + 2] = "bound",
    };
    size_t count = sizeof(names) / sizeof(*names);
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

static void describe_inet(struct buf *out, const struct table *table, const struct inet_socket *s)
{
    bool portless = is_raw(table) || is_icmp(table);
    buf_printf(out, "%s ", table->kind);
    add_host(out, table->family, &s->from);
    if (!portless)
        buf_printf(out, ":%u", s->from.port);
    if (is_given(&s->to)) {
        buf_adds(out, " to ");
        add_host(out, table->family, &s->to);
        if (!portless)
            buf_printf(out, ":%u", s->to.port);
    }
    if (is_raw(table))
        buf_printf(out, ", protocol %u%s", s->from.port, ip_protocol_name(s->from.port));
    if (is_icmp(table))
        buf_printf(out, ", identifier %u", s->from.port);
    if (is_stream(table))
        buf_printf(out, ", %s", state_name(s->state));
    if (s->interface)
        buf_printf(out, ", on interface %u only", s->interface);
}

static bool inet_serves(const struct table *table, const struct inet_socket *s)
{
    if (is_raw(table) || is_icmp(table))
        return true;
    if (is_stream(table))
        return s->state == TCP_LISTEN;
    return s->from.port != 0 && s->state != TCP_ESTABLISHED;
}

static void take_inet(const struct reading *reading, uint64_t inode, const struct inet_socket *s)
{
    struct socket_info *socket = wanted(reading->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    describe_inet(&text, reading->table, s);
    learn(socket, reading->table->kind, &text, inet_serves(reading->table, s));
}

static void ask_inet(const struct reading *reading, struct nlmsghdr *head)
{
    const struct table *table = reading->table;
    struct inet_diag_req_v2 *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = (uint8_t)table->family;
    request->sdiag_protocol = (uint8_t)table->number;
    request->idiag_states = ~0U;
    /* Without the others the kernel need not walk all connections of the machine. */
    if (reading->scope == SOCKETS_SERVING)
        request->idiag_states = 1U << (is_stream(table) ? TCP_LISTEN : TCP_CLOSE);
    if (table->number > UINT8_MAX) {
        request->sdiag_protocol = IPPROTO_RAW;
        mnl_attr_put_u32(head, INET_DIAG_REQ_PROTOCOL, (uint32_t)table->number);
    }
}

static void read_inet(const struct reading *reading, const struct nlmsghdr *head)
{
    const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(head);
    struct inet_socket s = { .state = msg->idiag_state, .interface = msg->id.idiag_if };
    size_t size = reading->table->family == AF_INET ? 4 : 16;
    memcpy(s.from.words, msg->id.idiag_src, size);
    memcpy(s.to.words, msg->id.idiag_dst, size);
    s.from.port = ntohs(msg->id.idiag_sport);
    s.to.port = ntohs(msg->id.idiag_dport);
    take_inet(reading, msg->idiag_inode, &s);
}

/* Reads "ADDRESS:PORT" as in a file in /proc/net: each word of the address in the machine's order. */
static void parse_address(struct address *address, const char *text)
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

static void parse_inet(const struct reading *reading, const char *line)
{
    struct inet_socket s = { .state = number_at(line, 3, 16) };
    parse_address(&s.from, text_word(line, 1));
    parse_address(&s.to, text_word(line, 2));
    take_inet(reading, number_at(line, 9, 10), &s);
}

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

static void describe_unix(struct buf *out, const struct unix_socket *s)
{
    size_t len = s->len;
    buf_printf(out, "%s%s", unix_kind(s->type), len ? " " : ", unnamed");
    if (len && s->name[0] != '\0') {
        text_show_line(out, s->name, strnlen(s->name, len)); /* a path may end in a NUL */
    } else if (len) {
        buf_addc(out, '@');
        text_show_line(out, s->name + 1, len - 1);
    }
    if (s->listens)
        buf_adds(out, ", listening");
    else if (s->connected)
        buf_adds(out, ", connected");
    else if (s->type != SOCK_DGRAM)
        buf_adds(out, ", not connected");
}

static void take_unix(const struct reading *reading, uint64_t inode, const struct unix_socket *s)
{
    struct socket_info *socket = wanted(reading->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    describe_unix(&text, s);
    bool serves = s->type == SOCK_DGRAM ? s->len > 0 && !s->connected : s->listens;
    learn(socket, unix_kind(s->type), &text, serves);
}

static void ask_unix(const struct reading *reading, struct nlmsghdr *head)
{
    (void)reading;
    struct unix_diag_req *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = AF_UNIX;
    request->udiag_states = ~0U;
    request->udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_PEER;
}

static void read_unix(const struct reading *reading, const struct nlmsghdr *head)
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
        /*
         * A datagram socket's state says nothing: it may be that somebody has connected to it.
         */
        if (mnl_attr_get_type(attr) == UNIX_DIAG_PEER)
            s.connected = true;
    }
    take_unix(reading, msg->udiag_ino, &s);
}

static void parse_unix(const struct reading *reading, const char *line)
{
    struct unix_socket s = {
        .type = number_at(line, 4, 16),
        .listens = number_at(line, 3, 16) & UNIX_ACCEPTS,
        .name = text_word(line, 7),
    };
    s.connected = s.type != SOCK_DGRAM && number_at(line, 5, 16) == UNIX_CONNECTED;
    s.len = strlen(s.name);
    take_unix(reading, number_at(line, 6, 10), &s);
}

/* --- Sockets of AF_PACKET --- */

struct packet_socket {
    unsigned protocol, interface; /* 0: none */
};

static void describe_packet(struct buf *out, const struct packet_socket *s)
{
    switch (s->protocol) {
    case 0:
        buf_adds(out, "packet, no protocol");
        break;
    case ETH_P_ALL:
        buf_adds(out, "packet, all protocols");
        break;
    case ETH_P_IP:
        buf_adds(out, "packet, IPv4");
        break;
    case ETH_P_IPV6:
        buf_adds(out, "packet, IPv6");
        break;
    case ETH_P_ARP:
        buf_adds(out, "packet, ARP");
        break;
    default:
        buf_printf(out, "packet, protocol 0x%04x", s->protocol);
    }
    if (s->interface)
        buf_printf(out, ", on interface %u only", s->interface);
}

static void take_packet(const struct reading *reading, uint64_t inode,
                        const struct packet_socket *s)
{
    struct socket_info *socket = wanted(reading->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    describe_packet(&text, s);
    learn(socket, "packet", &text, s->protocol != 0);
}

static void ask_packet(const struct reading *reading, struct nlmsghdr *head)
{
    (void)reading;
    struct packet_diag_req *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = AF_PACKET;
    request->pdiag_show = PACKET_SHOW_INFO;
}

static void read_packet(const struct reading *reading, const struct nlmsghdr *head)
{
    const struct packet_diag_msg *msg = mnl_nlmsg_get_payload(head);
    struct packet_socket s = { .protocol = msg->pdiag_num };
    const struct nlattr *attr;
    mnl_attr_for_each(attr, head, sizeof(*msg))
    {
        if (mnl_attr_get_type(attr) != PACKET_DIAG_INFO)
            continue;
        const struct packet_diag_info *info = mnl_attr_get_payload(attr);
        s.interface = info->pdi_index;
    }
    take_packet(reading, msg->pdiag_ino, &s);
}

static void parse_packet(const struct reading *reading, const char *line)
{
    struct packet_socket s = { number_at(line, 3, 16), number_at(line, 4, 10) };
    take_packet(reading, number_at(line, 8, 10), &s);
}

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
    return protocol < sizeof(names) / sizeof(*names) ? names[protocol] : NULL;
}

static void take_netlink(const struct reading *reading, uint64_t inode, unsigned protocol,
                         unsigned port)
{
    struct socket_info *socket = wanted(reading->sockets, inode);
    if (!socket)
        return;
    struct buf text = BUF_INIT;
    const char *name = netlink_name(protocol);
    if (name)
        buf_printf(&text, "netlink %s", name);
    else
        buf_printf(&text, "netlink %u", protocol);
    if (port)
        buf_printf(&text, ", bound to %u", port);
    else
        buf_printf(&text, ", %s", not_bound);
    learn(socket, "netlink", &text, port != 0);
}

static void ask_netlink(const struct reading *reading, struct nlmsghdr *head)
{
    (void)reading;
    struct netlink_diag_req *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    request->sdiag_family = AF_NETLINK;
    request->sdiag_protocol = NDIAG_PROTO_ALL;
}

static void read_netlink(const struct reading *reading, const struct nlmsghdr *head)
{
    const struct netlink_diag_msg *msg = mnl_nlmsg_get_payload(head);
    take_netlink(reading, msg->ndiag_ino, msg->ndiag_protocol, msg->ndiag_portid);
}

static void parse_netlink(const struct reading *reading, const char *line)
{
    take_netlink(reading, number_at(line, 9, 10), number_at(line, 1, 10), number_at(line, 2, 10));
}

/* --- Dumps, and the files in their place --- */

/* How the tables of an address family are read. */
static const struct family {
    int family;
    size_t size; /* the fixed part of a dump's message */
    void (*ask)(const struct reading *reading, struct nlmsghdr *head);
    void (*read)(const struct reading *reading, const struct nlmsghdr *head);
    void (*parse)(const struct reading *reading, const char *line);
} families[] = {
    { AF_INET, sizeof(struct inet_diag_msg), ask_inet, read_inet, parse_inet },
    { AF_INET6, sizeof(struct inet_diag_msg), ask_inet, read_inet, parse_inet },
    { AF_UNIX, sizeof(struct unix_diag_msg), ask_unix, read_unix, parse_unix },
    { AF_PACKET, sizeof(struct packet_diag_msg), ask_packet, read_packet, parse_packet },
    { AF_NETLINK, sizeof(struct netlink_diag_msg), ask_netlink, read_netlink, parse_netlink },
};

static const struct family *family_of(const struct table *table)
{
    const struct family *family = families;
    while (family->family != table->family)
        family++;
    return family;
}

static void read_message(const struct nlmsghdr *head, void *owner)
{
    const struct reading *reading = owner;
    const struct family *family = family_of(reading->table);
    if (mnl_nlmsg_get_payload_len(head) >= family->size)
        family->read(reading, head);
}

/* Where a table cannot be read at all, nothing follows from a socket's absence. */
static void conclude_nothing(const struct reading *reading)
{
    vec_each (socket, reading->sockets)
        if (socket->kind == reading->table->kind)
            socket->unlisted = NULL;
}

/* Reads the table from PROC, if it is there. */
static bool read_file(const struct reading *reading, int proc, struct err *err)
{
    const struct table *table = reading->table;
    int fd = table->file ? openat(proc, table->file, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) {
        conclude_nothing(reading);
        return true;
    }
    FILE *file = fdopen(fd, "r");
    AUTO_FREE char *line = NULL;
    size_t cap = 0;
    bool heading = true;
    for (ssize_t n; (n = getline(&line, &cap, file)) > 0; heading = false) {
        line[n - 1] = '\0';
        if (!heading)
            family_of(table)->parse(reading, line);
    }
    bool ok = !ferror(file) || err_sys(err, "cannot read /proc/%s of a box", table->file);
    fclose(file);
    return ok;
}

static bool read_table(const struct reading *reading, int diag, int proc, struct err *err)
{
    bool known = false;
    if (reading->table->number) {
        struct diag_request request;
        struct reading copy = *reading;
        family_of(reading->table)->ask(reading, diag_prepare(&request));
        if (!diag_dump(diag, &request, read_message, &copy, &known, err))
            return err_context(err, "sockets of %s", reading->table->protocol);
    }
    return known || read_file(reading, proc, err);
}

/* Says what can be said of the sockets that no table had. */
static void name_unlisted(struct sockets *sockets, bool complete)
{
    vec_each (socket, sockets) {
        if (socket->text)
            continue;
        const char *unlisted = complete ? socket->unlisted : NULL;
        socket->text = unlisted ? mem_printf("%s, %s", socket->kind, unlisted)
                                : mem_strdup(socket->kind);
    }
}

bool sockets_read(struct sockets *sockets, enum sockets_scope scope, int diag, int proc,
                  struct err *err)
{
    settle(sockets);
    bool ok = true;
    for (size_t i = 0; ok && i < TABLES; i++) {
        struct reading reading = { sockets, &tables[i], scope };
        if (sockets->tables >> i & 1)
            ok = read_table(&reading, diag, proc, err);
    }
    name_unlisted(sockets, ok && scope == SOCKETS_ALL);
    return ok;
}
