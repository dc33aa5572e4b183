/*
 * A lab is read in three passes, since any host may be spoken of before its line: first every host
 * with its interfaces, which makes the networks; then what else stands in each host; then, when the
 * processes are known, which of them runs where.
 */
#include "doc/manifest/lab.h"

#include <linux/if.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/right.h"
#include "base/text.h"

enum { MIN_MTU = 68, MIN_MTU_IPV6 = 1280, MAX_MTU = 65535 };

static const char write_address[] = "write an address with its prefix: 10.0.1.1/24 or fd00:1::1/64";

/* What a key of a host is read into. */
struct lab_reading {
    struct lab *lab;
    struct lab_host *host;
};

static struct lab *lab_of(const struct reading *r)
{
    return ((struct lab_reading *)r->into)->lab;
}

static struct lab_host *host_of(const struct reading *r)
{
    return ((struct lab_reading *)r->into)->host;
}

static const char *network_name(const struct lab *lab, const struct lab_link *link)
{
    return lab->networks.v[link->network];
}

/* --- Names --- */

static bool is_reserved_interface(const char *name)
{
    /* Of every host; of `rights: tun`; of folders beside the interfaces' own in /proc/sys/net; and
     * those that a kernel with the drivers of tunnels makes in each network namespace. */
    static const char *const taken[] = { "lo",   "tun0",    "all",     "default", "tunl0",
                                         "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0",
                                         "sit0", "ip6tnl0", "ip6gre0" };
    for (size_t i = 0; i < COUNT(taken); i++)
        if (strcmp(taken[i], name) == 0)
            return true;
    return false;
}

static bool is_network_name(const struct reading *r, const struct node *node)
{
    AUTO_FREE char *name = field_quote(node->key);
    if (!field_is_name(node->key))
        err_hint(field_wrong_at(r, node->key_line, "%s cannot name a network", name),
                 "a name is of a-z, 0-9, _ and -, begins with a letter, and has %d characters at "
                 "most",
                 IFNAMSIZ - 1);
    else if (strlen(node->key) >= IFNAMSIZ)
        err_hint(
            field_wrong_at(r, node->key_line, "%s is too long for the name of an interface", name),
            "it can have %d characters", IFNAMSIZ - 1);
    else if (is_reserved_interface(node->key))
        err_hint(field_wrong_at(r, node->key_line, "%s is a name that the kernel gives", name),
                 "choose another name: lan, dmz, …");
    else
        return true;
    return false;
}

static void check_host_name(const struct reading *r, const struct node *node)
{
    static const char *const taken[] = { "localhost", "ip6-localhost", "ip6-loopback" };
    AUTO_FREE char *name = field_quote(node->key);
    field_check_name(r, node->key_line, node->key, "a host");
    for (size_t i = 0; i < COUNT(taken); i++)
        if (strcmp(taken[i], node->key) == 0)
            err_hint(field_wrong_at(r, node->key_line, "%s is every host's name for itself", name),
                     "choose another name");
}

