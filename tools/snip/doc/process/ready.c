#include "doc/process/ready.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"

enum { MAX_SOCKETS = 64 };

static const char kinds_hint[] =
    "write ready: listen, or bind, { file: PATH }, { prints: TEXT }; two sockets: { listen: 2 }";

static struct ready *into(const struct reading *r)
{
    return r->into;
}

/* Reads NODE, how many sockets of KIND there must be. */
static void read_sockets(const struct reading *r, const struct node *node, enum ready_kind kind)
{
    AUTO_FREE char *what = mem_printf("`%s`", node->key);
    AUTO_FREE char *hint = mem_printf("write ready: { %s: 2 }", node->key);
    int sockets = 0;
    if (field_number(node, MAX_SOCKETS, &sockets) && sockets > 0)
        *into(r) = (struct ready){ .kind = kind, .sockets = (size_t)sockets };
    else
        field_not(r, node, what, "a number of sockets (1 to 64)", hint);
}

static void read_listen(const struct reading *r, const struct node *node)
{
    read_sockets(r, node, READY_LISTEN);
}

static void read_bind(const struct reading *r, const struct node *node)
{
    read_sockets(r, node, READY_BIND);
}

static void read_file(const struct reading *r, const struct node *node)
{
    static const char hint[] = "name what it makes: ready: { file: /tmp/server.sock }";
    AUTO_FREE char *path = field_text(r, node, "`file`", hint);
    if (!path)
        return;
    const char *below = path + strspn(path, "/");
    if (!field_is_showable(path) || !*below || path_leaves(below)) {
        AUTO_FREE char *name = field_quote(path);
        err_hint(field_wrong(r, node, "%s is no path in the world of a program", name), "%s", hint);
        return;
    }
    *into(r) = (struct ready){ .kind = READY_FILE, .text = steal(&path) };
}

static void read_prints(const struct reading *r, const struct node *node)
{
    static const char hint[] = "write a part of a line: ready: { prints: \"ready\" }";
    AUTO_FREE char *text = field_text(r, node, "`prints`", hint);
    if (text && !*text)
        err_hint(field_wrong(r, node, "`prints` is an empty text"), "%s", hint);
    else if (text)
        *into(r) = (struct ready){ .kind = READY_PRINTS, .text = steal(&text) };
}

static const struct field fields[] = {
    FIELD("listen", read_listen),
    FIELD("bind", read_bind),
    FIELD("file", read_file),
    FIELD("prints", read_prints),
};

void ready_read(const struct reading *r, const struct node *node)
{
    const char *word = node_string(node);
    if (word && strcmp(word, "listen") == 0)
        *into(r) = (struct ready){ .kind = READY_LISTEN, .sockets = 1 };
    else if (word && strcmp(word, "bind") == 0)
        *into(r) = (struct ready){ .kind = READY_BIND, .sockets = 1 };
    else if (node->kind == NODE_MAP && node->children.n > 1)
        err_hint(field_wrong(r, node, "`ready` is said in %zu ways", node->children.n),
                 "keep the one that comes last");
    else if (node->kind == NODE_MAP && node->children.n)
        fields_read(r, node, "`ready`", fields, COUNT(fields), NULL);
    else
        field_not(r, node, "`ready`", "what others can wait for", kinds_hint);
}

void ready_release(struct ready *ready)
{
    free(ready->text);
    *ready = (struct ready){ 0 };
}
