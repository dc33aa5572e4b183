#include "doc/manifest/rights.h"

#include <string.h>

#include "base/mem.h"

static const char *const right_names[] = { "net_raw", "net_admin", "net_bind", "tun" };
static const unsigned rights[COUNT(right_names)] = { RIGHT_NET_RAW, RIGHT_NET_ADMIN, RIGHT_NET_BIND,
                                                     RIGHT_TUN };

static void read_right(const struct reading *r, const struct node *node, struct process_spec *spec)
{
    AUTO_FREE char *word = field_text(r, node, "a right", "write [net_raw]");
    if (!word)
        return;
    AUTO_FREE char *name = field_quote(word);
    size_t i = field_word(word, right_names, COUNT(right_names));
    unsigned right = i < COUNT(rights) ? rights[i] : 0;
    if (!right)
        field_hint_nearest(field_wrong(r, node, "there is no right %s", name), word, right_names,
                           COUNT(right_names), "there are:");
    else if (spec->rights & right)
        err_hint(field_wrong(r, node, "%s stands twice among the rights", name),
                 "keep one of the two");
    spec->rights |= right;
    spec->rights_line = node->line;
}

static void read_list(const struct reading *r, const struct node *node, struct process_spec *spec)
{
    vec_each (child, &node->children)
        read_right(r, child, spec);
}

/* Reads NODE, the rights of the process that is its key. */
static void read_process(const struct reading *r, const struct node *node)
{
    struct process_specs *specs = r->into;
    struct process_spec *spec = process_find(specs, node->key);
    AUTO_FREE char *name = field_quote(node->key);
    if (!spec) {
        process_hint_nearest(field_wrong_at(r, node->key_line, "there is no process %s", name),
                             node->key, specs, NULL);
    } else if (node->kind == NODE_LIST) {
        read_list(r, node, spec);
    } else {
        AUTO_FREE char *hint = mem_printf("write rights: { %s: [net_raw] }", spec->name);
        field_not(r, node, name, "a list of rights", hint);
    }
}

static void not_by_process(const struct reading *r, const struct node *node)
{
    const struct process_specs *specs = r->into;
    const char *name = specs->v[0].name;
    AUTO_FREE char *hint = mem_printf("say which process: rights: { %s: [net_raw] }",
                                      field_is_name(name) ? name : "NAME");
    field_not(r, node, "`rights`", "a mapping of processes to what they may", hint);
}

void rights_read(const struct reading *r, const struct node *node, bool named)
{
    struct process_specs *specs = r->into;
    if (node->kind == NODE_LIST && specs->n == 1)
        read_list(r, node, &specs->v[0]);
    else if (!named)
        field_not(r, node, "`rights`", "a list", "write rights: [net_raw]");
    else if (node->kind == NODE_MAP && node->children.n > 0)
        vec_each (child, &node->children)
            read_process(r, child);
    else
        not_by_process(r, node);
}
