#include "doc/process/input.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* What an item is read into. */
struct item_reading {
    const struct process_names *names;
    struct stdin_spec *input;
};

static struct stdin_spec *input_of(const struct reading *r)
{
    return ((struct item_reading *)r->into)->input;
}

/* Adds the LEN bytes at S, and END, as an item. */
static void add_text(struct stdin_spec *input, enum input_kind kind, int line, struct slice text,
                     const char *end)
{
    struct input *item = vec_add(&input->items);
    struct buf bytes = BUF_INIT;
    buf_add(&bytes, text.s, text.len);
    buf_adds(&bytes, end);
    *item = (struct input){ .kind = kind, .line = line, .len = bytes.len };
    item->text = buf_steal(&bytes);
}

static struct slice text_of(const struct node *node)
{
    return (struct slice){ node->text, node->len };
}

static bool ends_line(const struct node *node)
{
    return node->len && node->text[node->len - 1] == '\n';
}

/* Reads NODE, a text that is given as it is, or is waited for. */
static void read_bytes(const struct reading *r, const struct node *node, enum input_kind kind,
                       const char *hint)
{
    AUTO_FREE char *what = mem_printf("`%s`", node->key);
    if (node->kind != NODE_SCALAR || node_is_null(node))
        field_not(r, node, what, "a text", hint);
    else if (node->len == 0)
        err_hint(field_wrong(r, node, "%s is an empty text", what), "%s", hint);
    else
        add_text(input_of(r), kind, node->line, text_of(node), "");
}

static void read_text(const struct reading *r, const struct node *node)
{
    read_bytes(r, node, INPUT_TEXT, "write what is given: { text: q }");
}

static void read_prints(const struct reading *r, const struct node *node)
{
    read_bytes(r, node, INPUT_PRINTS, "write what it prints first: { prints: \"login: \" }");
}

static void read_after(const struct reading *r, const struct node *node)
{
    const struct item_reading *one = r->into;
    struct input *item = vec_add(&one->input->items);
    *item = (struct input){ .kind = INPUT_AFTER, .line = node->line };
    awaits_read(r, node, "`after`", one->names, &item->after);
}

static void read_open(const struct reading *r, const struct node *node)
{
    const char *word = node_string(node);
    if (word && strcmp(word, "true") == 0)
        input_of(r)->stays_open = true;
    else
        field_not(r, node, "`open`", "true",
                  "leave it out: end of file comes by itself after the last item");
}

static const struct field fields[] = {
    FIELD("text", read_text),
    FIELD("prints", read_prints),
    FIELD("after", read_after),
    FIELD("open", read_open),
};

static void read_item(const struct reading *r, const struct node *node)
{
    static const char hint[] = "write a line, or one of { text: … }, { prints: … }, { after: … }, "
                               "{ open: true }";
    if (input_of(r)->stays_open)
        err_hint(field_wrong(r, node, "an item of `stdin` comes after `open: true`"),
                 "put `open: true` last: no end of file comes then");
    else if (node->kind == NODE_SCALAR && !node_is_null(node))
        add_text(input_of(r), INPUT_TEXT, node->line, text_of(node), ends_line(node) ? "" : "\n");
    else if (node->kind == NODE_MAP && node->children.n == 1)
        fields_read(r, node, "an item of `stdin`", fields, COUNT(fields), NULL);
    else if (node->kind == NODE_MAP && node->children.n)
        err_hint(field_wrong(r, node, "an item of `stdin` has %zu keys", node->children.n),
                 "write an item for each, in their order");
    else
        field_not(r, node, "an item of `stdin`", "a line or what is waited for", hint);
}

/* A stdin that is null could mean the word or nothing at all, so it must be said which. */
void input_read(const struct reading *r, const struct node *node, const struct process_names *names,
                struct stdin_spec *input)
{
    static const char hint[] = "write lines below `stdin: |`; leave the key out for no input";
    struct item_reading one = { names, input };
    struct reading inner = reading_into(r, &one);
    if (node->kind == NODE_LIST && node->children.n) {
        input->paced = true;
        vec_each (item, &node->children)
            read_item(&inner, item);
    } else if (node->kind == NODE_SCALAR && !node_is_null(node)) {
        add_text(input, INPUT_TEXT, node->line, text_of(node), "");
    } else {
        field_not(r, node, "`stdin`", "a text or a list of lines", hint);
    }
}

void input_pace(struct stdin_spec *input)
{
    struct stdin_spec paced = { .paced = true };
    if (input->paced)
        return;
    vec_each (item, &input->items) {
        const char *at = item->text, *end = item->text + item->len;
        while (at < end) {
            const char *newline = memchr(at, '\n', (size_t)(end - at));
            const char *next = newline ? newline + 1 : end;
            add_text(&paced, INPUT_TEXT, item->line, (struct slice){ at, (size_t)(next - at) }, "");
            at = next;
        }
    }
    input_release(input);
    *input = paced;
}

void input_release(struct stdin_spec *input)
{
    vec_each (item, &input->items) {
        free(item->text);
        vec_release(&item->after);
    }
    vec_release(&input->items);
    *input = (struct stdin_spec){ 0 };
}
