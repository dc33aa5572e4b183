#include "box/trace/states.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

enum {
    NS_PER_MS = 1000000,
    MS_LATE = 50,        /* how late a timer may be looked at that has just been set */
    BOUND_INACTIVE = 13, /* a state of the kernel's own (6.8): bound, not connected */
    RETRANSMITS = 1,     /* idiag_timer: a segment is sent again … */
    PROBES = 4,          /* … or the other's window asked for */
};

/* Counters that are told, by their table and name in /proc/net/snmp or /proc/net/netstat. */
static const struct {
    const char *table, *name;
} counters[] = {
    { "TcpExt", "ListenOverflows" }, { "TcpExt", "TCPAbortOnData" },
    { "TcpExt", "TCPAbortOnClose" }, { "TcpExt", "TCPAbortOnLinger" },
    { "TcpExt", "TCPReqQFullDrop" }, { "TcpExt", "TCPReqQFullDoCookies" },
    { "TcpExt", "TCPTimeouts" },     { "TcpExt", "TCPAbortOnTimeout" },
    { "TcpExt", "TCPRcvQDrop" },     { "Tcp", "RetransSegs" },
    { "Tcp", "InCsumErrors" },       { "Udp", "NoPorts" },
    { "Udp", "InCsumErrors" },       { "Udp", "RcvbufErrors" },
};
enum { NCOUNTERS = COUNT(counters), TIMEOUTS = 6 };

bool states_begin(struct states *states, size_t host)
{
    *states = (struct states){ .snmp = -1, .netstat = -1, .host = (uint8_t)host, .timer = -1 };
    states->diag = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    return states->diag >= 0;
}

/* --- Sockets --- */

static bool is_same(const struct event_socket *a, const struct event_socket *b)
{
    return a->family == b->family && a->local_port == b->local_port &&
           a->remote_port == b->remote_port && memcmp(a->local, b->local, sizeof(a->local)) == 0 &&
           memcmp(a->remote, b->remote, sizeof(a->remote)) == 0;
}

static struct event event_of(const struct states *states, const struct event_socket *socket)
{
    return (struct event){
        .kind = EVENT_STATE, .thread = EVENT_NOBODY, .host = states->host, .socket = *socket
    };
}

static struct event_socket socket_of(const struct inet_diag_msg *message)
{
    struct event_socket is = {
        .family = message->idiag_family,
        .protocol = IPPROTO_TCP,
        .state = message->idiag_state,
        .local_port = ntohs(message->id.idiag_sport),
        .remote_port = ntohs(message->id.idiag_dport),
        .unread = message->idiag_rqueue,
        .unsent = message->idiag_wqueue,
        .inode = message->idiag_inode,
    };
    memcpy(is.local, message->id.idiag_src, sizeof(is.local));
    memcpy(is.remote, message->id.idiag_dst, sizeof(is.remote));
    return is;
}

/* How many milliseconds there are until the timer goes off by which it sends; -1: never. */
static int64_t timer_of(const struct inet_diag_msg *message)
{
    bool sends = message->idiag_timer == RETRANSMITS || message->idiag_timer == PROBES;
    return sends && message->idiag_state != TCP_LISTEN ? (int64_t)message->idiag_expires : -1;
}

/*
 * When the timer of a socket goes off that IS so now, on the clock that is at NOW, where KNOWN
 * (NULL: nothing) was seen of it before. The clock stands still while the kernel's goes on: so a
 * timer that runs on keeps its time. One that has just been set is taken for what it was set to,
 * however late it is looked at: tenths of a second, as Linux begins at 200 ms or 1 s and doubles
 * (TCP_RTO_MIN, TCP_TIMEOUT_INIT; RFC 6298, 5.5).
 */
static int64_t due(const struct states_socket *known, const struct states_socket *is, int64_t now)
{
    enum { UNIT = 2 * MS_LATE };
    if (is->left < 0)
        return -1;
    if (known && known->left >= is->left && known->is.state == is->is.state &&
        known->is.unsent == is->is.unsent && known->attempts == is->attempts)
        return known->due;
    int64_t set = is->left < MS_LATE ? is->left : (is->left + MS_LATE) / UNIT * UNIT;
    return now + set * NS_PER_MS;
}

/* Takes what a look gives of a socket; tells of it where it is new, or not as it was. */
static void take_socket(struct states *states, const struct inet_diag_msg *message, int64_t now,
                        wires_tell *tell, void *owner)
{
    struct states_socket is = { socket_of(message), true, message->idiag_retrans, timer_of(message),
                                -1 };
    size_t i = 0;
    while (i < states->n && !is_same(&states->sockets[i].is, &is.is))
        i++;
    if (i == STATES_SOCKETS)
        return;
    struct states_socket *known = i < states->n ? &states->sockets[i] : NULL;
    bool changed = !known || known->is.state != is.is.state || known->is.unread != is.is.unread ||
                   known->is.unsent != is.is.unsent || known->is.inode != is.is.inode;
    is.due = due(known, &is, now);
    if (is.due >= 0 && (states->timer < 0 || is.due < states->timer))
        states->timer = is.due;
    states->sockets[i] = is;
    states->n += i == states->n;
    if (!changed)
        return;
    struct event event = event_of(states, &is.is);
    tell(owner, &event);
}

