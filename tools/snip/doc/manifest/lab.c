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
#include "base/text.h"
#include "doc/manifest/labaddress.h"

enum { MIN_MTU = 68, MIN_MTU_IPV6 = 1280, MAX_MTU = 65535 };

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

static void read_link(const struct reading *r, const struct node *node)
{
    if (!is_network_name(r, node))
        return;
    struct lab_link *link = vec_add(&host_of(r)->links);
    link->network = find_network(lab_of(r), node->key);
    lab_read_addresses(r, node, lab_of(r), link);
}

/* --- What else stands in a host --- */

static void read_forward(const struct reading *r, const struct node *node)
{
    if (!field_flag(node, &host_of(r)->forward))
        field_not(r, node, "`forward`", "true or false", "write forward: true for a router");
}

static void read_via(const struct reading *r, const struct node *node)
{
    lab_read_via(r, node, lab_of(r), host_of(r));
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
