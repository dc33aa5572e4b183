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

static void add_names(struct dependencies *list, const struct snippet *snippet,
                      const struct config *config)
{
    AUTO(strings_release) struct strings paths = { 0 };
    AUTO(err_release) struct err err = { 0 };
    AUTO(buf_release) struct buf names = BUF_INIT;
    /* Of a folder that cannot be listed the compilation tells. */
    if (!given_named(config, snippet->folder, &paths, &err))
        buf_addc(&names, '\0');
    vec_each (path, &paths)
        buf_add(&names, *path, strlen(*path) + 1);
    add(list, DEPENDENCY_NAMES, "which files flags name", NULL)->identity = digest_of(&names);
}

void dependencies_of_snippet(struct dependencies *list, const struct snippet *snippet,
                             const struct config *config, const struct buf *flags)
{
    add_files(list, &snippet->sources);
    add_files(list, &snippet->data);
    if (snippet->manifest.path)
        add(list, DEPENDENCY_FILE, snippet->manifest.path, &snippet->manifest_text);
    add(list, DEPENDENCY_FLAGS, "the compiler's flags", flags);
    add_names(list, snippet, config);
    vec_each (spec, &snippet->manifest.processes) {
        const char *word = spec->command.n ? spec->command.v[0] : NULL;
        struct dependency *d = word ? add(list, DEPENDENCY_COMMAND, word, NULL) : NULL;
        if (!d || d->identity)
            continue;
        AUTO_FREE char *path = command_find(word, command_path);
        d->identity = fs_identity(path ? path : "");
    }
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

/*
 * Adds what C, a compilation of SNIPPET, has read: the prerequisites of its rule (GCC manual,
 * "Options Controlling the Preprocessor"). What does not compile may have none.
 */
static void add_prerequisites(struct dependencies *list, const struct snippet *snippet,
                              const struct compilation *c, const struct given *given,
                              const struct toolchain *tools)
{
    const char *colon = strstr(buf_str(&c->rule), ": "), *at = colon ? colon + 1 : "";
    for (char *word; (word = rule_word(&at)); free(word)) {
        AUTO_FREE char *path = path_normal(snippet->folder, word);
        if (*word != '/')
            add(list, DEPENDENCY_HEADER, path, given_find(given, path));
        /* A flag can have the compiler name any file, and to open a device can do something. */
        else if (toolchain_sees(tools, word))
            add(list, DEPENDENCY_SEEN, word, NULL);
    }
}

void dependencies_of_compilations(struct dependencies *list, const struct snippet *snippet,
                                  const struct compilation *c, size_t count,
                                  const struct given *given, const struct toolchain *tools)
{
    for (const struct compilation *end = c + count; c < end; c++)
        add_prerequisites(list, snippet, c, given, tools);
    /* Of a library, say, no compiler tells that it was read; of headers it does. */
    vec_each (file, &given->named)
        add(list, text_ends(file->path, ".h") ? DEPENDENCY_SEEN : DEPENDENCY_HEADER, file->path,
            &file->text);
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
        if (!kinds[d->kind].recorded || !d->text)
            continue;
        AUTO_FREE char *name = d->kind == DEPENDENCY_FLAGS ? mem_strdup(flags_name)
                                                           : input_name(d->name, snippet->root);
        record_add_input(record, name, buf_str(d->text), d->text->len);
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

void inputs_compare(const struct snippet *snippet, const struct buf *flags, const struct plan *plan,
                    struct strings *reasons)
{
    struct record now = { 0 };
    AUTO(dependencies_release) struct dependencies list = { 0 };
    dependencies_of_snippet(&list, snippet, &plan->config, flags);
    dependencies_record(&list, snippet, &now);
    vec_each (input, &snippet->record.inputs) {
        if (record_input_digest(&now, input->name) || text_ends(input->name, ".yml") ||
            strcmp(input->name, flags_name) == 0)
            continue;
        AUTO_FREE char *path = path_normal(plan->config.snippets, input->name);
        add_header(&now, input->name, path, plan);
    }
    inputs_differ(&snippet->record, &now, reasons);
    record_release(&now);
}
