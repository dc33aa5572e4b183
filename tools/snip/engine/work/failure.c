#include "engine/work/failure.h"

#include <string.h>

#include "base/buf.h"
#include "base/diff.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "engine/build/diagnostics.h"

/* "shown at _posts/a.md:12, _posts/b.md:7". Owned by the caller; NULL where no post shows it. */
static char *shown_at(const struct snippet *snippet)
{
    struct buf text = BUF_INIT;
    vec_each (shown, &snippet->shown)
        buf_printf(&text, "%s%s:%d", text.len ? ", " : "shown at ", shown->post, shown->line);
    return text.len ? buf_steal(&text) : NULL;
}

void failure_hint(const struct snippet *snippet, struct err *err, const char *hint)
{
    AUTO_FREE char *where = shown_at(snippet);
    if (hint || where)
        err_hint(err, "%s%s%s", hint ? hint : "", hint && where ? "; " : "", where ? where : "");
}

/* Turns one message of the compiler into a fault at the file and line it speaks of. */
static void fault_diagnostic(struct errs *faults, const struct snippet *snippet,
                             const struct diagnostic *d)
{
    AUTO_FREE char *file = d->file[0] == '/' ? mem_strdup(d->file)
                                             : path_normal(snippet->folder, d->file);
    err_detail(errs_add(faults, ERR_FALSE, file, d->line, "%s: %s", d->error ? "error" : "warning",
                        d->text),
               mem_strdup(d->excerpt));
}

/* Adds to OPTIONS, a list, those that turn off the warning TEXT: it ends in "[-Wname]". */
static void add_option(struct strings *options, const char *text)
{
    enum { MAX_OPTIONS = 3 };
    const char *name = strstr(text, "[-W"), *end = name ? strpbrk(name, "=]") : NULL;
    if (!end || options->n == MAX_OPTIONS)
        return;
    name += strlen("[-W");
    AUTO_FREE char *option = mem_printf("-Wno-%.*s", (int)(end - name), name);
    if (!strings_has(options, option))
        strings_add(options, steal(&option));
}

/*
 * Adds the messages about places in C's sources, where it is worse than declared: of one that fails
 * the errors, else the warnings, which OPTIONS turn off. Returns whether there were any.
 */
static bool fault_messages(struct errs *faults, const struct snippet *snippet,
                           const struct compilation *c, struct strings *options)
{
    struct diagnostics list = { 0 };
    bool warns = c->got.result == COMPILE_WARN, told = false;
    AUTO_FREE char *said = mem_strndup(buf_str(&c->got.output), c->got.linking);
    if (c->got.result > snippet->manifest.compile)
        diagnostics_parse(&list, said);
    vec_each (d, &list) {
        if (!d->error && !warns)
            continue;
        fault_diagnostic(faults, snippet, d);
        add_option(options, d->text);
        told = true;
    }
    diagnostics_release(&list);
    return told;
}

/* Adds what C said that is TOLD of no place, under its command where there are SEVERAL. */
static void add_rest(struct buf *rest, const struct compilation *c, bool told, bool several)
{
    /* Of one that does not link, what its sources are warned of is another matter. */
    const char *said = buf_str(&c->got.output) + (told || c->got.unlinked ? c->got.linking : 0);
    if (!*said)
        return;
    if (several)
        buf_printf(rest, "$ %s\n", c->command);
    buf_adds(rest, said);
    if (rest->s[rest->len - 1] != '\n')
        buf_addc(rest, '\n');
}

/* The name in "undefined reference to `NAME'", which SAID has first. Owned by the caller; NULL. */
static char *missing_name(const char *said)
{
    static const char words[] = "undefined reference to `";
    const char *name = strstr(said, words);
    name = name ? name + strlen(words) : NULL;
    return name && strchr(name, '\'') ? mem_strndup(name, strcspn(name, "'")) : NULL;
}

/* Tells whether TEXT calls or defines the function NAME. */
static bool has_function(const struct buf *text, const char *name)
{
    AUTO_FREE char *call = mem_printf("%s(", name);
    return memmem(buf_str(text), text->len, call, strlen(call)) != NULL;
}

static bool is_part(const struct compilation *c, const char *source)
{
    vec_each (part, c->request.sources)
        if (strcmp(*part, source) == 0)
            return true;
    return false;
}

