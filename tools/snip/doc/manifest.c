#include "doc/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/fields.h"
#include "doc/yaml.h"

enum { MAX_STATUS = 255 };

#define COUNT(TABLE) (sizeof(TABLE) / sizeof(*(TABLE)))

/* A unit of a limit, and how many of the smallest it stands for. */
struct unit {
    const char *name;
    unsigned long long factor;
};

/* A kind of limit: its units, what it may be at most, and the words about it. */
struct measure {
    const struct unit *units;
    size_t count;
    unsigned long long max;
    const char *what, *max_name;
    const char *right; /* how to write one */
};

static const struct unit time_units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60 * 1000 } };
static const struct unit size_units[] = { { "", 1 }, { "K", 1 << 10 }, { "M", 1 << 20 } };

static const struct measure time_measure = {
    time_units,     COUNT(time_units),
    10 * 60 * 1000, "a length of time",
    "10m",          "write a whole number and its unit: 500ms, 5s or 1m",
};

static const struct measure size_measure = {
    size_units, COUNT(size_units),
    8 << 20,    "a size",
    "8M",       "write bytes, or a whole number with K or M: 65536, 64K or 1M",
};

static const char *const compile_names[] = { "ok", "warn", "fail" };

const char *compile_expect_name(enum compile_expect expect)
{
    return compile_names[expect];
}

static struct manifest *into(const struct reading *r)
{
    return r->into;
}

static struct process_spec *process(const struct reading *r)
{
    return &into(r)->processes.v[0];
}

static void read_title(const struct reading *r, const struct node *node)
{
    static const char hint[] = "write it in one line: title: 0.0.0.0 and one address";
    if (node_is_null(node)) {
        field_not(r, node, "`title`", "a text", hint);
        return;
    }
    AUTO_FREE char *title = field_text(r, node, "`title`", hint);
    if (title && field_is_showable(title))
        into(r)->title = steal(&title);
    else if (title)
        err_hint(field_wrong(r, node, "`title` must be one line that can be shown"), "%s", hint);
}

static void read_compile(const struct reading *r, const struct node *node)
{
    const char *word = node_string(node);
    for (size_t i = 0; word && i < COUNT(compile_names); i++) {
        if (strcmp(word, compile_names[i]) == 0) {
            into(r)->compile = (enum compile_expect)i;
            return;
        }
    }
    const char *near = word ? text_nearest(word, compile_names, COUNT(compile_names)) : NULL;
    AUTO_FREE char *hint = near ? mem_printf("did you mean `%s`?", near)
                                : mem_strdup("say what the compiler must do: compile: warn");
    field_not(r, node, "`compile`", "ok, warn or fail", hint);
}

/* Reads TEXT, a decimal number from 0 to MAX without sign and leading zeros; NULL is none. */
static bool parse_number(const char *text, int max, int *number)
{
    size_t digits = text ? strspn(text, "0123456789") : 0;
    if (digits == 0 || digits > 9 || text[digits] || (text[0] == '0' && digits > 1))
        return false;
    int value = (int)strtol(text, NULL, 10);
    if (value <= max)
        *number = value;
    return value <= max;
}

static void no_signal(const struct reading *r, const struct node *node)
{
    int number = 0;
    parse_number(node->text, 64, &number);
    const char *near = number ? signal_name(number) : signal_nearest(node->text);
    AUTO_FREE char *name = node_quote(node->text, node->len);
    struct err *err = field_wrong(r, node, "there is no signal %s", name);
    if (near && strcmp(near, "?") != 0)
        err_hint(err, "did you mean `%s`?", near);
    else
        err_hint(err, "write its name: SEGV, PIPE, TERM, …");
}

static void read_signal(const struct reading *r, const struct node *node)
{
    AUTO_FREE char *name =
        field_text(r, node, "`signal`", "write its name: expect: { signal: SEGV }");
    int number = name ? signal_by_name(name) : 0;
    if (name && number == 0)
        no_signal(r, node);
    else if (name && !signal_ends(number))
        err_hint(field_wrong(r, node, "SIG%s ends no process", signal_name(number)),
                 "name the signal that kills it: SEGV, PIPE, TERM, …");
    else
        process(r)->expect.signal = number;
}

