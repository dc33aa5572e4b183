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

/* Says of SOURCE, of SPEC, which is no plain name of a C file, what it is. */
static void not_plain(const struct reading *r, const struct process_spec *spec, const char *source,
                      const struct strings *sources)
{
    AUTO_FREE char *name = field_quote(source);
    const char *base = path_base(source);
    AUTO_FREE char *file = mem_printf("%s%s", base, text_ends(base, ".c") ? "" : ".c");
    struct err *err = field_wrong_at(r, spec->source_line, "%s is %s", name,
                                     path_leaves(source) ? "outside the snippet's folder"
                                     : base != source    ? "a path, not the name of a C file"
                                                         : "not the name of a C file");
    if (strings_has(sources, file))
        err_hint(err, "did you mean `%s`?", file);
    else
        err_hint(err, "name a C file that lies beside the manifest: source: server.c");
}

/* Says that SOURCE, of SPEC, is not among SOURCES, and, of a default, where its name comes from. */
static void no_source(const struct reading *r, const struct process_spec *spec, const char *source,
                      const struct strings *sources)
{
    AUTO_FREE char *name = field_quote(source);
    struct err *err =
        field_wrong_at(r, spec->source_line, "there is no C file %s in the snippet's folder", name);
    const char *near = text_nearest(source, names_of(sources), sources->n);
    if (is_default(spec) && spec->others.n == 0 && sources->n > 0)
        err_hint(err, "a process runs NAME.c; to run another, say which: source: %s",
                 near ? near : sources->v[0]);
    else if (sources->n > 0)
        field_hint_nearest(err, source, names_of(sources), sources->n, "C files:");
    else
        err_hint(err, "write it, beside the manifest");
}

/* Tells whether the source of SPEC, of a snippet of one file, is that file; if not, says so. */
static bool is_only(const struct reading *r, const struct process_spec *spec, const char *only)
{
    static const char hint[] = "a snippet of several C files is a folder with a snippet.yml";
    if (spec->others.n) {
        err_hint(field_wrong_at(r, spec->source_line, "a snippet of one file has no `sources`"),
                 "%s", hint);
        return false;
    }
    if (strcmp(spec->source, only) == 0)
        return true;
    AUTO_FREE char *name = field_quote(spec->source);
    err_hint(
        field_wrong_at(r, spec->source_line, "a snippet of one file runs `%s`, not %s", only, name),
        "leave `source` out; %s", hint);
    return false;
}

/* Holds that SOURCE, of SPEC, is a C file of the folder. */
static bool check_file(const struct reading *r, const struct process_spec *spec, const char *source,
                       const struct strings *sources)
{
    bool plain = text_ends(source, ".c") && !strchr(source, '/');
    if (plain && strings_has(sources, source))
        return true;
    /* Of a default it is the process that is named wrongly, which is reported by itself. */
    if (source == spec->source && !field_is_name(spec->name) && is_default(spec))
        return false;
    if (plain)
        no_source(r, spec, source, sources);
    else
        not_plain(r, spec, source, sources);
    return false;
}

static bool check_source(const struct reading *r, const struct process_spec *spec,
                         const struct manifest_subject *subject)
{
    if (subject->source)
        return is_only(r, spec, subject->source);
    bool good = check_file(r, spec, spec->source, subject->sources);
    vec_each (other, &spec->others) {
        bool twice = strcmp(*other, spec->source) == 0;
        for (char **before = spec->others.v; before < other; before++)
            twice = twice || strcmp(*before, *other) == 0;
        if (twice) {
            AUTO_FREE char *name = field_quote(*other);
            err_hint(field_wrong_at(r, spec->source_line, "%s stands twice in `sources`", name),
                     "keep one of the two");
        }
        good = !twice && check_file(r, spec, *other, subject->sources) && good;
    }
    return good;
}

static bool same_program(const struct process_spec *a, const struct process_spec *b)
{
    bool same = a->others.n == b->others.n;
    for (size_t i = 0; same && i < a->others.n; i++)
        same = strcmp(a->others.v[i], b->others.v[i]) == 0;
    return same;
}