/* Tells of the sockets that are gone. */
static void drop_unseen(struct states *states, wires_tell *tell, void *owner)
{
    size_t kept = 0;
    for (size_t i = 0; i < states->n; i++) {
        if (states->sockets[i].seen) {
            states->sockets[i].seen = false;
            states->sockets[kept++] = states->sockets[i];
            continue;
        }
        struct event event = event_of(states, &states->sockets[i].is);
        event.socket.state = 0;
        event.socket.unread = event.socket.unsent = 0;
        tell(owner, &event);
    }
    states->n = kept;
}

/* Asks for the TCP sockets of FAMILY. */
static bool ask(int diag, int family)
{
    struct {
        struct nlmsghdr head;
        struct inet_diag_req_v2 body;
    } request = {
        .head = { .nlmsg_len = sizeof(request),
                  .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
        .body = { .sdiag_family = (uint8_t)family,
                  .sdiag_protocol = IPPROTO_TCP,
                  .idiag_states = ~(1U << BOUND_INACTIVE) },
    };
    return send(diag, &request, sizeof(request), 0) == (ssize_t)sizeof(request);
}

/* Takes the messages of a packet of LEN bytes. Returns whether there are more packets to come. */
static bool take_packet(struct states *states, const char *bytes, size_t len, int64_t now,
                        wires_tell *tell, void *owner)
{
    const struct nlmsghdr *head = (const struct nlmsghdr *)(const void *)bytes;
    for (unsigned left = (unsigned)len; NLMSG_OK(head, left); head = NLMSG_NEXT(head, left)) {
        if (head->nlmsg_type == NLMSG_DONE || head->nlmsg_type == NLMSG_ERROR)
            return false;
        const struct inet_diag_msg *message = NLMSG_DATA(head);
        take_socket(states, message, now, tell, owner);
    }
    return true;
}

void states_look(struct states *states, int64_t now, wires_tell *tell, void *owner)
{
    static const int families[] = { AF_INET, AF_INET6 };
    _Alignas(struct nlmsghdr) char bytes[16384];
    states->timer = -1;
    states->timed_out = false;
    for (size_t i = 0; i < COUNT(families); i++) {
        ssize_t n = ask(states->diag, families[i]) ? 1 : -1;
        while (n > 0) {
            n = recv(states->diag, bytes, sizeof(bytes), 0);
            if (n > 0 && !take_packet(states, bytes, (size_t)n, now, tell, owner))
                n = 0;
        }
    }
    drop_unseen(states, tell, owner);
}

/* --- Counters --- */

/* The number of the column NAME in the line of heads at HEADS; -1. Both lines begin with TABLE. */
static int column(const char *heads, const char *name)
{
    size_t len = strlen(name);
    int number = 0;
    for (const char *at = strchr(heads, ' '); at && *at == ' '; number++) {
        size_t width = strcspn(++at, " \n");
        if (width == len && memcmp(at, name, len) == 0)
            return number;
        at += width;
    }
    return -1;
}

static uint64_t value_at(const char *values, int number)
{
    const char *at = strchr(values, ' ');
    while (at && number-- > 0)
        at = strchr(at + 1, ' ');
    return at ? strtoull(at + 1, NULL, 10) : 0;
}

/* The counter number I in TEXT, of pairs of lines; false where it is not there. */
static bool find_counter(const char *text, size_t i, uint64_t *value)
{
    size_t len = strlen(counters[i].table);
    for (const char *heads = text; *heads;) {
        const char *values = strchr(heads, '\n');
        if (!values++)
            return false;
        int number = memcmp(heads, counters[i].table, len) == 0 && heads[len] == ':'
                         ? column(heads, counters[i].name)
                         : -1;
        if (number >= 0) {
            *value = value_at(values, number);
            return true;
        }
        heads = strchr(values, '\n');
        if (!heads++)
            return false;
    }
    return false;
}

static void tell_counter(const struct states *states, size_t i, uint64_t rise, wires_tell *tell,
                         void *owner)
{
    struct event event = {
        .kind = EVENT_COUNTER, .thread = EVENT_NOBODY, .host = states->host, .value = (int64_t)rise
    };
    int n = snprintf((char *)event.data, sizeof(event.data), "%s%s",
                     strcmp(counters[i].table, "TcpExt") == 0 ? "" : counters[i].table,
                     counters[i].name);
    event.len = (uint32_t)n;
    tell(owner, &event);
}

static void take_counters(struct states *states, const char *text, wires_tell *tell, void *owner)
{
    for (size_t i = 0; i < NCOUNTERS; i++) {
        uint64_t value;
        if (!find_counter(text, i, &value))
            continue;
        uint64_t rise = value - states->counters[i];
        states->counters[i] = value;
        if (rise && i == TIMEOUTS)
            states->timed_out = true;
        else if (rise && states->counted)
            tell_counter(states, i, rise, tell, owner);
    }
}

void states_count(struct states *states, int proc, long pid, wires_tell *tell, void *owner)
{
    static const char *const names[] = { "snmp", "netstat" };
    int *files[] = { &states->snmp, &states->netstat };
    char text[16384], path[64];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof(path), "%ld/net/%s", pid, names[i]);
        if (*files[i] < 0)
            *files[i] = openat(proc, path, O_RDONLY | O_CLOEXEC);
        ssize_t n = *files[i] < 0 ? -1 : pread(*files[i], text, sizeof(text) - 1, 0);
        text[n > 0 ? n : 0] = '\0';
        take_counters(states, text, tell, owner);
    }
    states->counted = true;
}
