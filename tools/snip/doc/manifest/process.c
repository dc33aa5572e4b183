#include "doc/manifest/process.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/settings/signals.h"

enum { MAX_PROCESSES = 32, MAX_STATUS = 255, MAX_SIGNAL = 64 };

/* What a key of a process is read into. */
struct process_reading {
    struct process_spec *spec;
    struct process_names names; /* of it and the others */
};

static struct process_spec *spec_of(const struct reading *r)
{
    return ((struct process_reading *)r->into)->spec;
}

static const struct process_names *names_of(const struct reading *r)
{
    return &((struct process_reading *)r->into)->names;
}

static void read_source(const struct reading *r, const struct node *node)
{
    free(spec_of(r)->source);
    spec_of(r)->source = field_text(r, node, "`source`", "name its C file: source: server.c");
    spec_of(r)->source_line = node->key_line;
}

static void read_sources(const struct reading *r, const struct node *node)
{
    static const char hint[] = "name its C files: sources: [server.c, proto.c]";
    struct process_spec *spec = spec_of(r);
    struct strings names = { 0 };
    size_t before = r->errs->n;
    spec->source_line = node->key_line;
    if (node->kind == NODE_LIST && node->children.n == 0)
        field_not(r, node, "`sources`", "a list of C files", hint);
    else
        field_texts(r, node, hint, &names);
    if (names.n > PROGRAM_MAX_SOURCES)
        err_hint(
            field_wrong(r, node, "`sources` has %zu files, over %d", names.n, PROGRAM_MAX_SOURCES),
            "show a smaller program, or #include some of them");
    if (names.n == 0 || r->errs->n > before) {
        strings_release(&names);
        return;
    }
    free(spec->source);
    spec->source = names.v[0];
    for (size_t i = 1; i < names.n; i++)
        strings_add(&spec->others, names.v[i]);
    vec_release(&names);
}

static void read_command(const struct reading *r, const struct node *node)
{
    static const char hint[] = "write a list: command: [ss, -ltn]";
    struct strings *command = &spec_of(r)->command;
    size_t before = r->errs->n;
    spec_of(r)->command_line = node->key_line;
    if (node->kind == NODE_LIST && node->children.n == 0)
        field_not(r, node, "`command`", "a program with its arguments", hint);
    else
        field_texts(r, node, hint, command);
    if (r->errs->n == before && command->n && !*command->v[0])
        err_hint(field_wrong(r, &node->children.v[0], "`command` begins with an empty text"), "%s",
                 "name the program first: command: [ss, -ltn]");
}

static void read_args(const struct reading *r, const struct node *node)
{
    field_texts(r, node, "write a list: args: [\"hello\", \"8080\"]", &spec_of(r)->args);
}

static void read_stdin(const struct reading *r, const struct node *node)
{
    input_read(r, node, names_of(r), &spec_of(r)->input);
}

static void read_terminal(const struct reading *r, const struct node *node)
{
    static const char *const words[] = { "false", "true" };
    size_t word = field_word(node_string(node), words, COUNT(words));
    if (word == COUNT(words))
        field_not(r, node, "`terminal`", "true or false", "write terminal: true");
    spec_of(r)->terminal = word == 1;
}

static bool is_variable_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return *name && !strchr("0123456789", *name) && strspn(name, letters) == strlen(name);
}