/* Holds that no two programs of SPECS are called alike and made of different files. */
static bool check_names(const struct reading *r, const struct process_specs *specs)
{
    vec_each (spec, specs) {
        for (const struct process_spec *other = specs->v; other < spec; other++) {
            if (!spec->source || !other->source || strcmp(spec->source, other->source) != 0 ||
                same_program(spec, other))
                continue;
            AUTO_FREE char *program = path_stem(spec->source);
            err_hint(field_wrong_at(r, spec->source_line,
                                    "%s and %s are two programs, and both would be called `%s`",
                                    other->name, spec->name, program),
                     "a program is called as the first of its C files: begin one with another, or "
                     "name the same files in the same order");
            return false;
        }
    }
    return true;
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

static bool is_part(const struct manifest_subject *subject, const char *source)
{
    return subject->parts && strings_has(subject->parts, source);
}

static bool is_in_program(const struct process_specs *specs, const char *source)
{
    vec_each (spec, specs)
        if (spec->source &&
            (strcmp(spec->source, source) == 0 || strings_has(&spec->others, source)))
            return true;
    return false;
}

/* Says of the C file SOURCE that it is in no program of SPECS. */
static void say_unnamed(const struct reading *r, const struct process_specs *specs,
                        const struct manifest_subject *subject, const char *source)
{
    const char *first = NULL;
    AUTO_FREE char *stem = path_stem(source);
    vec_each (spec, specs)
        first = first ? first : spec->source;
    struct err *err = field_wrong_at(r, 0, "no process runs `%s`", source);
    if (first && is_part(subject, source))
        err_hint(err, "it is a part of a program, as %s.h is there: sources: [%s, %s]", stem, first,
                 source);
    else if (first)
        err_hint(err,
                 "name it as the `source` of one; where it is a part of one: sources: [%s, %s]; "
                 "what is #included is called %s.h",
                 first, source, stem);
    else
        err_hint(err, "name it as the `source` of one");
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
    good = good && check_names(r, specs);
    /* A source that is written wrong would be reported twice. */
    if (!good || subject->source)
        return;
    vec_each (source, subject->sources)
        if (!is_in_program(specs, *source))
            say_unnamed(r, specs, subject, *source);
}

/* "sources: [MAIN, PART, PART …]" with what of SUBJECT is a part; MAIN NULL: with all. Owned by the
 * caller. */
static char *sources_text(const struct manifest_subject *subject, const char *main)
{
    struct buf text = BUF_INIT;
    buf_printf(&text, "sources: [%s", main ? main : "");
    vec_each (source, subject->sources)
        if (!main || is_part(subject, *source))
            buf_printf(&text, "%s%s", main || source != subject->sources->v ? ", " : "", *source);
    buf_addc(&text, ']');
    return buf_steal(&text);
}

/* "PROGRAM: {}, PROGRAM: { sources: [MAIN, PART …] } …" for each C file of SUBJECT that is no part.
 * Owned by the caller. */
static char *run_text(const struct manifest_subject *subject)
{
    struct buf text = BUF_INIT;
    vec_each (source, subject->sources) {
        if (is_part(subject, *source))
            continue;
        AUTO_FREE char *program = path_stem(*source), *sources = sources_text(subject, *source);
        bool alone = !strchr(sources, ',');
        buf_printf(&text, "%s%s: {%s%s%s}", text.len ? ", " : "", program, alone ? "" : " ",
                   alone ? "" : sources, alone ? "" : " ");
    }
    return buf_steal(&text);
}

/* What to write for the C files of a folder that has no `run`. Owned by the caller. */
static char *suggest_programs(const struct manifest_subject *subject)
{
    const char *main = NULL;
    size_t parts = 0;
    vec_each (source, subject->sources) {
        if (is_part(subject, *source))
            parts++;
        else
            main = *source;
    }
    size_t mains = subject->sources->n - parts;
    AUTO_FREE char *one = sources_text(subject, mains == 1 ? main : NULL);
    if (mains <= 1)
        return mem_printf("they are one program, it seems: %s", one);
    AUTO_FREE char *run = run_text(subject);
    return parts ? mem_printf("say what runs, in order: run: { %s }", run)
                 : mem_printf("say what runs, in order: run: { %s }; of one program: %s", run, one);
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
    AUTO_FREE char *hint = suggest_programs(subject);
    err_hint(field_wrong_at(r, 0, "there are %zu C files in the snippet's folder, but no `run`",
                            sources->n),
             "%s", hint);
}

void programs_check_files(const struct reading *r, const struct process_specs *specs,
                          const struct placed_files *files)
{
    AUTO(strings_release) struct strings programs = { 0 };
    list_programs(specs, "", &programs);
    vec_each (program, &programs)
        placed_check_program(r, files, *program);
}