/* --- Addresses --- */

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
 * The first address on NETWORK of LAB that is of IPv4, of IPv6 or a link-local one as LIKE is, or NULL.
 * By its prefix the others of its kind share a network.
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
static void check_overlap(const struct reading *r, size_t network,
                          const struct lab_address *address)
{
    const struct lab *lab = lab_of(r);
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
static bool is_inside(const struct reading *r, size_t network, const struct lab_address *address)
{
    char text[ADDRESS_TEXT];
    const char *name = lab_of(r)->networks.v[network];
    const struct lab_address *first = first_like(lab_of(r), network, &address->address);
    if (!first) {
        check_overlap(r, network, address);
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
static void check_free(const struct reading *r, size_t network, const struct lab_address *address)
{
    char text[ADDRESS_TEXT];
    vec_each (host, &lab_of(r)->hosts)
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

static void add_address(const struct reading *r, const struct node *node, struct lab_link *link)
{
    struct lab_address address = { .line = node->line };
    if (!read_address(r, node, network_name(lab_of(r), link), &address.address) ||
        !is_inside(r, link->network, &address))
        return;
    check_free(r, link->network, &address);
    vec_push(&link->addresses, address);
}

/* --- Interfaces --- */

/* The place of the network NAME, which is made where it is new. */
static size_t find_network(struct lab *lab, const char *name)
{
    for (size_t i = 0; i < lab->networks.n; i++)
        if (strcmp(lab->networks.v[i], name) == 0)
            return i;
    strings_add(&lab->networks, mem_strdup(name));
    return lab->networks.n - 1;
}

static void read_addresses(const struct reading *r, const struct node *node, struct lab_link *link)
{
    if (node->kind != NODE_LIST) {
        add_address(r, node, link);
    } else if (node->children.n == 0 || node->children.n > LAB_MAX_ADDRESSES) {
        AUTO_FREE char *what = mem_printf("`%s`", node->key);
        err_hint(field_wrong(r, node, "%s has %zu addresses, not 1 to %d", what, node->children.n,
                             LAB_MAX_ADDRESSES),
                 "%s", write_address);
    } else {
        vec_each (child, &node->children)
            add_address(r, child, link);
    }
}

static void read_link(const struct reading *r, const struct node *node)
{
    if (!is_network_name(r, node))
        return;
    struct lab_link *link = vec_add(&host_of(r)->links);
    link->network = find_network(lab_of(r), node->key);
    read_addresses(r, node, link);
}

/* --- What else stands in a host --- */

static void read_forward(const struct reading *r, const struct node *node)
{
    const char *word = node_string(node);
    if (word && (strcmp(word, "true") == 0 || strcmp(word, "false") == 0))
        host_of(r)->forward = *word == 't';
    else
        field_not(r, node, "`forward`", "true or false", "write forward: true for a router");
}

/* Holds that VIA is the address of another host that the host reaches. */
static bool is_reached(const struct reading *r, const struct node *node, const struct address *via)
{
    const struct lab *lab = lab_of(r);
    const struct lab_host *host = host_of(r);
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
            buf_printf(&near, "%s`%s` (%s)", near.len ? ", " : "", network_name(lab, link), text);
    }
    err_hint(field_wrong(r, node, "`%s` reaches no host with the address %s", host->name, name),
             near.len ? "it must be another host's, on %s" : "it has no address of that family",
             buf_str(&near));
    return false;
}

static void read_gateway(const struct reading *r, const struct node *node)
{
    struct lab_gateways *all = &host_of(r)->via;
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
    vec_each (other, all)
        if (other->family == via.family) {
            err_hint(field_wrong(r, node, "`via` has two addresses of one family"),
                     "keep one: it is where all goes that is on no network of the host");
            return;
        }
    if (is_reached(r, node, &via))
        vec_push(all, via);
}

static void read_via(const struct reading *r, const struct node *node)
{
    if (node->kind == NODE_LIST && node->children.n)
        vec_each (child, &node->children)
            read_gateway(r, child);
    else
        read_gateway(r, node);
}

/* Reads NODE, the mtu of LINK. */
static void set_mtu(const struct reading *r, const struct node *node, struct lab_link *link)
{
    int mtu = 0;
    bool ipv6 = false;
    vec_each (address, &link->addresses)
        ipv6 |= address->address.family == AF_INET6;
    int least = ipv6 ? MIN_MTU_IPV6 : MIN_MTU;
    if (field_number(node, MAX_MTU, &mtu) && mtu >= least) {
        link->mtu = mtu == LAB_DEFAULT_MTU ? 0 : (unsigned)mtu;
        return;
    }
    AUTO_FREE char *what = mem_printf("the mtu of `%s`", network_name(lab_of(r), link));
    AUTO_FREE char *wanted = mem_printf("a number from %d to %d", least, MAX_MTU);
    field_not(r, node, what, wanted,
              ipv6 && mtu >= MIN_MTU ? "IPv6 is not carried by less than 1280 (RFC 8200)"
                                     : "write mtu: 1400, or of one network mtu: { lan: 1400 }");
}

/* Reads NODE, the mtu on the network that is its key. */
static void read_network_mtu(const struct reading *r, const struct node *node)
{
    VEC(const char *) names = { 0 };
    vec_each (link, &host_of(r)->links) {
        vec_push(&names, network_name(lab_of(r), link));
        if (strcmp(network_name(lab_of(r), link), node->key) != 0)
            continue;
        set_mtu(r, node, link);
        vec_release(&names);
        return;
    }
    AUTO_FREE char *name = field_quote(node->key);
    field_hint_nearest(
        field_wrong_at(r, node->key_line, "`%s` is on no network %s", host_of(r)->name, name),
        node->key, names.v, names.n, "it is on:");
    vec_release(&names);
}

static void read_mtu(const struct reading *r, const struct node *node)
{
    if (node->kind == NODE_MAP && node->children.n)
        vec_each (child, &node->children)
            read_network_mtu(r, child);
    else
        vec_each (link, &host_of(r)->links) {
            size_t before = r->errs->n;
            set_mtu(r, node, link);
            if (r->errs->n > before)
                return; /* once is enough */
        }
}

/* Every other key of a host is a network. */
static const struct field settings[] = { FIELD("forward", read_forward), FIELD("via", read_via),
                                         FIELD("mtu", read_mtu) };

static const struct field *find_setting(const char *name)
{
    for (size_t i = 0; i < COUNT(settings); i++)
        if (strcmp(settings[i].name, name) == 0)
            return &settings[i];
    return NULL;
}

/* Tells whether NODE is meant to be a setting whose name was not quite met, which is reported. */
static bool is_near_setting(const struct reading *r, const struct node *node)
{
    VEC(const char *) names = { 0 };
    for (size_t i = 0; i < COUNT(settings); i++)
        vec_push(&names, settings[i].name);
    const char *text = node_string(node), *near = text_nearest(node->key, names.v, names.n);
    bool is = near && text && !strchr(text, '/');
    if (is)
        err_hint(field_wrong_at(r, node->key_line,
                                "`%s` is neither a setting nor a network with an address",
                                node->key),
                 "did you mean `%s`?", near);
    vec_release(&names);
    return is;
}

/* --- Hosts --- */

static void read_links(const struct reading *r, const struct node *node)
{
    size_t before = r->errs->n;
    check_host_name(r, node);
    if (node->kind != NODE_MAP && !node_is_null(node)) {
        AUTO_FREE char *name = field_quote(node->key);
        field_not(r, node, name, "a mapping of networks to addresses",
                  "write NAME: { lan: 10.0.1.1/24 }");
        return;
    }
    vec_each (child, &node->children)
        if (!find_setting(child->key) && !is_near_setting(r, child))
            read_link(r, child);
    if (host_of(r)->links.n == 0 && r->errs->n == before)
        err_hint(field_wrong_at(r, node->key_line, "`%s` is on no network", node->key),
                 "write %s: { lan: 10.0.1.1/24 }", node->key);
}

static void read_settings(const struct reading *r, const struct node *node)
{
    vec_each (child, &node->children) {
        const struct field *setting = find_setting(child->key);
        if (setting)
            setting->read(r, child);
    }
}

/* Reads the hosts that are the children of NODE by READ, each into its place. */
static void each_host(const struct reading *r, const struct node *node,
                      void (*read)(const struct reading *r, const struct node *node))
{
    struct lab *lab = r->into;
    for (size_t i = 0; i < lab->hosts.n; i++) {
        struct lab_reading one = { lab, &lab->hosts.v[i] };
        struct reading inner = reading_into(r, &one);
        read(&inner, &node->children.v[i]);
    }
}

void lab_read(const struct reading *r, const struct node *node)
{
    struct lab *lab = r->into;
    lab->line = node->key_line;
    if (node->kind != NODE_MAP || node->children.n == 0) {
        field_not(r, node, "`lab`", "a mapping of hosts to their networks",
                  "write lab: { server: { lan: 10.0.1.1/24 }, client: { lan: 10.0.1.2/24 } }");
        return;
    }
    if (node->children.n > LAB_MAX_HOSTS) {
        err_hint(field_wrong_at(r, node->children.v[LAB_MAX_HOSTS].key_line,
                                "`lab` has %zu hosts, over %d", node->children.n, LAB_MAX_HOSTS),
                 "show fewer: several processes can run on one host");
        return;
    }
    vec_each (child, &node->children)
        vec_add(&lab->hosts)->name = mem_strdup(child->key);
    size_t before = r->errs->n;
    each_host(r, node, read_links);
    if (lab->networks.n > LAB_MAX_NETWORKS)
        err_hint(field_wrong_at(r, lab->line, "`lab` has %zu networks, over %d", lab->networks.n,
                                LAB_MAX_NETWORKS),
                 "show fewer");
    if (r->errs->n == before)
        each_host(r, node, read_settings);
}

/* --- Processes --- */

/* The host NAME of LAB, or NULL. */
static const struct lab_host *find_host(const struct lab *lab, const char *name)
{
    vec_each (host, &lab->hosts)
        if (strcmp(host->name, name) == 0)
            return host;
    return NULL;
}

static void no_host(const struct reading *r, const struct lab *lab, const struct process_spec *spec)
{
    VEC(const char *) names = { 0 };
    vec_each (host, &lab->hosts)
        vec_push(&names, host->name);
    AUTO_FREE char *quote = field_quote(spec->on ? spec->on : spec->name);
    if (spec->on)
        field_hint_nearest(field_wrong_at(r, spec->on_line, "there is no host %s", quote), spec->on,
                           names.v, names.n, "hosts:");
    else if (spec->line)
        err_hint(field_wrong_at(r, spec->line, "it is not said on which host %s runs", quote),
                 "write it: on: %s", lab->hosts.v[0].name);
    else
        err_hint(field_wrong_at(r, lab->line, "it is not said on which host the program runs"),
                 "name the process: run: { %s: { on: %s } }", spec->name, lab->hosts.v[0].name);
    vec_release(&names);
}

void lab_place(const struct reading *r, const struct lab *lab, struct process_specs *specs)
{
    vec_each (spec, specs) {
        if (!lab->line && spec->on)
            err_hint(field_wrong_at(r, spec->on_line, "`on` names a host, but there is no `lab`"),
                     "say what the hosts are: lab: { server: { lan: 10.0.1.1/24 } }");
        bool wrong = spec->on_line && !spec->on; /* and reported */
        if (lab->hosts.n == 0 || wrong || (!spec->on && lab->hosts.n == 1))
            continue;
        const struct lab_host *host = find_host(lab, spec->on ? spec->on : spec->name);
        if (host)
            spec->host = (size_t)(host - lab->hosts.v);
        else
            no_host(r, lab, spec);
    }
}

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
