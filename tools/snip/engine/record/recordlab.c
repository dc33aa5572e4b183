#include "engine/record/recordlab.h"

#include <string.h>

#include "base/mem.h"

static json_t *print_gateways(const struct lab_gateways *via)
{
    json_t *list = json_array();
    char text[ADDRESS_TEXT];
    vec_each (address, via)
        json_array_append_new(list, json_string(address_text(address, text)));
    return list;
}

static json_t *print_addresses(const struct lab_addresses *addresses)
{
    json_t *list = json_array();
    char text[ADDRESS_TEXT];
    vec_each (own, addresses)
        json_array_append_new(
            list, json_sprintf("%s/%u", address_text(&own->address, text), own->address.prefix));
    return list;
}

static json_t *print_links(const struct lab *lab, const struct lab_host *host)
{
    json_t *list = json_array();
    vec_each (link, &host->links) {
        json_t *json = json_pack("{s:s, s:o}", "network", lab->networks.v[link->network],
                                 "addresses", print_addresses(&link->addresses));
        if (link->mtu)
            json_object_set_new(json, "mtu", json_integer(link->mtu));
        json_array_append_new(list, json);
    }
    return list;
}

json_t *record_lab_print(const struct lab *lab)
{
    json_t *hosts = json_array(), *networks = json_array();
    vec_each (name, &lab->networks)
        json_array_append_new(networks, json_string(*name));
    vec_each (host, &lab->hosts) {
        json_t *json = json_pack("{s:s}", "name", host->name);
        if (host->forward)
            json_object_set_new(json, "forward", json_true());
        if (host->via.n)
            json_object_set_new(json, "via", print_gateways(&host->via));
        json_object_set_new(json, "links", print_links(lab, host));
        json_array_append_new(hosts, json);
    }
    return json_pack("{s:o, s:o}", "networks", networks, "hosts", hosts);
}

/* The place in LAB of the network NAME; past the last where it is none of them. */
static size_t find_network(const struct lab *lab, const char *name)
{
    size_t i = 0;
    while (i < lab->networks.n && strcmp(lab->networks.v[i], name) != 0)
        i++;
    return i;
}

static bool parse_networks(struct lab *lab, json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach (list, i, item) {
        if (!json_is_string(item))
            return false;
        strings_add(&lab->networks, mem_strdup(json_string_value(item)));
    }
    return lab->networks.n > 0;
}

static bool parse_gateways(struct lab_gateways *via, json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach (list, i, item)
        if (!json_is_string(item) || !address_parse(vec_add(via), json_string_value(item)))
            return false;
    return via->n > 0;
}

static bool parse_link(const struct lab *lab, struct lab_link *link, json_t *json)
{
    const char *network;
    json_t *addresses, *item;
    int mtu = 0;
    size_t i;
    if (json_unpack(json, "{s:s, s:o, s?:i !}", "network", &network, "addresses", &addresses, "mtu",
                    &mtu) < 0 ||
        mtu < 0)
        return false;
    link->network = find_network(lab, network);
    link->mtu = (unsigned)mtu;
    json_array_foreach (addresses, i, item) {
        struct address *address = &vec_add(&link->addresses)->address;
        if (!json_is_string(item) || !address_parse_prefixed(address, json_string_value(item)) ||
            address->prefix == 0)
            return false;
    }
    return link->network < lab->networks.n && link->addresses.n;
}

static bool parse_host(const struct lab *lab, struct lab_host *host, json_t *json)
{
    const char *name;
    json_t *links, *link, *via = NULL;
    int forward = 0;
    size_t i;
    if (json_unpack(json, "{s:s, s?:b, s?:o, s:o !}", "name", &name, "forward", &forward, "via",
                    &via, "links", &links) < 0)
        return false;
    host->name = mem_strdup(name);
    host->forward = forward;
    json_array_foreach (links, i, link)
        if (!parse_link(lab, vec_add(&host->links), link))
            return false;
    return host->links.n && (!via || parse_gateways(&host->via, via));
}

bool record_lab_parse(struct lab *lab, json_t *json)
{
    json_t *networks, *hosts, *host;
    size_t i;
    if (json_unpack(json, "{s:o, s:o !}", "networks", &networks, "hosts", &hosts) < 0 ||
        !parse_networks(lab, networks))
        return false;
    json_array_foreach (hosts, i, host)
        if (!parse_host(lab, vec_add(&lab->hosts), host))
            return false;
    return lab->hosts.n > 0;
}

/* How wide the longest name of a host, and of a network, is. */
static void measure(const struct lab *lab, int *host_width, int *network_width)
{
    *host_width = *network_width = 0;
    vec_each (host, &lab->hosts)
        *host_width = (int)strlen(host->name) > *host_width ? (int)strlen(host->name) : *host_width;
    vec_each (name, &lab->networks)
        *network_width = (int)strlen(*name) > *network_width ? (int)strlen(*name) : *network_width;
}

void record_lab_show(struct buf *out, const struct lab *lab)
{
    int hosts, networks;
    char text[ADDRESS_TEXT];
    measure(lab, &hosts, &networks);
    vec_each (host, &lab->hosts) {
        vec_each (link, &host->links) {
            buf_printf(out, "%-*s  %-*s", hosts, link == host->links.v ? host->name : "", networks,
                       lab->networks.v[link->network]);
            vec_each (own, &link->addresses)
                buf_printf(out, "%s%s/%u", own == link->addresses.v ? "  " : ", ",
                           address_text(&own->address, text), own->address.prefix);
            buf_printf(out, link->mtu ? "  mtu %u\n" : "\n", link->mtu);
        }
        if (host->via.n)
            buf_printf(out, "%-*s  via", hosts, "");
        vec_each (via, &host->via)
            buf_printf(out, "%s%s", via == host->via.v ? " " : ", ", address_text(via, text));
        if (host->via.n)
            buf_addc(out, '\n');
        if (host->forward)
            buf_printf(out, "%-*s  forward\n", hosts, "");
    }
}
