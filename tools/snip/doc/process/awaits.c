#include "doc/process/awaits.h"

#include <string.h>

#include "base/mem.h"

/* What awaits are read into. */
struct awaiting {
    const struct process_names *names;
    const char *whose; /* the key, in backquotes */
    struct awaits *awaits;
};

static bool is_awaited(const struct awaits *awaits, size_t process)
{
    vec_each (other, awaits)
        if (other->process == process)
            return true;
    return false;
}

/* Reads NODE, the name of a process; WHAT it is, for messages. */
static void read_name(const struct reading *r, const struct node *node, const char *what, bool end)
{
    static const char hint[] = "name another process: after: server";
    const struct awaiting *a = r->into;
    AUTO_FREE char *name = field_text(r, node, what, hint);
    if (!name)
        return;
    AUTO_FREE char *quote = field_quote(name);
    size_t process = field_word(name, a->names->v, a->names->n);
    if (process == a->names->n)
        awaits_hint_nearest(field_wrong(r, node, "there is no process %s", quote), name, a->names);
    else if (process == a->names->self)
        err_hint(field_wrong(r, node, "%s waits for itself", quote), "%s", hint);
    else if (is_awaited(a->awaits, process))
        err_hint(field_wrong(r, node, "%s stands twice in %s", quote, a->whose),
                 "keep one of the two");
    else
        vec_push(a->awaits, ((struct await){ process, end }));
}

static void read_end(const struct reading *r, const struct node *node)
{
    read_name(r, node, "`end`", true);
}

static void read_one(const struct reading *r, const struct node *node, const char *what)
{
    static const struct field fields[] = { FIELD("end", read_end) };
    const struct awaiting *a = r->into;
    if (node->kind == NODE_MAP && node->children.n)
        fields_read(r, node, a->whose, fields, COUNT(fields), NULL);
    else
        read_name(r, node, what, false);
}

void awaits_read(const struct reading *r, const struct node *node, const char *whose,
                 const struct process_names *names, struct awaits *awaits)
{
    struct awaiting a = { names, whose, awaits };
    struct reading inner = reading_into(r, &a);
    AUTO_FREE char *item = mem_printf("an item of %s", whose);
    if (node->kind == NODE_LIST && node->children.n)
        vec_each (child, &node->children)
            read_one(&inner, child, item);
    else if (node->children.n || (node->kind == NODE_SCALAR && !node_is_null(node)))
        read_one(&inner, node, whose);
    else
        field_not(r, node, whose, "a process or a list of processes",
                  "write after: server, or after: [server, alice]");
}

void awaits_hint_nearest(struct err *err, const char *word, const struct process_names *names)
{
    VEC(const char *) others = { 0 };
    for (size_t i = 0; i < names->n; i++)
        if (i != names->self)
            vec_push(&others, names->v[i]);
    if (others.n)
        field_hint_nearest(err, word, others.v, others.n, "processes:");
    else
        err_hint(err, "there is no other process: name it in `run`");
    vec_release(&others);
}
