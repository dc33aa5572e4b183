#include "doc/manifest/manifest.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "doc/manifest/labaddress.h"
#include "doc/manifest/order.h"
#include "doc/manifest/trace.h"
#include "doc/settings/config.h"
#include "doc/settings/fields.h"
#include "doc/settings/flags.h"
#include "doc/settings/yaml.h"

static const char *const compile_names[] = { "ok", "warn", "fail" };
static const char *const depends_names[] = { "kernel", "compiler", "libc" };

const char *compile_expect_name(enum compile_expect expect)
{
    return compile_names[expect];
}

static struct manifest *into(const struct reading *r)
{
    return r->into;
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
    into(r)->compile_line = node->key_line;
    size_t i = field_word(word, compile_names, COUNT(compile_names));
    if (i < COUNT(compile_names)) {
        into(r)->compile = (enum compile_expect)i;
        return;
    }
    const char *near = word ? text_nearest(word, compile_names, COUNT(compile_names)) : NULL;
    AUTO_FREE char *hint = near ? mem_printf("did you mean `%s`?", near)
                                : mem_strdup("say what the compiler must do: compile: warn");
    field_not(r, node, "`compile`", "ok, warn or fail", hint);
}

static void read_replacing(const struct reading *r, const struct node *node)
{
    struct own_flags *own = r->into;
    own->replace = true;
    flags_read(r, node, "write a list: { replace: [-std=c99] }", &own->words);
}

/*
 * Reads NODE, a list or { replace: a list }, into the struct own_flags r->into. EXAMPLE is a flag
 * for the hint.
 */
static void read_own_flags(const struct reading *r, const struct node *node, const char *example)
{
    static const struct field replacing[] = { FIELD("replace", read_replacing) };
    struct own_flags *own = r->into;
    AUTO_FREE char *what = mem_printf("`%s`", node->key);
    AUTO_FREE char *hint = mem_printf("write %s: [%s], or in place of those of snip.yml %s: { "
                                      "replace: [%s] }",
                                      node->key, example, node->key, example);
    own->line = node->key_line;
    if (node->kind == NODE_LIST)
        flags_read(r, node, hint, &own->words);
    else if (node->kind == NODE_MAP && node->children.n > 0)
        fields_read(r, node, what, replacing, COUNT(replacing), NULL);
    else
        field_not(r, node, what, "a list", hint);
}

static void read_flags(const struct reading *r, const struct node *node)
{
    read_own_flags(r, node, "-Wno-unused-parameter");
}

static void read_libs(const struct reading *r, const struct node *node)
{
    read_own_flags(r, node, "-lm");
}

/* Reads NODE, how the process that is its key must end. */
static void read_end(const struct reading *r, const struct node *node)
{
    struct process_specs *specs = &into(r)->processes;
    struct process_spec *spec = process_find(specs, node->key);
    AUTO_FREE char *name = field_quote(node->key);
    if (spec) {
        struct reading inner = reading_into(r, &spec->expect);
        AUTO_FREE char *example = mem_printf("%s: ", node->key);
        expectation_read(&inner, node, example);
        return;
    }
    struct err *err = field_wrong_at(r, node->key_line, "there is no process %s", name);
    if (strcmp(node->key, "signal") == 0)
        err_hint(err, "say which process: expect: { NAME: { signal: SEGV } }");
    else
        process_hint_nearest(err, node->key, specs);
}

/* Tells whether NODE is { signal: … } for the only process, and not for one called `signal`. */
static bool is_plain_signal(const struct process_specs *specs, const struct node *node)
{
    return specs->n == 1 && node->kind == NODE_MAP && node->children.n == 1 &&
           node_find(node, "signal") && strcmp(specs->v[0].name, "signal") != 0;
}

static void not_by_process(const struct reading *r, const struct node *node)
{
    const char *name = into(r)->processes.v[0].name;
    AUTO_FREE char *hint =
        mem_printf("say which process: expect: { %s: 3 }", field_is_name(name) ? name : "NAME");
    field_not(r, node, "`expect`", "a mapping of processes to how they end", hint);
}

static void read_expect(const struct reading *r, const struct node *node)
{
    struct manifest *manifest = into(r);
    struct process_specs *specs = &manifest->processes;
    struct reading inner = reading_into(r, &specs->v[0].expect);
    bool mapping = node->kind == NODE_MAP && node->children.n > 0;
    if (manifest->has_run && specs->v[0].line == 0)
        return; /* `run` is wrong, and reported */
    if (!manifest->has_run || is_plain_signal(specs, node) || (specs->n == 1 && !mapping))
        expectation_read(&inner, node, "expect: ");
    else if (mapping)
        vec_each (child, &node->children)
            read_end(r, child);
    else
        not_by_process(r, node);
}

