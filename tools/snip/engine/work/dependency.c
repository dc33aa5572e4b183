#include "engine/work/dependency.h"

#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "engine/plan/command.h"
#include "engine/work/failure.h"
#include "file/digest.h"
#include "file/fs.h"
#include "file/project.h"

enum { MAX_HEADER = 8 << 20 };

static const char flags_name[] = "flags";

#define KIND_ROW(KIND, PART, ...) [KIND] = { .part = PART, __VA_ARGS__ },

/* The rows of DEPENDENCY_KINDS. */
static const struct {
    const char *part;
    bool recorded, checked;
} kinds[] = { DEPENDENCY_KINDS(KIND_ROW) };

static bool is_file(enum dependency_kind kind)
{
    return kind == DEPENDENCY_FILE || kind == DEPENDENCY_HEADER || kind == DEPENDENCY_SEEN;
}

/* Adds NAME, unless it is there; the first of a file's kinds holds. */
static struct dependency *add(struct dependencies *list, enum dependency_kind kind,
                              const char *name, const struct buf *text)
{
    vec_each (d, list)
        if ((d->kind == kind || (is_file(d->kind) && is_file(kind))) && strcmp(d->name, name) == 0)
            return d;
    struct dependency *d = vec_add(list);
    *d = (struct dependency){ kind, mem_strdup(name), text, NULL };
    return d;
}

static char *digest_of(const struct buf *text)
{
    char hex[DIGEST_HEX + 1];
    digest_hex(buf_str(text), text->len, hex);
    return mem_strdup(hex);
}

static char *identify_snip(const struct plan *plan, const struct toolchain *tools)
{
    (void)plan, (void)tools;
    return fs_identity("/proc/self/exe");
}

/* A compiler of the project is what it holds. */
static char *identify_compiler(const struct plan *plan, const struct toolchain *tools)
{
    (void)plan;
    struct buf parts = BUF_INIT;
    vec_each (part, &tools->parts) {
        AUTO_FREE char *id = fs_identity(*part);
        buf_printf(&parts, "%s\n", id);
    }
    AUTO_FREE char *own = tools->own ? digest_of(&tools->own_text) : NULL;
    buf_adds(&parts, own ? own : "");
    return buf_steal(&parts);
}

/* The file of the C library that this process, and so a program, runs with. */
static char *identify_libc(const struct plan *plan, const struct toolchain *tools)
{
    (void)plan, (void)tools;
    Dl_info info;
    bool found = dladdr((const void *)(uintptr_t)gnu_get_libc_version, &info);
    return fs_identity(found ? info.dli_fname : "");
}

static char *identify_kernel(const struct plan *plan, const struct toolchain *tools)
{
    (void)plan, (void)tools;
    struct utsname name;
    return uname(&name) == 0 ? mem_printf("%s %s", name.release, name.version) : mem_strdup("none");
}

/* A new header may come before one of the same name that was read, here and where flags lead. */
static char *identify_headers(const struct plan *plan, const struct toolchain *tools)
{
    (void)tools;
    AUTO(buf_release) struct buf names = BUF_INIT;
    vec_each (file, &plan->shared)
        buf_add(&names, file->name, strlen(file->name) + 1);
    return digest_of(&names);
}

/* What appears there comes before what compiler and linker found elsewhere (cpp(1), ld(1)). */
static char *identify_local(const struct plan *plan, const struct toolchain *tools)
{
    (void)plan, (void)tools;
    AUTO_FREE char *headers = fs_identity("/usr/local/include");
    AUTO_FREE char *libraries = fs_identity("/usr/local/lib");
    return mem_printf("%s\n%s", headers, libraries);
}

void dependencies_of_machine(struct dependencies *list, const struct plan *plan,
                             const struct toolchain *tools)
{
    static const struct {
        const char *name;
        char *(*identify)(const struct plan *plan, const struct toolchain *tools);
    } things[] = {
        { "snip", identify_snip },
        { "the compiler", identify_compiler },
        { "the C library", identify_libc },
        { "the kernel", identify_kernel },
        { "which headers there are", identify_headers },
        { "what is in /usr/local", identify_local },
    };
    for (size_t i = 0; i < COUNT(things); i++)
        add(list, DEPENDENCY_MACHINE, things[i].name, NULL)->identity =
            things[i].identify(plan, tools);
}

static void add_files(struct dependencies *list, const struct snippet_files *files)
{
    vec_each (file, files)
        add(list, DEPENDENCY_FILE, file->path, &file->text);
}

static void add_names(struct dependencies *list, const struct snippet *snippet)
{
    AUTO(strings_release) struct strings paths = { 0 };
    AUTO(err_release) struct err err = { 0 };
    AUTO(buf_release) struct buf names = BUF_INIT;
    /* Of a folder that cannot be listed the compilation tells. */
    if (!given_named(&snippet->options, snippet->folder, &paths, &err))
        buf_addc(&names, '\0');
    vec_each (path, &paths)
        buf_add(&names, *path, strlen(*path) + 1);
    add(list, DEPENDENCY_NAMES, "which files flags name", NULL)->identity = digest_of(&names);
}

