#include "doc/manifest/labaddress.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/right.h"
#include "base/text.h"

static const char write_address[] = "write an address with its prefix: 10.0.1.1/24 or fd00:1::1/64";

/* Tells whether ADDRESS is all of the bits BIT behind its prefix, where that means something. */
static bool is_edge(const struct address *address, bool bit)
{
    struct address edge = address_edge(address, bit);
    return address->prefix + 1 < address_size(address) * 8 && address_equal(&edge, address);
}

static bool is_usable(const struct reading *r, const struct node *node,
                      const struct address *address)
{
    AUTO_FREE char *name = field_quote(node_string(node));
    AUTO_FREE char *network = address_network(address);
    bool broadcast = address->family == AF_INET && is_edge(address, true);
    if (address_is_special(address))
        err_hint(field_wrong(r, node, "%s cannot be the address of a host on a network", name),
                 "take one of 10.0.0.0/8 or of fd00::/8");
    else if (broadcast || is_edge(address, false))
        err_hint(field_wrong(r, node, "%s is the %s address of %s itself", name,
                             broadcast ? "broadcast" : "first", network),
                 "a host has one between the first and the last");
    else
        return true;
    return false;
}

/* Reads NODE, an address with its prefix on the network NAME. */
static bool read_address(const struct reading *r, const struct node *node, const char *name,
                         struct address *address)
{
    AUTO_FREE char *what = mem_printf("an address on `%s`", name);
    const char *text = node_string(node), *slash = text ? strchr(text, '/') : NULL;
    if (!text || !address_parse_prefixed(address, text)) {
        field_not(r, node, what, "of IPv4 or IPv6, with its prefix", write_address);
        return false;
    }
    if (!slash) {
        err_hint(field_wrong(r, node, "`%s` lacks the prefix of its network", text),
                 "did you mean %s/%d?", text, address->family == AF_INET ? 24 : 64);
        return false;
    }
    if (address->prefix == 0) {
        AUTO_FREE char *quote = field_quote(slash + 1);
        err_hint(field_wrong(r, node, "the prefix of `%.*s` must be of 1 to %zu bits, but is %s",
                             (int)(slash - text), text, address_size(address) * 8, quote),
                 "%s", write_address);
        return false;
    }
    return is_usable(r, node, address);
}

/*
 * The first address on NETWORK of LAB that is of IPv4, of IPv6 or a link-local one as LIKE is, or
 * NULL. By its prefix the others of its kind share a network.
 */
static const struct lab_address *first_like(const struct lab *lab, size_t network,
                                            const struct address *like)
{
    vec_each (host, &lab->hosts) {
        const struct lab_link *link = lab_link_on(host, network);
        if (!link)
            continue;
        vec_each (own, &link->addresses)
            if (own->address.family == like->family &&
                address_is_local(&own->address) == address_is_local(like))
                return own;
    }
    return NULL;
}

/* Reports that the network of ADDRESS, which is new on NETWORK, has addresses of another one. */
static void check_overlap(const struct reading *r, const struct lab *lab, size_t network,
                          const struct lab_address *address)
{
    const char *name = lab->networks.v[network];
    if (address_is_local(&address->address))
        return;
    vec_each (other, &lab->networks) {
        const struct lab_address *first =
            first_like(lab, (size_t)(other - lab->networks.v), &address->address);
        if (*other == name || !first || !address_overlaps(&address->address, &first->address))
            continue;
        AUTO_FREE char *mine = address_network(&address->address);
        AUTO_FREE char *theirs = address_network(&first->address);
        const char *near = text_nearest(name, (const char *const *)other, 1);
        struct err *err = field_wrong_at(r, address->line,
                                         "%s of `%s` overlaps %s of `%s`, on line %d", mine, name,
                                         theirs, *other, first->line);
        if (near)
            err_hint(err, "did you mean the network `%s`?", near);
        else
            err_hint(err, "give each network addresses of its own");
        return;
    }
}

/* Holds that ADDRESS lies in NETWORK; the first one there says what that is. */
static bool is_inside(const struct reading *r, const struct lab *lab, size_t network,
                      const struct lab_address *address)
{
    char text[ADDRESS_TEXT];
    const char *name = lab->networks.v[network];
    const struct lab_address *first = first_like(lab, network, &address->address);
    if (!first) {
        check_overlap(r, lab, network, address);
        return true;
    }
    AUTO_FREE char *wanted = address_network(&first->address);
    address_text(&address->address, text);
    if (!address_is_in(&address->address, &first->address))
        err_hint(field_wrong_at(r, address->line, "%s is outside of `%s`, which is %s by line %d",
                                text, name, wanted, first->line),
                 "the hosts of a network share its prefix; another network has another name");
    else if (address->address.prefix != first->address.prefix)
        err_hint(field_wrong_at(r, address->line, "`%s` is %s by line %d, not /%u", name, wanted,
                                first->line, address->address.prefix),
                 "did you mean %s/%u?", text, first->address.prefix);
    else
        return true;
    return false;
}

