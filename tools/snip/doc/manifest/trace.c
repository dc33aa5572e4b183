#include "doc/manifest/trace.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { MAX_NTH = 1000, MAX_FRAMES = 100, MAX_ORDERS = 1000 };

/* What a key of `trace` is read into. */
struct trace_reading {
    struct trace_spec *spec;
    const struct lab *lab;
};

static struct trace_spec *spec_of(const struct reading *r)
{
    return ((struct trace_reading *)r->into)->spec;
}

static const struct lab *lab_of(const struct reading *r)
{
    return ((struct trace_reading *)r->into)->lab;
}

/* The place of the host NAME in LAB; past the last where it is none of them. */
static size_t find_host(const struct lab *lab, const char *name)
{
    size_t i = 0;
    while (i < lab->hosts.n && strcmp(lab->hosts.v[i].name, name) != 0)
        i++;
    return i;
}

static void no_host(const struct reading *r, const struct node *node)
{
    VEC(const char *) names = { 0 };
    vec_each (host, &lab_of(r)->hosts)
        vec_push(&names, host->name);
    AUTO_FREE char *quote = field_quote(node->key);
    field_hint_nearest(field_wrong_at(r, node->key_line, "there is no host %s", quote), node->key,
                       names.v, names.n, "hosts:");
    vec_release(&names);
}

/* Reads NODE, the number of a frame that HOST sends, into FRAMES. */
static void read_frame(const struct reading *r, const struct node *node, size_t host,
                       struct trace_frames *frames)
{
    int nth = 0;
    if (!field_number(node, MAX_NTH, &nth) || nth == 0) {
        field_not(
            r, node, "the number of a frame", "from 1 to 1000",
            "count the frames that the host sends, from 1: { alice: 2 } or { alice: [2, 3] }");
        return;
    }
    vec_each (other, frames)
        if (other->host == host && other->nth == (unsigned)nth)
            err_hint(field_wrong(r, node, "frame %d stands twice", nth), "keep one of the two");
    if (frames->n < MAX_FRAMES)
        vec_push(frames, ((struct trace_frame){ host, (unsigned)nth }));
    else
        err_hint(field_wrong(r, node, "these are over %d frames", MAX_FRAMES), "name fewer");
}

/* Reads NODE, the frames of the host that is its key. */
static void read_frames_of(const struct reading *r, const struct node *node,
                           struct trace_frames *frames)
{
    size_t host = find_host(lab_of(r), node->key);
    if (host == lab_of(r)->hosts.n)
        no_host(r, node);
    else if (node->kind != NODE_LIST || node->children.n == 0)
        read_frame(r, node, host, frames);
    else
        vec_each (child, &node->children)
            read_frame(r, child, host, frames);
}

static void read_frames(const struct reading *r, const struct node *node,
                        struct trace_frames *frames)
{
    if (!lab_of(r)->line) {
        err_hint(field_wrong_at(r, node->key_line,
                                "`%s` is of frames between hosts, and there "
                                "is no `lab`",
                                node->key),
                 "say what the hosts are: lab: { server: { lan: 10.0.1.1/24 }, … }");
    } else if (lab_of(r)->hosts.n == 0) {
        return; /* `lab` is wrong, and reported */
    } else if (node->kind != NODE_MAP || node->children.n == 0) {
        AUTO_FREE char *what = field_quote(node->key);
        AUTO_FREE char *hint = mem_printf("write %s: { %s: 1 } for the first frame that it sends",
                                          node->key, lab_of(r)->hosts.v[0].name);
        field_not(r, node, what, "a mapping of hosts to numbers of frames", hint);
    } else {
        vec_each (child, &node->children)
            read_frames_of(r, child, frames);
    }
}

static void read_lose(const struct reading *r, const struct node *node)
{
    read_frames(r, node, &spec_of(r)->lose);
}

static void read_flip(const struct reading *r, const struct node *node)
{
    read_frames(r, node, &spec_of(r)->flip);
}

static void read_arp(const struct reading *r, const struct node *node)
{
    if (!field_flag(node, &spec_of(r)->arp))
        field_not(r, node, "`arp`", "true or false",
                  "write arp: true to see how hosts ask for each other");
}

static void read_orders(const struct reading *r, const struct node *node)
{
    int orders = 0;
    if (field_number(node, MAX_ORDERS, &orders) && orders > 0)
        spec_of(r)->orders = (unsigned)orders;
    else
        field_not(r, node, "`orders`", "a number from 1 to 1000",
                  "write orders: 20 to try so many other orders of a new outcome");
}

void trace_read(const struct reading *r, const struct node *node, const struct lab *lab)
{
    static const struct field fields[] = {
        FIELD("lose", read_lose),
        FIELD("flip", read_flip),
        FIELD("arp", read_arp),
        FIELD("orders", read_orders),
    };
    struct trace_spec *spec = r->into;
    struct trace_reading into = { spec, lab };
    struct reading inner = reading_into(r, &into);
    spec->line = node->key_line;
    if (node->kind == NODE_MAP && node->children.n) {
        spec->on = true;
        fields_read(&inner, node, "`trace`", fields, COUNT(fields), NULL);
    } else if (!field_flag(node, &spec->on)) {
        field_not(r, node, "`trace`", "true, or a mapping of what wires do", "write trace: true");
    }
}

void trace_spec_release(struct trace_spec *spec)
{
    vec_release(&spec->lose);
    vec_release(&spec->flip);
}