static void add_commands(struct dependencies *list, const struct snippet *snippet)
{
    vec_each (spec, &snippet->manifest.processes) {
        const char *word = spec->command.n ? spec->command.v[0] : NULL;
        struct dependency *d = word ? add(list, DEPENDENCY_COMMAND, word, NULL) : NULL;
        if (!d || d->identity)
            continue;
        AUTO_FREE char *path = command_find(word, command_path);
        d->identity = fs_identity(path ? path : "");
    }
}

void dependencies_of_snippet(struct dependencies *list, const struct snippet *snippet)
{
    add_files(list, &snippet->sources);
    add_files(list, &snippet->data);
    if (snippet->manifest.path)
        add(list, DEPENDENCY_FILE, snippet->manifest.path, &snippet->manifest_text);
    add(list, DEPENDENCY_FLAGS, "the compiler's flags", &snippet->options.common);
    add_names(list, snippet);
    add_commands(list, snippet);
}

/* Adds the word WORD of `libs` in snip.yml; its name is all there is to it. */
static void add_lib(struct dependencies *list, const char *word)
{
    struct dependency *d = add(list, DEPENDENCY_LIBS, word, NULL);
    if (!d->identity)
        d->identity = mem_strdup("offered");
}

static void add_offered(struct dependencies *list, const struct snippet *snippet)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    vec_each (word, &snippet->options.offered)
        buf_add(&text, *word, strlen(*word) + 1);
    struct dependency *d = add(list, DEPENDENCY_OFFERED, "`libs` in snip.yml", NULL);
    if (!d->identity)
        d->identity = digest_of(&text);
}

void dependencies_of_offered(struct dependencies *list, const struct snippet *snippet)
{
    add_offered(list, snippet);
    vec_each (word, &snippet->options.offered)
        add_lib(list, *word);
}

/* Reads the next word of a make rule at *S: `\ ` is a blank in a name, `$$` a dollar. NULL at the
 * end. Owned by the caller. */
static char *rule_word(const char **s)
{
    const char *p = *s;
    struct buf word = BUF_INIT;
    while (*p == ' ' || *p == '\t' || *p == '\n' || (p[0] == '\\' && p[1] == '\n'))
        p += *p == '\\' ? 2 : 1;
    for (; *p && *p != ' ' && *p != '\t' && *p != '\n'; p++) {
        if (p[0] == '\\' && p[1] == '\n')
            break;
        if ((p[0] == '\\' && (p[1] == ' ' || p[1] == '#')) || (p[0] == '$' && p[1] == '$'))
            p++;
        buf_addc(&word, *p);
    }
    *s = p;
    if (word.len)
        return buf_steal(&word);
    buf_release(&word);
    return NULL;
}

/* Adds the file WORD, as a compiler or a linker of SNIPPET names it; of the machine it is KIND. */
static void add_read(struct dependencies *list, enum dependency_kind kind, const char *word,
                     const struct snippet *snippet, const struct given *given)
{
    if (*word != '/') {
        AUTO_FREE char *path = path_normal(snippet->folder, word);
        add(list, DEPENDENCY_HEADER, path, given_find(given, path));
    } else if (toolchain_sees(&given->shown, word)) {
        /* A flag can have any file be named, and to open a device can do something. */
        struct dependency *d = add(list, kind, word, NULL);
        if (kind == DEPENDENCY_LIBRARY && !d->identity)
            d->identity = fs_identity(word);
    }
}

/*
 * Adds what RULE names: the prerequisites of rules of make (GCC manual, "Options Controlling the
 * Preprocessor"). What comes before a colon is made, and so is what lies in the folder BUILD.
 */
static void add_rule(struct dependencies *list, enum dependency_kind kind, const struct buf *rule,
                     const char *build, const struct snippet *snippet, const struct given *given)
{
    const char *at = buf_str(rule);
    bool ruled = false;
    for (char *word; (word = rule_word(&at)); free(word)) {
        bool target = text_ends(word, ":");
        if (ruled && !target && !path_below(word, build))
            add_read(list, kind, word, snippet, given);
        ruled = ruled || target;
    }
}

/* Adds what the loader LISTS: "libm.so.6 => /lib/libm.so.6 (0x…)". */
static void add_loaded(struct dependencies *list, const struct buf *lists,
                       const struct snippet *snippet, const struct given *given)
{
    struct slice rest = buf_slice(lists), line;
    while (text_line(&rest, &line)) {
        AUTO_FREE char *text = mem_strndup(line.s, line.len);
        char *path = strchr(text, '/'), *end = path ? strstr(path, " (0x") : NULL;
        if (!end)
            continue;
        *end = '\0';
        add_read(list, DEPENDENCY_LIBRARY, path, snippet, given);
    }
}

static void add_compilation(struct dependencies *list, const struct snippet *snippet,
                            const struct compilation *c, const struct given *given)
{
    const char *build = c->build;
    add_rule(list, DEPENDENCY_SEEN, &c->got.rule, build, snippet, given);
    add_rule(list, DEPENDENCY_LIBRARY, &c->got.linked, build, snippet, given);
    add_loaded(list, &c->got.loaded, snippet, given);
    if (c->tried)
        add_offered(list, snippet);
    vec_each (word, &c->given)
        add_lib(list, *word);
}