static const struct field expect_fields[] = { { "signal", read_signal } };

static void read_expect(const struct reading *r, const struct node *node)
{
    static const char wanted[] = "an exit status (0 to 255) or a signal";
    struct expectation *expect = &process(r)->expect;
    const char *word = node_string(node);
    expect->line = node->key_line;
    if (node->kind == NODE_MAP && node->children.n > 0) {
        fields_read(r, node, "`expect`", expect_fields, COUNT(expect_fields));
    } else if (word && signal_by_name(word)) {
        AUTO_FREE char *hint = mem_printf("write it as expect: { signal: %s }", word);
        field_not(r, node, "`expect`", wanted, hint);
    } else if (!parse_number(word, MAX_STATUS, &expect->status)) {
        field_not(r, node, "`expect`", wanted, "write expect: 3 or expect: { signal: SEGV }");
    }
}

static const struct unit *find_unit(const struct measure *measure, const char *name)
{
    for (size_t i = 0; i < measure->count; i++)
        if (strcmp(measure->units[i].name, name) == 0)
            return &measure->units[i];
    return NULL;
}

static bool is_number(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* Says why NODE is no MEASURE. */
static void no_amount(const struct reading *r, const struct node *node,
                      const struct measure *measure)
{
    AUTO_FREE char *name = mem_printf("`%s`", node->key);
    const char *text = node_string(node);
    if (text && is_number(text))
        err_hint(field_wrong(r, node, "%s lacks its unit", name), "did you mean %ss?", text);
    else if (text && *text == '-' && is_number(text + 1))
        field_not(r, node, name, "more than 0", measure->right);
    else
        field_not(r, node, name, measure->what, measure->right);
}

/*
 * Reads NODE as a MEASURE, in its smallest unit. Returns 0 where it is none, which is reported.
 * strtoull() stops at its largest value, and dividing cannot overflow where multiplying would.
 */
static unsigned long long read_amount(const struct reading *r, const struct node *node,
                                      const struct measure *measure)
{
    const char *text = node_string(node);
    size_t digits = text ? strspn(text, "0123456789") : 0;
    const struct unit *unit = digits ? find_unit(measure, text + digits) : NULL;
    if (!unit) {
        no_amount(r, node, measure);
        return 0;
    }
    unsigned long long number = strtoull(text, NULL, 10);
    AUTO_FREE char *name = mem_printf("`%s`", node->key);
    AUTO_FREE char *most = mem_printf("%s at most", measure->max_name);
    if (number > 0 && number <= measure->max / unit->factor)
        return number * unit->factor;
    field_not(r, node, name, number ? most : "more than 0", measure->right);
    return 0;
}

static void read_time(const struct reading *r, const struct node *node)
{
    unsigned long long time = read_amount(r, node, &time_measure);
    if (time)
        into(r)->limits.time_ms = (long long)time;
}

static void read_output(const struct reading *r, const struct node *node)
{
    unsigned long long size = read_amount(r, node, &size_measure);
    if (size)
        into(r)->limits.output = (size_t)size;
}

static const struct field limit_fields[] = { { "time", read_time }, { "output", read_output } };

static void read_limits(const struct reading *r, const struct node *node)
{
    if (node->kind == NODE_MAP && node->children.n > 0)
        fields_read(r, node, "`limits`", limit_fields, COUNT(limit_fields));
    else
        field_not(r, node, "`limits`", "a mapping with what is limited",
                  "write limits: { time: 5s, output: 64K }");
}

static void read_args(const struct reading *r, const struct node *node)
{
    field_texts(r, node, "write a list: args: [\"hello\", \"8080\"]", &process(r)->args);
}

/* A stdin that is null could mean the word or nothing at all, so it must be said which. */
static void read_stdin(const struct reading *r, const struct node *node)
{
    static const char hint[] = "write lines below `stdin: |`; leave the key out for no input";
    if (node->kind != NODE_SCALAR || node_is_null(node)) {
        field_not(r, node, "`stdin`", "a text", hint);
        return;
    }
    process(r)->input = mem_strndup(node->text, node->len);
    process(r)->input_len = node->len;
}

static bool is_variable_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return *name && !strchr("0123456789", *name) && strspn(name, letters) == strlen(name);
}

