#include "base/lab.h"

#include <stdlib.h>

#include "base/mem.h"

const struct lab_link *lab_link_on(const struct lab_host *host, size_t network)
{
    vec_each (link, &host->links)
        if (link->network == network)
            return link;
    return NULL;
}

const struct lab_host *lab_owner(const struct lab *lab, size_t network,
                                 const struct address *address)
{
    vec_each (host, &lab->hosts) {
        const struct lab_link *link = lab_link_on(host, network);
        if (!link)
            continue;
        vec_each (own, &link->addresses)
            if (address_equal(&own->address, address))
                return host;
    }
    return NULL;
}

const struct lab_link *lab_link_to(const struct lab *lab, const struct lab_host *host,
                                   const struct address *via)
{
    vec_each (link, &host->links)
        if (lab_owner(lab, link->network, via))
            return link;
    return NULL;
}

/* Adds the addresses of HOST on networks that NEIGHBOUR is on, or those on others. */
static void add_names(struct buf *out, const struct lab_host *host,
                      const struct lab_host *neighbour, bool common)
{
    vec_each (link, &host->links) {
        if ((lab_link_on(neighbour, link->network) != NULL) != common)
            continue;
        vec_each (own, &link->addresses) {
            if (address_is_local(&own->address))
                continue;
            char text[ADDRESS_TEXT];
            buf_printf(out, "%s\t%s\n", address_text(&own->address, text), host->name);
        }
    }
}

void lab_names(struct buf *out, const struct lab *lab, size_t host)
{
    const struct lab_host *self = &lab->hosts.v[host];
    buf_adds(out, "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n");
    add_names(out, self, self, true);
    vec_each (other, &lab->hosts) {
        if (other == self)
            continue;
        add_names(out, other, self, true);
        add_names(out, other, self, false);
    }
}

static void copy_host(struct lab_host *to, const struct lab_host *from)
{
    to->name = mem_strdup(from->name);
    to->forward = from->forward;
    vec_each (via, &from->via)
        vec_push(&to->via, *via);
    vec_each (link, &from->links) {
        struct lab_link *copy = vec_add(&to->links);
        copy->network = link->network;
        copy->mtu = link->mtu;
        vec_each (address, &link->addresses)
            vec_push(&copy->addresses, *address);
    }
}

void lab_copy(struct lab *to, const struct lab *from)
{
    to->line = from->line;
    vec_each (name, &from->networks)
        strings_add(&to->networks, mem_strdup(*name));
    vec_each (host, &from->hosts)
        copy_host(vec_add(&to->hosts), host);
}

const struct lab *lab_lone(void)
{
    static char name[] = "host";
    static struct lab_host host = { .name = name };
    static const struct lab lab = { .hosts = { .v = &host, .n = 1 } };
    return &lab;
}

void lab_release(struct lab *lab)
{
    vec_each (host, &lab->hosts) {
        vec_each (link, &host->links)
            vec_release(&link->addresses);
        vec_release(&host->links);
        vec_release(&host->via);
        free(host->name);
    }
    vec_release(&lab->hosts);
    strings_release(&lab->networks);
    *lab = (struct lab){ 0 };
}