void dependencies_of_compilations(struct dependencies *list, const struct snippet *snippet,
                                  const struct compilation *c, size_t count,
                                  const struct given *given)
{
    bool told = true;
    for (size_t i = 0; i < count; i++) {
        add_compilation(list, snippet, &c[i], given);
        told = told && c[i].got.linked.len > 0;
    }
    /* Of a header that flags name a compiler tells; of a library not each linker does. */
    vec_each (file, &given->named)
        if (text_ends(file->path, ".h"))
            add(list, DEPENDENCY_SEEN, file->path, &file->text);
        else if (!told || !given_is_library(file->path))
            add(list, DEPENDENCY_HEADER, file->path, &file->text);
}

const char *dependency_part(const struct dependency *d)
{
    return kinds[d->kind].part;
}

/* The name of the input at PATH, seen from the snippets folder ROOT. Owned by the caller. */
static char *input_name(const char *path, const char *root)
{
    const char *below = path_below(path, root);
    if (below)
        return mem_strdup(below);
    struct buf name = BUF_INIT;
    AUTO_FREE char *above = mem_strdup(root);
    do
        buf_adds(&name, "../");
    while (path_up(above));
    buf_adds(&name, path);
    return buf_steal(&name);
}

void dependencies_record(const struct dependencies *list, const struct snippet *snippet,
                         struct record *record)
{
    vec_each (d, list) {
        bool word = d->kind == DEPENDENCY_LIBS;
        if (!kinds[d->kind].recorded || (!d->text && !word))
            continue;
        AUTO_FREE char *name = d->kind == DEPENDENCY_FLAGS ? mem_strdup(flags_name)
                               : word                      ? mem_strdup(d->name)
                                                           : input_name(d->name, snippet->root);
        record_add_input(record, name, word ? d->name : buf_str(d->text),
                         word ? strlen(d->name) : d->text->len);
    }
}

void dependencies_check(const struct dependencies *list, const struct snippet *snippet,
                        struct errs *faults)
{
    vec_each (d, list) {
        const char *within = d->kind == DEPENDENCY_FILE ? snippet->root : ".";
        if (kinds[d->kind].checked && d->text && !project_holds(d->name, within, d->text))
            failure_changed(faults, d->name);
    }
}

void dependencies_release(struct dependencies *list)
{
    vec_each (d, list) {
        free(d->name);
        free(d->identity);
    }
    vec_release(list);
}

static void compare_one(const struct record_input *was, const struct record *now,
                        struct strings *reasons)
{
    const char *digest = record_input_digest(now, was->name);
    const char *verb = !digest ? "is gone" : strcmp(digest, was->digest) != 0 ? "changed" : NULL;
    if (verb && strcmp(was->name, flags_name) == 0)
        strings_add(reasons, mem_strdup("the compiler or its flags in snip.yml changed"));
    else if (verb && *was->name == '-')
        strings_add(reasons, mem_printf("%s is no longer needed, or not in snip.yml", was->name));
    else if (verb)
        strings_add(reasons, mem_printf("%s %s", was->name, verb));
}

void inputs_differ(const struct record *was, const struct record *now, struct strings *reasons)
{
    vec_each (input, &was->inputs)
        compare_one(input, now, reasons);
    vec_each (input, &now->inputs)
        if (!record_input_digest(was, input->name))
            strings_add(reasons, mem_printf("%s is new", input->name));
}

/* Adds the header PATH as it is now, if it can be read. */
static void add_header(struct record *record, const char *name, const char *path,
                       const struct plan *plan)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    const struct buf *known = plan_shared_text(plan, path);
    if (known || project_read(path, ".", MAX_HEADER, &text, &err))
        record_add_input(record, name, buf_str(known ? known : &text),
                         known ? known->len : text.len);
}

/* Tells whether WORD is one of `libs` in snip.yml that SNIPPET is offered. */
static bool is_offered(const struct snippet *snippet, const char *word)
{
    vec_each (offered, &snippet->options.offered)
        if (strcmp(*offered, word) == 0)
            return true;
    return false;
}

void inputs_compare(const struct snippet *snippet, const struct plan *plan, struct strings *reasons)
{
    struct record now = { 0 };
    AUTO(dependencies_release) struct dependencies list = { 0 };
    dependencies_of_snippet(&list, snippet);
    dependencies_record(&list, snippet, &now);
    vec_each (input, &snippet->record.inputs) {
        if (record_input_digest(&now, input->name) || text_ends(input->name, ".yml") ||
            strcmp(input->name, flags_name) == 0)
            continue;
        if (*input->name == '-') {
            if (is_offered(snippet, input->name))
                record_add_input(&now, input->name, input->name, strlen(input->name));
            continue;
        }
        AUTO_FREE char *path = path_normal(plan->config.snippets, input->name);
        add_header(&now, input->name, path, plan);
    }
    inputs_differ(&snippet->record, &now, reasons);
    record_release(&now);
}