static void read_variable(const struct reading *r, const struct node *node)
{
    AUTO_FREE char *name = field_quote(node->key);
    if (!is_variable_name(node->key)) {
        err_hint(field_wrong(r, node, "%s cannot name a variable", name),
                 "a name is of letters, digits and _, and does not begin with a digit");
        return;
    }
    AUTO_FREE char *what = mem_printf("the variable %s", name);
    AUTO_FREE char *value = field_text(r, node, what, "an empty value is written \"\"");
    if (value)
        strings_add(&spec_of(r)->env, mem_printf("%s=%s", node->key, value));
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

/*
 * The number of the signal that NODE names, one that ends a process (KILL, TERM, SEGV …). 0 where
 * it is none, which is reported; WHAT is the key in backquotes, HINT how to write it.
 */
static int read_ending(const struct reading *r, const struct node *node, const char *what,
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

static void read_stop_signal(const struct reading *r, const struct node *node)
{
    spec_of(r)->stop = read_ending(r, node, "`signal`", "write its name: signal: TERM");
}

static void read_stop_after(const struct reading *r, const struct node *node)
{
    awaits_read(r, node, "`after`", names_of(r), &spec_of(r)->stop_after);
}

static void read_stop(const struct reading *r, const struct node *node)
{
    static const struct field keys[] = {
        FIELD("signal", read_stop_signal),
        FIELD("after", read_stop_after),
    };
    spec_of(r)->stop_line = node->key_line;
    spec_of(r)->stop = SIGTERM;
    if (node->kind == NODE_MAP && node->children.n)
        fields_read(r, node, "`stop`", keys, COUNT(keys), NULL);
    else
        spec_of(r)->stop = read_ending(r, node, "`stop`", "write its name: stop: TERM");
}

static void read_ready(const struct reading *r, const struct node *node)
{
    struct reading inner = reading_into(r, &spec_of(r)->ready);
    ready_read(&inner, node);
}

VEC_TYPE(words, const char *);

static struct words names_in(const struct process_specs *specs)
{
    struct words names = { 0 };
    vec_each (spec, specs)
        vec_push(&names, spec->name);
    return names;
}

void process_hint_nearest(struct err *err, const char *word, const struct process_specs *specs)
{
    struct words names = names_in(specs);
    awaits_hint_nearest(err, word, &(struct process_names){ names.v, names.n, names.n });
    vec_release(&names);
}

static void read_after(const struct reading *r, const struct node *node)
{
    spec_of(r)->after_line = node->key_line;
    awaits_read(r, node, "`after`", names_of(r), &spec_of(r)->after);
}

static void read_on(const struct reading *r, const struct node *node)
{
    spec_of(r)->on = field_text(r, node, "`on`", "name a host of the lab: on: server");
    spec_of(r)->on_line = node->key_line;
}

static void read_unordered(const struct reading *r, const struct node *node)
{
    if (!field_flag(node, &spec_of(r)->unordered))
        field_not(r, node, "`unordered`", "true or false",
                  "write unordered: true where nothing orders the lines of a process");
}

static const struct field fields[] = {
    FIELD("on", read_on),
    FIELD("source", read_source, .beside = "command", .idle = true,
          .instead = "keep `source` for a program of the snippet, `command` for one of the system"),
    FIELD("sources", read_sources, .beside = "source", .idle = true,
          .instead = "name all of them in `sources`, the one that the program is called as first"),
    FIELD(
        "command", read_command, .beside = "sources",
        .instead = "keep `sources` for a program of the snippet, `command` for one of the system"),
    FIELD("args", read_args, .beside = "command",
          .instead = "put the arguments into the command: command: [ss, -ltn]"),
    FIELD("stdin", read_stdin),
    FIELD("terminal", read_terminal),
    FIELD("env", read_env),
    FIELD("stop", read_stop),
    FIELD("ready", read_ready),
    FIELD("after", read_after),
    FIELD("unordered", read_unordered),
};

const struct field *process_key(const char *name)
{
    return field_find(name, fields, COUNT(fields));
}

static void read_process(const struct reading *r, const struct node *node, const char *only,
                         foreign_key *foreign)
{
    struct process_spec *spec = spec_of(r);
    AUTO_FREE char *name = field_quote(node->key);
    field_check_name(r, node->key_line, node->key, "a process");
    if (node->kind == NODE_MAP) {
        fields_read(r, node, name, fields, COUNT(fields), foreign);
    } else if (!node_is_null(node)) {
        field_not(r, node, name, "a mapping of what the process is given",
                  "write NAME: { source: server.c, args: [\"8080\"] }");
    }
    if (!node_find(node, "source") && !node_find(node, "sources") && !node_find(node, "command"))
        spec->source = only ? mem_strdup(only) : mem_printf("%s.c", node->key);
}

struct process_spec *process_find(const struct process_specs *specs, const char *name)
{
    vec_each (spec, specs)
        if (strcmp(spec->name, name) == 0)
            return spec;
    return NULL;
}

void processes_add(struct process_specs *specs, const struct node *run)
{
    vec_each (node, &run->children) {
        struct process_spec *spec = vec_add(specs);
        spec->name = mem_strdup(node->key);
        spec->line = spec->source_line = node->key_line;
    }
}

void processes_read(const struct reading *r, const struct node *run, const char *only,
                    foreign_key *foreign)
{
    struct process_specs *specs = r->into;
    struct words names = names_in(specs);
    for (size_t i = 0; i < run->children.n; i++) {
        struct process_reading one = { &specs->v[i], { names.v, names.n, i } };
        struct reading inner = reading_into(r, &one);
        read_process(&inner, &run->children.v[i], only, foreign);
    }
    vec_release(&names);
    if (specs->n > MAX_PROCESSES)
        err_hint(field_wrong_at(r, specs->v[MAX_PROCESSES].line, "`run` has %zu processes, over %d",
                                specs->n, MAX_PROCESSES),
                 "show fewer, or make several snippets of it");
}

void process_read_only(const struct reading *r, struct process_spec *spec, const struct node *node)
{
    struct process_reading one = { .spec = spec };
    struct reading inner = reading_into(r, &one);
    process_key(node->key)->read(&inner, node);
}

/* An expectation being read, and the words for a hint. */
struct expecting {
    struct expectation *expect;
    const char *example;
};

static void read_signal(const struct reading *r, const struct node *node)
{
    struct expecting *expecting = r->into;
    AUTO_FREE char *hint = mem_printf("write its name: %s{ signal: SEGV }", expecting->example);
    expecting->expect->signal = read_ending(r, node, "`signal`", hint);
}

void expectation_read(const struct reading *r, const struct node *node, const char *example)
{
    static const struct field keys[] = { FIELD("signal", read_signal) };
    static const char wanted[] = "an exit status (0 to 255) or a signal";
    struct expecting expecting = { r->into, example };
    AUTO_FREE char *what = field_quote(node->key);
    const char *word = node_string(node);
    expecting.expect->line = node->key_line;
    if (node->kind == NODE_MAP && node->children.n > 0) {
        struct reading inner = reading_into(r, &expecting);
        fields_read(&inner, node, what, keys, COUNT(keys), NULL);
    } else if (word && signal_by_name(word)) {
        AUTO_FREE char *hint = mem_printf("write it as %s{ signal: %s }", example, word);
        field_not(r, node, what, wanted, hint);
    } else if (!field_number(node, MAX_STATUS, &expecting.expect->status)) {
        AUTO_FREE char *hint = mem_printf("write %s3 or %s{ signal: SEGV }", example, example);
        field_not(r, node, what, wanted, hint);
    }
}

/* --- Rights --- */

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

static void read_rights_list(const struct reading *r, const struct node *node,
                             struct process_spec *spec)
{
    vec_each (child, &node->children)
        read_right(r, child, spec);
}

/* Reads NODE, the rights of the process that is its key. */
static void read_rights_of(const struct reading *r, const struct node *node)
{
    struct process_specs *specs = r->into;
    struct process_spec *spec = process_find(specs, node->key);
    AUTO_FREE char *name = field_quote(node->key);
    if (!spec) {
        process_hint_nearest(field_wrong_at(r, node->key_line, "there is no process %s", name),
                             node->key, specs);
    } else if (node->kind == NODE_LIST) {
        read_rights_list(r, node, spec);
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
        read_rights_list(r, node, &specs->v[0]);
    else if (!named)
        field_not(r, node, "`rights`", "a list", "write rights: [net_raw]");
    else if (node->kind == NODE_MAP && node->children.n > 0)
        vec_each (child, &node->children)
            read_rights_of(r, child);
    else
        not_by_process(r, node);
}

bool process_awaits_end(const struct process_specs *specs, const struct await *await)
{
    return await->end || specs->v[await->process].ready.kind == READY_NEVER;
}

void process_specs_release(struct process_specs *specs)
{
    vec_each (spec, specs) {
        free(spec->name);
        free(spec->source);
        input_release(&spec->input);
        ready_release(&spec->ready);
        vec_release(&spec->stop_after);
        free(spec->on);
        strings_release(&spec->others);
        strings_release(&spec->command);
        strings_release(&spec->args);
        strings_release(&spec->env);
        vec_release(&spec->after);
    }
    vec_release(specs);
}
