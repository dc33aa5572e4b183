/*
 * When a lab can be used, and has become silent: see netlab.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "box/net/making.h"
#include "box/net/netlab.h"

enum {
    PATIENCE_MS = 10000,
    PAUSE_NS = 50000,
    GROUPS_BYTES = 65536, /* of 32 interfaces with 16 addresses */
};

static void pause_for(long ns)
{
    nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
}

/* Waits until the interface INDEX carries frames; what is sent before is dropped without a word. */
static bool await_carrier(struct making *m, size_t host, int index)
{
    bool carries = false;
    for (int64_t end = clock_ns() + PATIENCE_MS * CLOCK_MS;; pause_for(PAUSE_NS)) {
        if (!rtnl_carries(&m->rtnl, index, &carries))
            return making_fail(m, NETLAB_CARRIER, host, errno);
        /*
         * The kernel says so before it has done all that follows from it; a request waits for that.
         */
        if (carries)
            return making_add_up(m, host, index) && making_flush(m);
        if (clock_ns() > end)
            return making_fail(m, NETLAB_CARRIER, host, ETIMEDOUT);
    }
}

static bool await_ports(struct making *m, size_t host)
{
    for (size_t k = 0; k < m->lab->hosts.v[host].links.n; k++) {
        size_t network = m->lab->hosts.v[host].links.v[k].network;
        if (making_has_ports(m, network) &&
            !await_carrier(m, m->lab->hosts.n, netlab_port(network, host)))
            return false;
    }
    return true;
}

bool making_await_hub(struct making *m)
{
    if (m->hub < 0)
        return true;
    if (!making_open(m, m->lab->hosts.n))
        return false;
    for (size_t i = 0; i < m->lab->hosts.n; i++)
        if (!await_ports(m, i))
            return false;
    return true;
}

/* Reads /proc/net/igmp6: a line for each group that an interface is in. */
static bool read_groups(const struct making *m, char text[GROUPS_BYTES])
{
    size_t used = 0;
    ssize_t n = 0;
    AUTO_CLOSE int fd = openat(m->proc, "thread-self/net/igmp6", O_RDONLY | O_CLOEXEC);
    while (fd >= 0 && (n = read(fd, text + used, GROUPS_BYTES - 1 - used)) > 0)
        used += (size_t)n;
    text[used] = '\0';
    return fd >= 0 && n == 0;
}

/* Tells whether ADDRESS has its group, by which others ask for it (RFC 4291), on link K of HOST. */
static bool is_joined(const struct making *m, size_t host, size_t k, const struct address *address,
                      const char *groups)
{
    char line[96];
    const unsigned char *end = address->bytes + 13;
    size_t network = m->lab->hosts.v[host].links.v[k].network;
    snprintf(line, sizeof(line), "\n%-4d %-15s ff0200000000000000000001ff%02x%02x%02x ",
             FIRST_INDEX + (int)k, m->lab->networks.v[network], end[0], end[1], end[2]);
    return address->family != AF_INET6 || strstr(groups, line);
}

static bool is_reachable(const struct making *m, size_t host, const char *groups)
{
    for (size_t k = 0; k < m->lab->hosts.v[host].links.n; k++) {
        const struct lab_link *link = &m->lab->hosts.v[host].links.v[k];
        struct address local;
        if (making_needs_local(m, host, k, &local) && !is_joined(m, host, k, &local, groups))
            return false;
        vec_each (own, &link->addresses)
            if (!is_joined(m, host, k, &own->address, groups))
                return false;
    }
    return true;
}

/* Tells whether no report is still to be sent: bit 1 of a group's fifth word. */
static bool is_silent(const char *groups)
{
    for (const char *line = groups; *line; line = strchrnul(line, '\n'), line += *line == '\n')
        if (strtoul(text_word(line, 4), NULL, 16) & 1)
            return false;
    return true;
}

static bool has_ipv6(const struct lab_host *host)
{
    vec_each (link, &host->links)
        if (making_is_ipv6(link))
            return true;
    return false;
}

/* Waits until HOST is in its groups, or with SILENT until it has told of them. */
static bool await_groups(struct making *m, size_t host, bool silent)
{
    char groups[GROUPS_BYTES];
    for (int64_t end = clock_ns() + PATIENCE_MS * CLOCK_MS;; pause_for(PAUSE_NS)) {
        if (!read_groups(m, groups))
            return making_fail(m, NETLAB_IPV6, host, errno);
        if (silent ? is_silent(groups) : is_reachable(m, host, groups))
            return true;
        if (clock_ns() > end)
            return making_fail(m, NETLAB_IPV6, host, ETIMEDOUT);
    }
}

/* Lets HOST speak of its groups as the kernel does by default, once it has said all of now. */
static bool finish_ipv6(struct making *m, size_t number)
{
    const struct lab_host *host = &m->lab->hosts.v[number];
    /* An address joins its groups one after the other: a request waits for the last. */
    if (!await_groups(m, number, false) || !making_add_up(m, number, LOOPBACK_INDEX) ||
        !making_flush(m) || !await_groups(m, number, true))
        return false;
    /* By the second version a host with a link-local address would speak once more. */
    for (size_t k = 0; !m->held && k < host->links.n; k++) {
        const char *name = m->lab->networks.v[host->links.v[k].network];
        if (making_is_ipv6(&host->links.v[k]) &&
            !(making_set_on(m, name, "mldv1_unsolicited_report_interval", "10000") &&
              making_set_on(m, name, "force_mld_version", "0")))
            return making_fail(m, NETLAB_SETTINGS, number, errno);
    }
    return true;
}

bool making_settle(struct making *m, size_t host)
{
    if (!making_open(m, host))
        return false;
    for (size_t k = 0; k < m->lab->hosts.v[host].links.n; k++)
        if (!await_carrier(m, host, FIRST_INDEX + (int)k))
            return false;
    if (has_ipv6(&m->lab->hosts.v[host]) && !finish_ipv6(m, host))
        return false;
    if (m->held && !making_hold_routes(m, host))
        return false;
    /* What a program makes with a right to, a tun interface say, is as the kernel makes it. */
    return making_set_new(m, "-1", "0", "0") || making_fail(m, NETLAB_SETTINGS, host, errno);
}