static void read_dependence(const struct reading *r, const struct node *node)
{
    static const char hint[] = "write depends: [kernel]";
    AUTO_FREE char *word = field_text(r, node, "an item of `depends`", hint);
    if (!word)
        return;
    size_t i = field_word(word, depends_names, COUNT(depends_names));
    AUTO_FREE char *name = field_quote(word);
    if (i == COUNT(depends_names))
        field_hint_nearest(field_wrong(r, node, "no output can depend on %s", name), word,
                           depends_names, COUNT(depends_names), "it can on:");
    else if (into(r)->depends & 1U << i)
        err_hint(field_wrong(r, node, "%s stands twice in `depends`", name), "keep one of the two");
    else
        into(r)->depends |= 1U << i;
}

static void read_depends(const struct reading *r, const struct node *node)
{
    if (node->kind != NODE_LIST) {
        field_not(r, node, "`depends`", "a list of kernel, compiler and libc",
                  "write depends: [kernel]");
        return;
    }
    vec_each (child, &node->children)
        read_dependence(r, child);
}

static void read_only(const struct reading *r, const struct node *node)
{
    if (!into(r)->has_run)
        process_read_only(r, &into(r)->processes.v[0], node);
}

/* The program of a snippet that has but one is called as the first of its C files. */
static void read_sources(const struct reading *r, const struct node *node)
{
    struct process_spec *only = &into(r)->processes.v[0];
    if (into(r)->has_run)
        return;
    process_read_only(r, only, node);
    free(only->name);
    only->name = path_stem(only->source);
}

static void read_rights(const struct reading *r, const struct node *node)
{
    struct manifest *manifest = into(r);
    struct reading inner = reading_into(r, &manifest->processes);
    if (manifest->has_run && manifest->processes.v[0].line == 0)
        return; /* `run` is wrong, and reported */
    rights_read(&inner, node, manifest->has_run);
}

/* `run` itself is read last, when it is known what the snippet's files are. */
static void read_run(const struct reading *r, const struct node *node)
{
    if (node->kind != NODE_MAP || node->children.n == 0)
        field_not(r, node, "`run`", "a mapping of the processes",
                  "write run: { server: { ready: listen }, client: { after: server } }");
}

/* `trace` is read last too, when it is known what the hosts are. */
static void read_trace(const struct reading *r, const struct node *node)
{
    (void)r, (void)node;
}

static const char in_process[] = "put it into the process it is for";

static const struct field fields[] = {
    FIELD("title", read_title, .idle = true),
    FIELD("compile", read_compile, .idle = true),
    FIELD("lab", lab_read, .at = offsetof(struct manifest, lab)),
    FIELD("run", read_run, .idle = true),
    FIELD("sources", read_sources, .beside = "run", .instead = in_process, .idle = true),
    FIELD("flags", read_flags, .at = offsetof(struct manifest, flags), .idle = true),
    FIELD("libs", read_libs, .at = offsetof(struct manifest, libs), .idle = true),
    FIELD("args", read_only, .beside = "run", .instead = in_process),
    FIELD("stdin", read_only, .beside = "run", .instead = in_process),
    FIELD("terminal", read_only, .beside = "run", .instead = in_process),
    FIELD("env", read_only, .beside = "run", .instead = in_process),
    FIELD("unordered", read_only, .beside = "run", .instead = in_process),
    FIELD("expect", read_expect,
          .elsewhere = "write it at the top, by the process's name: expect: { server: 3 }"),
    FIELD("mask", masks_read, .at = offsetof(struct manifest, masks)),
    FIELD("files", placed_read, .at = offsetof(struct manifest, files)),
    FIELD("limits", limits_read, .at = offsetof(struct manifest, limits)),
    FIELD("depends", read_depends, .idle = true),
    FIELD("rights", read_rights,
          .elsewhere = "write it at the top, by the process's name: rights: { server: [net_raw] }"),
    FIELD("trace", read_trace),
};

/* Says of a key at the top that it is one of a process or of the project. */
static bool belongs_below(const struct reading *r, const struct node *node)
{
    const char *key = node->key;
    if (config_has_key(key)) {
        err_hint(field_wrong_at(r, node->key_line, "`%s` belongs in snip.yml", key),
                 "there it holds for all snippets");
        return true;
    }
    if (process_key(key))
        err_hint(field_wrong_at(r, node->key_line, "`%s` belongs in a process", key),
                 "name the processes: run: { NAME: { %s: … } }", key);
    return process_key(key) != NULL;
}

/* Says of a key of a process that it is one of the top. */
static bool belongs_above(const struct reading *r, const struct node *node)
{
    static const char again[] = "let another process run the same source after its end: "
                                "{ source: server.c, after: { end: server } }";
    const struct field *field = field_find(node->key, fields, COUNT(fields));
    if (strcmp(node->key, "again") == 0) {
        err_hint(field_wrong_at(r, node->key_line, "a process runs once"), "%s", again);
        return true;
    }
    if (field)
        err_hint(field_wrong_at(r, node->key_line, "`%s` is no key of a process", node->key), "%s",
                 field->elsewhere ? field->elsewhere
                                  : "write it at the top of the file, outside of `run`");
    return field != NULL;
}