static void read_variable(const struct reading *r, const struct node *node)
{
    AUTO_FREE char *name = node_quote(node->key, strlen(node->key));
    if (!is_variable_name(node->key)) {
        err_hint(field_wrong(r, node, "%s cannot name a variable", name),
                 "a name is of letters, digits and _, and does not begin with a digit");
        return;
    }
    AUTO_FREE char *what = mem_printf("the variable %s", name);
    AUTO_FREE char *value = field_text(r, node, what, "an empty value is written \"\"");
    if (value)
        strings_add(&process(r)->env, mem_printf("%s=%s", node->key, value));
}

static void read_env(const struct reading *r, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        field_not(r, node, "`env`", "a mapping of names to values", "write env: { NAME: value }");
        return;
    }
    vec_each (child, &node->children)
        read_variable(r, child);
}

static const struct field fields[] = {
    { "title", read_title },   { "compile", read_compile }, { "expect", read_expect },
    { "limits", read_limits }, { "stdin", read_stdin },     { "args", read_args },
    { "env", read_env },
};

/* A key about a run that cannot be: its author means something else than the file says. */
static void check_never_runs(const struct reading *r, const struct node *root)
{
    static const char *const about_runs[] = { "expect", "limits", "stdin", "args", "env" };
    if (into(r)->compile != COMPILE_FAIL)
        return;
    for (size_t i = 0; i < COUNT(about_runs); i++) {
        const struct node *node = node_find(root, about_runs[i]);
        if (!node)
            continue;
        struct err *err = errs_add(r->errs, ERR_INPUT, r->path, node->key_line,
                                   "`%s` is about a run, but with `compile: fail` nothing runs",
                                   node->key);
        err_hint(err, "delete it, or the line `compile: fail`");
    }
}

void manifest_default(struct manifest *manifest, const char *name)
{
    *manifest = (struct manifest){ .compile = COMPILE_OK, .limits = LIMITS_DEFAULT };
    struct process_spec *only = vec_add(&manifest->processes);
    only->name = mem_strdup(name);
    only->source = mem_printf("%s.c", name);
}

static void read_root(const struct reading *r, const struct node *root)
{
    static const char hint[] = "write `key: value` lines, as in title: Two servers";
    if (node_is_null(root) || (root->kind == NODE_MAP && root->children.n == 0)) {
        struct err *err = errs_add(r->errs, ERR_INPUT, r->path, 0, "is empty");
        err_hint(err, "delete it (a snippet needs no manifest), or write a key: title, …");
    } else if (root->kind != NODE_MAP) {
        field_not(r, root, "a manifest", "a mapping", hint);
    } else {
        fields_read(r, root, NULL, fields, COUNT(fields));
        check_never_runs(r, root);
    }
}

bool manifest_parse(struct manifest *manifest, const char *path, struct slice text,
                    const char *name, struct errs *errs)
{
    struct err err = { 0 };
    AUTO(node_release) struct node root;
    size_t before = errs->n;
    manifest_default(manifest, name);
    manifest->path = mem_strdup(path);
    if (node_read(&root, path, text, &err))
        read_root(&(struct reading){ path, errs, manifest }, &root);
    else
        errs_move(errs, &err);
    return errs->n == before;
}

void manifest_release(struct manifest *manifest)
{
    vec_each (process, &manifest->processes) {
        free(process->name);
        free(process->source);
        free(process->input);
        strings_release(&process->args);
        strings_release(&process->env);
    }
    vec_release(&manifest->processes);
    free(manifest->path);
    free(manifest->title);
    *manifest = (struct manifest){ 0 };
}
