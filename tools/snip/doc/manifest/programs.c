#include "doc/manifest/programs.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

/* The C files of a folder as text_nearest() takes them. */
static const char *const *names_of(const struct strings *sources)
{
    return (const char *const *)sources->v;
}

/* Tells whether SPEC runs the C file of its own name, as it does where it names none. */
static bool is_default(const struct process_spec *spec)
{
    AUTO_FREE char *program = path_stem(spec->source);
    return strcmp(program, spec->name) == 0;
}

/* Says of SPEC's source, which is no plain name of a C file, what it is. */
static void not_plain(const struct reading *r, const struct process_spec *spec,
                      const struct strings *sources)
{
    AUTO_FREE char *name = field_quote(spec->source);
    const char *base = path_base(spec->source);
    AUTO_FREE char *file = mem_printf("%s%s", base, text_ends(base, ".c") ? "" : ".c");
    struct err *err = field_wrong_at(r, spec->source_line, "%s is %s", name,
                                     path_leaves(spec->source) ? "outside the snippet's folder"
                                     : base != spec->source    ? "a path, not the name of a C file"
                                                               : "not the name of a C file");
    if (strings_has(sources, file))
        err_hint(err, "did you mean `%s`?", file);
    else
        err_hint(err, "name a C file that lies beside the manifest: source: server.c");
}

/* Says that SPEC's source is not among SOURCES, and, of a default, where its name comes from. */
static void no_source(const struct reading *r, const struct process_spec *spec,
                      const struct strings *sources)
{
    AUTO_FREE char *name = field_quote(spec->source);
    struct err *err =
        field_wrong_at(r, spec->source_line, "there is no C file %s in the snippet's folder", name);
    const char *near = text_nearest(spec->source, names_of(sources), sources->n);
    if (is_default(spec) && sources->n > 0)
        err_hint(err, "a process runs NAME.c; to run another, say which: source: %s",
                 near ? near : sources->v[0]);
    else if (sources->n > 0)
        field_hint_nearest(err, spec->source, names_of(sources), sources->n, "C files:");
    else
        err_hint(err, "write it, beside the manifest");
}

/* Tells whether the source of SPEC, of a snippet of one file, is that file; if not, says so. */
static bool is_only(const struct reading *r, const struct process_spec *spec, const char *only)
{
    if (strcmp(spec->source, only) == 0)
        return true;
    AUTO_FREE char *name = field_quote(spec->source);
    err_hint(
        field_wrong_at(r, spec->source_line, "a snippet of one file runs `%s`, not %s", only, name),
        "leave `source` out; a snippet of several files is a folder with a snippet.yml");
    return false;
}

static bool check_source(const struct reading *r, const struct process_spec *spec,
                         const struct manifest_subject *subject)
{
    if (subject->source)
        return is_only(r, spec, subject->source);
    bool plain = text_ends(spec->source, ".c") && !strchr(spec->source, '/');
    if (plain && strings_has(subject->sources, spec->source))
        return true;
    /* Of a default it is the process that is named wrongly, which is reported by itself. */
    if (!field_is_name(spec->name) && is_default(spec))
        return false;
    if (plain)
        no_source(r, spec, subject->sources);
    else
        not_plain(r, spec, subject->sources);
    return false;
}

/* Adds the programs of SPECS, each once, as PREFIX and its name. */
static void list_programs(const struct process_specs *specs, const char *prefix,
                          struct strings *programs)
{
    vec_each (spec, specs) {
        AUTO_FREE char *stem = spec->source ? path_stem(spec->source) : NULL;
        AUTO_FREE char *program = stem ? mem_printf("%s%s", prefix, stem) : NULL;
        if (program && !strings_has(programs, program))
            strings_add(programs, steal(&program));
    }
}

/* Says of the command WORD, a path, that it leads to nothing. */
static void check_path(const struct reading *r, const struct process_specs *specs,
                       const struct process_spec *spec)
{
    AUTO(strings_release) struct strings programs = { 0 };
    const char *word = spec->command.v[0];
    AUTO_FREE char *name = field_quote(word);
    list_programs(specs, "./", &programs);
    if (strings_has(&programs, word))
        return;
    if (text_starts(word, "./")) {
        struct err *err = field_wrong_at(r, spec->command_line, "there is no program %s", name);
        if (programs.n)
            field_hint_nearest(err, word, names_of(&programs), programs.n, "programs:");
        else
            err_hint(err, "no process has a `source`, so none is built");
        return;
    }
    err_hint(field_wrong_at(r, spec->command_line, "%s is a relative path", name),
             "write a name as in ss, an absolute path, or ./NAME for a program of the snippet");
}

static void check_unnamed(const struct reading *r, const struct process_specs *specs,
                          const struct strings *sources)
{
    vec_each (source, sources) {
        bool named = false;
        vec_each (spec, specs)
            named = named || (spec->source && strcmp(spec->source, *source) == 0);
        if (named)
            continue;
        AUTO_FREE char *program = path_stem(*source);
        err_hint(
            field_wrong_at(r, 0, "no process runs `%s`", *source),
            "name it as the `source` of one; a program is one C file, and what it #includes is "
            "called %s.h",
            program);
    }
}

void programs_check(const struct reading *r, const struct process_specs *specs,
                    const struct manifest_subject *subject)
{
    bool good = true;
    vec_each (spec, specs) {
        if (spec->source)
            good = check_source(r, spec, subject) && good;
        else if (spec->command.n == 0)
            good = false; /* reported where it was read */
        else if (strchr(spec->command.v[0], '/') && *spec->command.v[0] != '/')
            check_path(r, specs, spec);
    }
    /* A source that is written wrong would be reported twice. */
    if (good && !subject->source)
        check_unnamed(r, specs, subject->sources);
}

void programs_check_only(const struct reading *r, const struct manifest_subject *subject)
{
    const struct strings *sources = subject->source ? NULL : subject->sources;
    if (!sources || sources->n == 1)
        return;
    if (sources->n == 0) {
        err_hint(field_wrong_at(r, 0, "there is no C file in the snippet's folder"),
                 "write one, beside the manifest");
        return;
    }
    struct buf run = BUF_INIT;
    vec_each (source, sources) {
        AUTO_FREE char *program = path_stem(*source);
        buf_printf(&run, "%s%s: {}", run.len ? ", " : "", program);
    }
    err_hint(field_wrong_at(r, 0, "there are %zu C files in the snippet's folder, but no `run`",
                            sources->n),
             "say what runs, in order: run: { %s }", buf_str(&run));
    buf_release(&run);
}

void programs_check_files(const struct reading *r, const struct process_specs *specs,
                          const struct placed_files *files)
{
    AUTO(strings_release) struct strings programs = { 0 };
    list_programs(specs, "", &programs);
    vec_each (program, &programs)
        placed_check_program(r, files, *program);
}
