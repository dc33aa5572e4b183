#include "box/look/sockets.h"

#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "box/look/socktable.h"
#include "box/net/diag.h"

static const char no_connection[] = "neither listening nor connected";
static const char not_bound[] = "not bound";

static const struct table tables[] = {
    { "TCP", "TCP", &family_inet, AF_INET, IPPROTO_TCP, "1/net/tcp", no_connection },
    { "TCPv6", "TCP", &family_inet, AF_INET6, IPPROTO_TCP, "1/net/tcp6", no_connection },
    { "MPTCP", "MPTCP", &family_inet, AF_INET, IPPROTO_MPTCP, NULL, no_connection },
    { "MPTCPv6", "MPTCP", &family_inet, AF_INET6, IPPROTO_MPTCP, NULL, no_connection },
    { "UDP", "UDP", &family_inet, AF_INET, IPPROTO_UDP, "1/net/udp", not_bound },
    { "UDPv6", "UDP", &family_inet, AF_INET6, IPPROTO_UDP, "1/net/udp6", not_bound },
    { "UDP-Lite", "UDP-Lite", &family_inet, AF_INET, IPPROTO_UDPLITE, "1/net/udplite", not_bound },
    { "UDPLITEv6", "UDP-Lite", &family_inet, AF_INET6, IPPROTO_UDPLITE, "1/net/udplite6",
      not_bound },
    { "RAW", "raw", &family_inet, AF_INET, 0, "1/net/raw", NULL },
    { "RAWv6", "raw", &family_inet, AF_INET6, 0, "1/net/raw6", NULL },
    { "PING", "ICMP", &family_inet, AF_INET, 0, "1/net/icmp", "without an identifier" },
    { "PINGv6", "ICMP", &family_inet, AF_INET6, 0, "1/net/icmp6", "without an identifier" },
    { "UNIX", "UNIX", &family_unix, AF_UNIX, 1, "1/net/unix", NULL },
    { "PACKET", "packet", &family_packet, AF_PACKET, 1, "1/net/packet", NULL },
    { "NETLINK", "netlink", &family_netlink, AF_NETLINK, 1, "1/net/netlink", not_bound },
};

enum { TABLES = COUNT(tables) };

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
    socket->serves = socket->bound = table->number == 0; /* raw and ICMP: it is there */
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

struct socket_info *sockets_find(const struct sockets *sockets, uint64_t inode)
{
    struct socket_info key = { .inode = inode };
    return sockets->n ? bsearch(&key, sockets->v, sockets->n, sizeof(key), by_inode) : NULL;
}

void sockets_release(struct sockets *sockets)
{
    vec_each (socket, sockets)
        free(socket->text);
    vec_release(sockets);
}

void scan_learn(struct socket_info *socket, const char *kind, struct buf *text, bool serves,
                bool bound)
{
    free(socket->text);
    socket->kind = kind;
    socket->text = buf_steal(text);
    socket->serves = serves;
    socket->bound = serves || bound;
}

unsigned scan_number(const char *line, size_t word, int base)
{
    return (unsigned)strtoul(text_word(line, word), NULL, base);
}

/* --- Dumps, and the files in their place --- */

static void read_message(const struct nlmsghdr *head, void *owner)
{
    const struct scan *scan = owner;
    if (mnl_nlmsg_get_payload_len(head) >= scan->table->how->size)
        scan->table->how->read(scan, head);
}

/* Where a table cannot be read at all, nothing follows from a socket's absence. */
static void conclude_nothing(const struct scan *scan)
{
    vec_each (socket, scan->sockets)
        if (socket->kind == scan->table->kind)
            socket->unlisted = NULL;
}

/* Reads the table from PROC, if it is there. */
static bool read_file(const struct scan *scan, int proc, struct err *err)
{
    const struct table *table = scan->table;
    int fd = table->file ? openat(proc, table->file, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) {
        conclude_nothing(scan);
        return true;
    }
    FILE *file = fdopen(fd, "r");
    AUTO_FREE char *line = NULL;
    size_t cap = 0;
    bool heading = true;
    for (ssize_t n; (n = getline(&line, &cap, file)) > 0; heading = false) {
        line[n - 1] = '\0';
        if (!heading)
            table->how->parse(scan, line);
    }
    bool ok = !ferror(file) || err_sys(err, "cannot read /proc/%s of a box", table->file);
    fclose(file);
    return ok;
}

static bool read_table(struct scan *scan, int diag, int proc, struct err *err)
{
    bool known = false;
    if (scan->table->number) {
        struct diag_request request;
        scan->table->how->ask(scan, diag_prepare(&request));
        if (!diag_dump(diag, &request, read_message, scan, &known, err))
            return err_context(err, "sockets of %s", scan->table->protocol);
    }
    return known || read_file(scan, proc, err);
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
        struct scan scan = { sockets, &tables[i], scope == SOCKETS_ALL, scope == SOCKETS_BOUND };
        if (sockets->tables >> i & 1)
            ok = read_table(&scan, diag, proc, err);
    }
    name_unlisted(sockets, ok && scope == SOCKETS_ALL);
    return ok;
}