static void never_runs(const struct reading *r, const struct node *node)
{
    err_hint(field_wrong_at(r, node->key_line,
                            "`%s` is about a run, but with `compile: fail` nothing runs",
                            node->key),
             "delete it, or the line `compile: fail`");
}

/* A key about a run that cannot be: its author means something else than the file says. */
static void check_never_runs(const struct reading *r, const struct node *root)
{
    const struct node *run = node_find(root, "run");
    vec_each (node, &root->children) {
        const struct field *field = field_find(node->key, fields, COUNT(fields));
        if (field && !field->idle)
            never_runs(r, node);
    }
    if (!run || run->kind != NODE_MAP)
        return;
    vec_each (process, &run->children) {
        vec_each (node, &process->children) {
            const struct field *field = node->key ? process_key(node->key) : NULL;
            if (node->key && !(field && field->idle))
                never_runs(r, node);
        }
    }
}

/* Makes the processes of RUN, so that other keys can name them wherever they stand. */
static void name_processes(struct manifest *manifest, const struct node *run)
{
    manifest->has_run = run != NULL;
    if (!run || run->kind != NODE_MAP || run->children.n == 0)
        return;
    process_specs_release(&manifest->processes);
    processes_add(&manifest->processes, run);
}

static void read_processes(const struct reading *r, const struct node *run,
                           const struct manifest_subject *subject)
{
    struct process_specs *specs = &into(r)->processes;
    struct reading inner = reading_into(r, specs);
    processes_read(&inner, run, subject->source, belongs_above);
    programs_check(r, specs, subject);
    if (into(r)->compile != COMPILE_FAIL)
        order_check(r, specs);
}

static void read_keys(const struct reading *r, const struct node *root,
                      const struct manifest_subject *subject)
{
    const struct node *run = node_find(root, "run"), *trace = node_find(root, "trace");
    struct reading inner = reading_into(r, &into(r)->trace);
    name_processes(into(r), run);
    fields_read(r, root, NULL, fields, COUNT(fields), belongs_below);
    if (!run && node_find(root, "sources"))
        programs_check(r, &into(r)->processes, subject);
    else if (!run)
        programs_check_only(r, subject);
    else if (run->kind == NODE_MAP && run->children.n)
        read_processes(r, run, subject);
    vec_each (spec, &into(r)->processes)
        if (spec->terminal)
            input_pace(&spec->input);
    programs_check_files(r, &into(r)->processes, &into(r)->files);
    lab_place(r, &into(r)->lab, &into(r)->processes);
    lab_check_tun(r, &into(r)->lab, &into(r)->processes);
    if (trace)
        trace_read(&inner, trace, &into(r)->lab);
    if (into(r)->compile == COMPILE_FAIL)
        check_never_runs(r, root);
}

static void read_root(const struct reading *r, const struct node *root,
                      const struct manifest_subject *subject)
{
    static const char hint[] = "write `key: value` lines, as in title: Two servers";
    bool empty = node_is_null(root) || (root->kind == NODE_MAP && root->children.n == 0);
    if (empty && subject->source)
        err_hint(field_wrong_at(r, 0, "is empty"),
                 "delete it (a snippet needs no manifest), or write a key: title, …");
    else if (empty)
        programs_check_only(r, subject); /* it still says that the folder is a snippet */
    else if (root->kind != NODE_MAP)
        field_not(r, root, "a manifest", "a mapping", hint);
    else
        read_keys(r, root, subject);
}

void manifest_default(struct manifest *manifest, const struct manifest_subject *subject)
{
    *manifest = (struct manifest){ .compile = COMPILE_OK, .limits = LIMITS_DEFAULT };
    const char *source = subject->source       ? subject->source
                         : subject->sources->n ? subject->sources->v[0]
                                               : "main.c";
    struct process_spec *only = vec_add(&manifest->processes);
    only->name = path_stem(source);
    only->source = mem_strdup(source);
}

bool manifest_parse(struct manifest *manifest, const char *path, struct slice text,
                    const struct manifest_subject *subject, struct errs *errs)
{
    struct err err = { 0 };
    struct errs found = { 0 };
    AUTO(node_release) struct node root;
    manifest_default(manifest, subject);
    manifest->path = mem_strdup(path);
    if (node_read(&root, path, text, &err))
        read_root(&(struct reading){ path, &found, manifest }, &root, subject);
    else
        errs_move(&found, &err);
    vec_each (spec, &manifest->processes)
        if (!spec->source && spec->command.n == 0)
            spec->source = mem_printf("%s.c", spec->name);
    bool ok = found.n == 0;
    errs_sort(&found);
    errs_append(errs, &found);
    return ok;
}

void manifest_release(struct manifest *manifest)
{
    process_specs_release(&manifest->processes);
    placed_files_release(&manifest->files);
    mask_specs_release(&manifest->masks);
    lab_release(&manifest->lab);
    trace_spec_release(&manifest->trace);
    strings_release(&manifest->flags.words);
    strings_release(&manifest->libs.words);
    free(manifest->path);
    free(manifest->title);
    *manifest = (struct manifest){ 0 };
}
