#include "doc/manifest/expectation.h"

#include "base/mem.h"
#include "doc/settings/signals.h"

enum { MAX_STATUS = 255, MAX_SIGNAL = 64 };

/* An expectation being read, and the words for a hint. */
struct expecting {
    struct expectation *expect;
    const char *example;
};

static void no_signal(const struct reading *r, const struct node *node)
{
    int number = 0;
    field_number(node, MAX_SIGNAL, &number);
    const char *near = number ? signal_name(number) : signal_nearest(node->text);
    AUTO_FREE char *name = node_quote(node->text, node->len);
    struct err *err = field_wrong(r, node, "there is no signal %s", name);
    if (near && strcmp(near, "?") != 0)
        err_hint(err, "did you mean `%s`?", near);
    else
        err_hint(err, "write its name: SEGV, PIPE, TERM, …");
}

int signal_read(const struct reading *r, const struct node *node, const char *what,
                const char *hint)
{
    AUTO_FREE char *name = field_text(r, node, what, hint);
    int number = name ? signal_by_name(name) : 0;
    if (number && signal_ends(number))
        return number;
    if (number)
        err_hint(field_wrong(r, node, "SIG%s ends no process", signal_name(number)),
                 "name the signal that kills it: SEGV, PIPE, TERM, …");
    else if (name)
        no_signal(r, node);
    return 0;
}

static void read_signal(const struct reading *r, const struct node *node)
{
    struct expecting *expecting = r->into;
    AUTO_FREE char *hint = mem_printf("write its name: %s{ signal: SEGV }", expecting->example);
    expecting->expect->signal = signal_read(r, node, "`signal`", hint);
}

void expectation_read(const struct reading *r, const struct node *node, const char *example)
{
    static const struct field fields[] = { FIELD("signal", read_signal) };
    static const char wanted[] = "an exit status (0 to 255) or a signal";
    struct expecting expecting = { r->into, example };
    AUTO_FREE char *what = field_quote(node->key);
    const char *word = node_string(node);
    expecting.expect->line = node->key_line;
    if (node->kind == NODE_MAP && node->children.n > 0) {
        struct reading inner = reading_into(r, &expecting);
        fields_read(&inner, node, what, fields, COUNT(fields), NULL);
    } else if (word && signal_by_name(word)) {
        AUTO_FREE char *hint = mem_printf("write it as %s{ signal: %s }", example, word);
        field_not(r, node, what, wanted, hint);
    } else if (!field_number(node, MAX_STATUS, &expecting.expect->status)) {
        AUTO_FREE char *hint = mem_printf("write %s3 or %s{ signal: SEGV }", example, example);
        field_not(r, node, what, wanted, hint);
    }
}
