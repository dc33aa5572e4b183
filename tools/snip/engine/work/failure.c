#include "engine/work/failure.h"

#include <string.h>

#include "base/diff.h"
#include "base/mem.h"
#include "base/path.h"

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

/* Adds the messages of C that are worse than declared. Returns whether all it said is told so. */
static bool fault_messages(struct errs *faults, const struct snippet *snippet,
                           const struct compilation *c)
{
    struct diagnostics list = { 0 };
    enum compile_expect expected = snippet->manifest.compile;
    diagnostics_parse(&list, buf_str(&c->output));
    bool told = c->result > expected && list.n > 0;
    if (told)
        vec_each (d, &list)
            if (d->error || c->result == COMPILE_WARN)
                fault_diagnostic(faults, snippet, d);
    diagnostics_release(&list);
    return told;
}

/* How to mend what became of compiling. Owned by the caller; NULL where the words say it. */
static char *compile_hint(const struct snippet *snippet, enum compile_expect result,
                          const char *words)
{
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    if (result == COMPILE_WARN && snippet->manifest.compile == COMPILE_OK)
        return mem_printf("mend it, or where that is the point: compile: warn in %s", manifest);
    bool lacks = strstr(words, "undefined reference to `") && !strstr(words, " to `main'");
    if (result == COMPILE_FAIL && lacks)
        return mem_strdup(
            "a program is one C file, what it #includes, and the libraries that snip.yml "
            "names: libs: [-lm]");
    return NULL;
}

void failure_compile(struct errs *faults, const struct snippet *snippet,
                     const struct compilation *list, size_t count, enum compile_expect result)
{
    static const char *const was[] = { "compiles without a word", "compiles with warnings",
                                       "does not compile" };
    const struct manifest *manifest = &snippet->manifest;
    struct buf rest = BUF_INIT;
    for (size_t i = 0; i < count; i++)
        if (!fault_messages(faults, snippet, &list[i]))
            buf_adds(&rest, buf_str(&list[i].output));
    struct err *e;
    if (manifest->compile == COMPILE_OK)
        e = errs_add(faults, ERR_FALSE, snippet->path, 0, "%s", was[result]);
    else
        e = errs_add(faults, ERR_FALSE, manifest->path, manifest->compile_line,
                     "%s, and is declared `compile: %s`", was[result],
                     compile_expect_name(manifest->compile));
    AUTO_FREE char *hint = compile_hint(snippet, result, buf_str(&rest));
    err_detail(e, buf_steal(&rest));
    failure_hint(snippet, e, hint);
}

void failure_compile_dated(struct errs *faults, const struct snippet *snippet,
                           const struct compilation *here, const struct compilation *there)
{
    struct buf diff = BUF_INIT;
    AUTO_FREE char *file = path_normal(snippet->folder, here->source);
    struct err *e =
        errs_add(faults, ERR_FALSE, file, 0, "what the compiler says of it follows the date");
    diff_unified(&diff, buf_slice(&here->output), buf_slice(&there->output), 1, 1);
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