/* Reports that somebody has ADDRESS already: what is sent to it is to come to one host only. */
static void check_free(const struct reading *r, const struct lab *lab, size_t network,
                       const struct lab_address *address)
{
    char text[ADDRESS_TEXT];
    vec_each (host, &lab->hosts)
        vec_each (link, &host->links)
            vec_each (other, &link->addresses) {
                bool elsewhere = address_is_local(&address->address) && link->network != network;
                if (elsewhere || !address_equal(&other->address, &address->address))
                    continue;
                err_hint(
                    field_wrong_at(r, address->line, "%s is an address of `%s` already, on line %d",
                                   address_text(&address->address, text), host->name, other->line),
                    "give each interface an address of its own");
                return;
            }
}

static void add_address(const struct reading *r, const struct node *node, const struct lab *lab,
                        struct lab_link *link)
{
    struct lab_address address = { .line = node->line };
    if (!read_address(r, node, lab->networks.v[link->network], &address.address) ||
        !is_inside(r, lab, link->network, &address))
        return;
    check_free(r, lab, link->network, &address);
    vec_push(&link->addresses, address);
}

void lab_read_addresses(const struct reading *r, const struct node *node, const struct lab *lab,
                        struct lab_link *link)
{
    if (node->kind != NODE_LIST) {
        add_address(r, node, lab, link);
    } else if (node->children.n == 0 || node->children.n > LAB_MAX_ADDRESSES) {
        AUTO_FREE char *what = mem_printf("`%s`", node->key);
        err_hint(field_wrong(r, node, "%s has %zu addresses, not 1 to %d", what, node->children.n,
                             LAB_MAX_ADDRESSES),
                 "%s", write_address);
    } else {
        vec_each (child, &node->children)
            add_address(r, child, lab, link);
    }
}

/* --- Routers --- */

/* Holds that VIA is the address of another host that the host reaches. */
static bool is_reached(const struct reading *r, const struct node *node, const struct lab *lab,
                       const struct lab_host *host, const struct address *via)
{
    const struct lab_link *way = lab_link_to(lab, host, via);
    AUTO_FREE char *name = field_quote(node_string(node));
    if (way && lab_owner(lab, way->network, via) != host)
        return true;
    if (way) {
        err_hint(field_wrong(r, node, "%s is an address of `%s` itself", name, host->name),
                 "name the address of a router that it shares a network with");
        return false;
    }
    AUTO(buf_release) struct buf near = BUF_INIT;
    vec_each (link, &host->links) {
        const struct lab_address *first = first_like(lab, link->network, via);
        AUTO_FREE char *text = first ? address_network(&first->address) : NULL;
        if (text)
            buf_printf(&near, "%s`%s` (%s)", near.len ? ", " : "", lab->networks.v[link->network],
                       text);
    }
    err_hint(field_wrong(r, node, "`%s` reaches no host with the address %s", host->name, name),
             near.len ? "it must be another host's, on %s" : "it has no address of that family",
             buf_str(&near));
    return false;
}

static void read_gateway(const struct reading *r, const struct node *node, const struct lab *lab,
                         struct lab_host *host)
{
    struct address via;
    const char *text = node_string(node), *slash = text ? strchr(text, '/') : NULL;
    if (slash) {
        err_hint(field_wrong(r, node, "`via` is an address without a prefix"), "did you mean %.*s?",
                 (int)(slash - text), text);
        return;
    }
    if (!text || !address_parse(&via, text)) {
        field_not(r, node, "`via`", "the address of a router", "write via: 10.0.1.1");
        return;
    }
    vec_each (other, &host->via)
        if (other->family == via.family) {
            err_hint(field_wrong(r, node, "`via` has two addresses of one family"),
                     "keep one: it is where all goes that is on no network of the host");
            return;
        }
    if (is_reached(r, node, lab, host, &via))
        vec_push(&host->via, via);
}

void lab_read_via(const struct reading *r, const struct node *node, const struct lab *lab,
                  struct lab_host *host)
{
    if (node->kind == NODE_LIST && node->children.n)
        vec_each (child, &node->children)
            read_gateway(r, child, lab, host);
    else
        read_gateway(r, node, lab, host);
}

/* --- A tunnel --- */

static bool has_tun(const struct process_specs *specs)
{
    vec_each (spec, specs)
        if (spec->rights & RIGHT_TUN)
            return true;
    return false;
}

void lab_check_tun(const struct reading *r, const struct lab *lab,
                   const struct process_specs *specs)
{
    struct address tun;
    if (!has_tun(specs) || !address_parse(&tun, RIGHT_TUN_ADDRESS))
        return;
    tun.prefix = RIGHT_TUN_PREFIX;
    vec_each (name, &lab->networks) {
        const struct lab_address *first = first_like(lab, (size_t)(name - lab->networks.v), &tun);
        if (!first || !address_overlaps(&first->address, &tun))
            continue;
        AUTO_FREE char *mine = address_network(&first->address);
        AUTO_FREE char *theirs = address_network(&tun);
        err_hint(field_wrong_at(r, first->line,
                                "%s of `%s` overlaps %s of tun0, which the right `tun` makes", mine,
                                *name, theirs),
                 "give the network other addresses");
    }
}