/* How to mend that C does not link. Owned by the caller; NULL where the words say it. */
static char *link_hint(const struct snippet *snippet, const struct compilation *c)
{
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    AUTO_FREE char *name = missing_name(buf_str(&c->got.output) + c->got.linking);
    if (!name || strcmp(name, "main") == 0)
        return NULL;
    vec_each (source, &snippet->sources)
        if (!is_part(c, source->name) && has_function(&source->text, name))
            return mem_printf("is `%s` that of %s? then say so in %s: sources: [%s, %s]", name,
                              source->name, manifest, c->request.sources->v[0], source->name);
    if (snippet->single)
        return mem_printf(
            "is it in a library? libs: [-lm] in %s; is it in another C file? a folder "
            "with a snippet.yml has several: sources: [a.c, b.c]",
            manifest);
    return mem_printf("is it in a library? libs: [-lm] in %s", manifest);
}

/* "flags: [-Wno-a, -Wno-b]" of OPTIONS, "" for none. Owned by the caller. */
static char *flags_text(const struct strings *options)
{
    struct buf text = BUF_INIT;
    vec_each (option, options)
        buf_printf(&text, "%s%s", text.len ? ", " : "", *option);
    char *flags = text.len ? mem_printf("flags: [%s]", buf_str(&text)) : mem_strdup("");
    buf_release(&text);
    return flags;
}

/* How to mend that there are warnings, which OPTIONS turn off. Owned by the caller. */
static char *warn_hint(const struct snippet *snippet, const struct strings *options)
{
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    AUTO_FREE char *flags = flags_text(options);
    return mem_printf("mend it%s%s, or where that is the point: compile: warn in %s",
                      *flags ? ", or turn it off: " : "", flags, manifest);
}

/* What is said of a snippet whose worst compilation, C, came to RESULT. */
static const char *result_words(const struct compilation *c, enum compile_expect result)
{
    static const char *const was[] = { "compiles without a word", "compiles with warnings",
                                       "does not compile" };
    return c && c->got.unlinked ? "does not link" : was[result];
}

void failure_compile(struct errs *faults, const struct snippet *snippet,
                     const struct compilation *list, size_t count, enum compile_expect result)
{
    const struct manifest *manifest = &snippet->manifest;
    AUTO(strings_release) struct strings options = { 0 };
    struct buf rest = BUF_INIT;
    const struct compilation *worst = NULL;
    for (const struct compilation *c = list; c < list + count; c++) {
        if (c->got.result != result)
            continue;
        bool told = fault_messages(faults, snippet, c, &options);
        add_rest(&rest, c, told, count > 1);
        worst = worst && (!worst->got.unlinked || c->got.unlinked) ? worst : c;
    }
    const char *words = result_words(worst, result);
    struct err *e;
    if (manifest->compile == COMPILE_OK)
        e = errs_add(faults, ERR_FALSE, snippet->path, 0, "%s", words);
    else
        e = errs_add(faults, ERR_FALSE, manifest->path, manifest->compile_line,
                     "%s, and is declared `compile: %s`", words,
                     compile_expect_name(manifest->compile));
    AUTO_FREE char *hint = result == COMPILE_WARN && manifest->compile == COMPILE_OK
                               ? warn_hint(snippet, &options)
                           : worst && worst->got.unlinked ? link_hint(snippet, worst)
                                                          : NULL;
    err_detail(e, buf_steal(&rest));
    failure_hint(snippet, e, hint);
}

void failure_compile_dated(struct errs *faults, const struct snippet *snippet,
                           const struct compilation *here, const struct compilation *there)
{
    struct buf diff = BUF_INIT;
    AUTO_FREE char *file = path_normal(snippet->folder, here->request.sources->v[0]);
    struct err *e =
        errs_add(faults, ERR_FALSE, file, 0, "what the compiler says of it follows the date");
    diff_unified(&diff, buf_slice(&here->got.output), buf_slice(&there->got.output), 1, 1);
    err_detail(e, buf_steal(&diff));
    failure_hint(snippet, e, "let no message hold __DATE__ or __TIME__");
}

void failure_masks(struct errs *faults, const struct snippet *snippet, const bool *matched)
{
    const struct manifest *manifest = &snippet->manifest;
    for (size_t i = 0; i < manifest->masks.n; i++) {
        const struct mask_spec *mask = &manifest->masks.v[i];
        if (matched[i])
            continue;
        struct err *e = errs_add(faults, ERR_FALSE, manifest->path, mask->line,
                                 "the mask `%s` matched nothing that was printed", mask->name);
        err_hint(e, "take it out, or correct it");
    }
}

void failure_changed(struct errs *faults, const char *path)
{
    struct err *e = errs_add(faults, ERR_SYSTEM, path, 0,
                             "was changed while snip ran, so nothing of it is written");
    err_hint(e, "run snip again");
}
