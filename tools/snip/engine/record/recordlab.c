#include "engine/record/recordlab.h"

#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/mem.h"

static char *address_word(const struct address *address, bool prefix)
{
    char text[ADDRESS_TEXT];
    address_text(address, text);
    return prefix ? mem_printf("%s/%u", text, address->prefix) : mem_strdup(text);
}

static void take_link(struct record_link *recorded, const struct lab *lab,
                      const struct lab_link *link)
{
    recorded->network = mem_strdup(lab->networks.v[link->network].name);
    recorded->mtu = link->mtu == LAB_DEFAULT_MTU ? 0 : link->mtu;
    vec_each (a, &link->addresses)
        strings_add(&recorded->addresses, address_word(&a->address, true));
}

void record_lab_take(struct record_lab *recorded, const struct lab *lab)
{
    vec_each (network, &lab->networks)
        strings_add(&recorded->networks, mem_strdup(network->name));
    vec_each (host, &lab->hosts) {
        struct record_host *to = vec_add(&recorded->hosts);
        to->name = mem_strdup(host->name);
        to->forward = host->forward;
        vec_each (via, &host->via)
            strings_add(&to->via, address_word(&via->address, false));
        vec_each (link, &host->links)
            take_link(vec_add(&to->links), lab, link);
    }
}

static json_t *print_strings(const struct strings *strings)
{
    json_t *list = json_array();
    vec_each (s, strings)
        json_array_append_new(list, json_string(*s));
    return list;
}

static json_t *print_links(const struct record_links *links)
{
    json_t *list = json_array();
    vec_each (link, links) {
        json_t *json = json_pack("{s:s, s:o}", "network", link->network, "addresses",
                                 print_strings(&link->addresses));
        if (link->mtu)
            json_object_set_new(json, "mtu", json_integer(link->mtu));
        json_array_append_new(list, json);
    }
    return list;
}

json_t *record_lab_print(const struct record_lab *lab)
{
    json_t *hosts = json_array();
    vec_each (host, &lab->hosts) {
        json_t *json = json_pack("{s:s}", "name", host->name);
        if (host->forward)
            json_object_set_new(json, "forward", json_true());
        if (host->via.n)
            json_object_set_new(json, "via", print_strings(&host->via));
        json_object_set_new(json, "links", print_links(&host->links));
        json_array_append_new(hosts, json);
    }
    return json_pack("{s:o, s:o}", "networks", print_strings(&lab->networks), "hosts", hosts);
}

static bool parse_strings(struct strings *strings, json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach (list, i, item) {
        if (!json_is_string(item))
            return false;
        strings_add(strings, mem_strdup(json_string_value(item)));
    }
    return json_is_array(list) && strings->n;
}

static bool parse_link(struct record_link *link, json_t *json)
{
    const char *network;
    json_t *addresses;
    int mtu = 0;
    if (json_unpack(json, "{s:s, s:o, s?:i !}", "network", &network, "addresses", &addresses, "mtu",
                    &mtu) < 0 ||
        mtu < 0)
        return false;
    link->network = mem_strdup(network);
    link->mtu = (unsigned)mtu;
    return parse_strings(&link->addresses, addresses);
}

static bool parse_host(struct record_host *host, json_t *json)
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
        if (!parse_link(vec_add(&host->links), link))
            return false;
    return host->links.n && (!via || parse_strings(&host->via, via));
}

bool record_lab_parse(struct record_lab *lab, json_t *json)
{
    json_t *networks, *hosts, *host;
    size_t i;
    if (json_unpack(json, "{s:o, s:o !}", "networks", &networks, "hosts", &hosts) < 0 ||
        !parse_strings(&lab->networks, networks))
        return false;
    json_array_foreach (hosts, i, host)
        if (!parse_host(vec_add(&lab->hosts), host))
            return false;
    return lab->hosts.n > 0;
}

/* How wide the longest name of a host, and of a network, is. */
static void measure(const struct record_lab *lab, int *host_width, int *network_width)
{
    *host_width = *network_width = 0;
    vec_each (host, &lab->hosts)
        *host_width = (int)strlen(host->name) > *host_width ? (int)strlen(host->name) : *host_width;
    vec_each (name, &lab->networks)
        *network_width = (int)strlen(*name) > *network_width ? (int)strlen(*name) : *network_width;
}

static void show_words(struct buf *out, const struct strings *words)
{
    vec_each (word, words)
        buf_printf(out, "%s%s", word == words->v ? "" : ", ", *word);
}

void record_lab_show(struct buf *out, const struct record_lab *lab)
{
    int hosts, networks;
    measure(lab, &hosts, &networks);
    vec_each (host, &lab->hosts) {
        vec_each (link, &host->links) {
            buf_printf(out, "%-*s  %-*s  ", hosts, link == host->links.v ? host->name : "",
                       networks, link->network);
            show_words(out, &link->addresses);
            buf_printf(out, link->mtu ? "  mtu %u\n" : "\n", link->mtu);
        }
        if (host->via.n) {
            buf_printf(out, "%-*s  via ", hosts, "");
            show_words(out, &host->via);
            buf_addc(out, '\n');
        }
        if (host->forward)
            buf_printf(out, "%-*s  forward\n", hosts, "");
    }
}

void record_lab_release(struct record_lab *lab)
{
    vec_each (host, &lab->hosts) {
        free(host->name);
        strings_release(&host->via);
        vec_each (link, &host->links) {
            free(link->network);
            strings_release(&link->addresses);
        }
        vec_release(&host->links);
    }
    vec_release(&lab->hosts);
    strings_release(&lab->networks);
}
