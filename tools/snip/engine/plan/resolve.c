#include "engine/plan/resolve.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "box/trace/call.h"
#include "doc/post/region.h"

/* Adds to PAGE's errors one about BLOCK, as by printf(3), and returns it, for err_hint(). */
#define wrong(PAGE, BLOCK, ...)                                                                    \
    errs_add(&(PAGE)->errs, ERR_INPUT, (PAGE)->path, (BLOCK)->line, __VA_ARGS__)

/* The nearest to WORD among the snippets' names, or with FILE those of their C files. Owned by the
 * caller; NULL for none. */
static char *nearest_snippet(const struct plan *plan, const char *word, bool file)
{
    AUTO(strings_release) struct strings names = { 0 };
    vec_each (snippet, &plan->snippets) {
        if (!file)
            strings_add(&names, mem_strdup(snippet->name));
        else if (snippet->single)
            strings_add(&names, mem_printf("%s.c", snippet->name));
        else
            vec_each (source, &snippet->sources)
                strings_add(&names, mem_printf("%s/%s", snippet->name, source->name));
    }
    const char *near = text_nearest(word, (const char *const *)names.v, names.n);
    /* The right file in a wrong folder is what an author most often means. */
    vec_each (name, &names)
        if (!near && strcmp(path_base(*name), path_base(word)) == 0)
            near = *name;
    return near ? mem_strdup(near) : NULL;
}

static void unknown(struct plan *plan, struct page *page, const struct block *block, bool file)
{
    AUTO_FREE char *near = nearest_snippet(plan, block->target, file);
    struct err *e = wrong(page, block, "there is no snippet `%s`", block->target);
    if (near)
        err_hint(e, "did you mean `%s`?", near);
    else
        err_hint(e, "`snip list` shows those there are; `snip new snippet NAME` makes one");
}

/* Reads the list of lines that is attribute KEY of BLOCK. False: it has none, or a wrong one. */
static bool read_lines(struct page *page, const struct block *block, const char *key,
                       struct line_ranges *ranges)
{
    const char *value = block_attribute(block, key);
    if (!value || line_ranges_read(ranges, value))
        return value != NULL;
    return err_hint(wrong(page, block, "`%s=%s` is not a list of lines", key, value),
                    "write %s=3, %s=3-5 or %s=3-5,9", key, key, key);
}

/* Checks that the lines which BLOCK marks, `mark=3-5,9`, are among those of SHOWN, from 1 on. */
static void check_mark(struct page *page, const struct block *block, const struct buf *shown)
{
    struct line_ranges ranges = { 0 };
    size_t lines = text_lines(buf_str(shown), shown->len);
    if (read_lines(page, block, "mark", &ranges))
        vec_each (range, &ranges)
            if (range->last > lines) {
                err_hint(wrong(page, block, "line %zu cannot be marked", range->last),
                         "the block has %zu; its first is line 1", lines);
                break;
            }
    vec_release(&ranges);
}

/* Checks that the lines which BLOCK chooses, `lines=1-20,30`, follow each other. */
static void check_lines(struct page *page, const struct block *block)
{
    struct line_ranges ranges = { 0 };
    if (read_lines(page, block, "lines", &ranges))
        for (size_t i = 1; i < ranges.n; i++)
            if (ranges.v[i].first <= ranges.v[i - 1].last) {
                err_hint(wrong(page, block, "`lines=%s` goes back from line %zu to line %zu",
                               block_attribute(block, "lines"), ranges.v[i - 1].last,
                               ranges.v[i].first),
                         "write them in their order: lines=1-20,30");
                break;
            }
    vec_release(&ranges);
}

/* Puts what a code block shows of SOURCE, the file PATH, into its source. */
static void show_code(struct page *page, const struct block *block, const char *path,
                      struct slice text, struct buf *out)
{
    AUTO(err_release) struct err err = { 0 };
    if (region_show(out, text, path, block->region, &err)) {
        check_mark(page, block, out);
        return;
    }
    if (err.line == 0 && block->region) {
        /* The file is right and the post asks for a region it has not. */
        struct err *e = wrong(page, block, "%s %s", path, err.text);
        if (err.hint)
            err_hint(e, "%s", err.hint);
    } else if (!text_ends(path, ".c")) {
        errs_move(&page->errs, &err); /* of a C file the snippet's own errors say it already */
    }
}

/* A header that snippets share is shown as it is; nothing is run for it. */
static void resolve_header(struct plan *plan, struct page *page, const struct block *block,
                           struct buf *out)
{
    const struct snippet_file *file = snippet_file_find(&plan->shared, block->target);
    if (file) {
        show_code(page, block, file->path, buf_slice(&file->text), out);
        return;
    }
    AUTO_FREE char *path = path_join(plan->config.snippets, block->target);
    VEC(const char *) names = { 0 };
    vec_each (shared, &plan->shared)
        if (text_ends(shared->name, ".h"))
            vec_push(&names, (const char *)shared->name);
    const char *near = text_nearest(block->target, names.v, names.n);
    struct err *e = wrong(page, block, "there is no header %s", path);
    if (near)
        err_hint(e, "did you mean `%s`?", near);
    else
        err_hint(e, "make it, or correct its name");
    vec_release(&names);
}

/* Says that SNIPPET has no WHAT of the name WORD; KNOWN are those it has. */
static void unknown_word(struct page *page, const struct block *block,
                         const struct snippet *snippet, const char *what, const char *word,
                         const struct strings *known)
{
    AUTO(buf_release) struct buf list = BUF_INIT;
    vec_each (name, known)
        buf_printf(&list, "%s`%s`", list.len ? ", " : "", *name);
    struct err *e = wrong(page, block, "snippet `%s` has no %s `%s`", snippet->name, what, word);
    const char *near = text_nearest(word, (const char *const *)known->v, known->n);
    if (near && known->n > 1)
        err_hint(e, "did you mean `%s`?", near);
    else
        err_hint(e, "it has %s", buf_str(&list));
}

/* Checks that attribute KEY of BLOCK, a list, has nothing but names of a WHAT that is KNOWN. */
static void check_list(struct page *page, const struct block *block, const struct snippet *snippet,
                       const char *key, const char *what, const struct strings *known)
{
    const char *list = block_attribute(block, key);
    while (list) {
        size_t len = strcspn(list, ",");
        AUTO_FREE char *name = mem_strndup(list, len);
        if (!strings_has(known, name))
            unknown_word(page, block, snippet, what, name, known);
        list = list[len] ? list + len + 1 : NULL;
    }
}

static void check_only(struct page *page, const struct block *block, const struct snippet *snippet)
{
    AUTO(strings_release) struct strings names = { 0 };
    vec_each (process, &snippet->manifest.processes)
        strings_add(&names, mem_strdup(process->name));
    check_list(page, block, snippet, "only", "process", &names);
}

/*
 * Finds the snippet that BLOCK names, or with FILE that whose C file it names, and notes where it
 * is shown. NULL where there is none, which is reported.
 */
static struct snippet *find_shown(struct plan *plan, struct page *page, const struct block *block,
                                  struct block_source *source, const struct snippet_file **file)
{
    source->snippet = file ? plan_find_source(plan, block->target, file)
                           : plan_find(plan, block->target);
    if (source->snippet)
        vec_push(&source->snippet->shown, ((struct shown){ page->path, block->line }));
    else
        unknown(plan, page, block, file != NULL);
    return source->snippet;
}

/*
 * Shows in SOURCE the file of another language that BLOCK names, or the manifest, where it lies in
 * the folder of SNIPPET. Returns whether it does.
 */
static bool show_other(struct plan *plan, struct page *page, const struct block *block,
                       struct snippet *snippet, struct block_source *source)
{
    AUTO_FREE char *path = path_join(plan->config.snippets, block->target);
    const char *name = snippet->single ? NULL : path_below(path, snippet->folder);
    const struct snippet_file *file = name ? snippet_file_find(&snippet->data, name) : NULL;
    bool manifest = snippet->manifest.path && strcmp(snippet->manifest.path, path) == 0;
    if (!file && !manifest)
        return false;
    source->snippet = snippet;
    vec_push(&snippet->shown, ((struct shown){ page->path, block->line }));
    if (snippet->errs.n == 0)
        show_code(page, block, path, buf_slice(file ? &file->text : &snippet->manifest_text),
                  &source->text);
    return true;
}

/* Says that there is no file as BLOCK names it, and which it may mean. */
static void no_file(struct plan *plan, struct page *page, const struct block *block)
{
    AUTO(strings_release) struct strings names = { 0 };
    AUTO_FREE char *path = path_join(plan->config.snippets, block->target);
    vec_each (snippet, &plan->snippets) {
        vec_each (file, &snippet->data)
            strings_add(&names, mem_printf("%s/%s", snippet->name, file->name));
        vec_each (file, &snippet->sources)
            strings_add(&names, snippet->single ? mem_printf("%s.c", snippet->name)
                                                : mem_printf("%s/%s", snippet->name, file->name));
    }
    vec_each (file, &plan->shared)
        strings_add(&names, mem_strdup(file->name));
    const char *near = text_nearest(block->target, (const char *const *)names.v, names.n);
    struct err *e = wrong(page, block, "there is no file %s", path);
    if (near)
        err_hint(e, "did you mean `%s`?", near);
    else if (!*path_ending(block->target))
        err_hint(e, "of a program write %s.c, or of a folder: %s/FILE.c", block->target,
                 block->target);
    else
        err_hint(e, "files that lie in a snippet's folder, or beside C files, are shown");
}

/* A file in another language than C. */
static void resolve_other(struct plan *plan, struct page *page, const struct block *block,
                          struct block_source *source)
{
    vec_each (snippet, &plan->snippets)
        if (show_other(plan, page, block, snippet, source))
            return;
    const struct snippet_file *file = snippet_file_find(&plan->shared, block->target);
    if (file)
        show_code(page, block, file->path, buf_slice(&file->text), &source->text);
    else
        no_file(plan, page, block);
}

static void resolve_code(struct plan *plan, struct page *page, const struct block *block,
                         struct block_source *source)
{
    const struct snippet_file *file = NULL;
    if (text_ends(block->target, ".h")) {
        resolve_header(plan, page, block, &source->text);
        return;
    }
    if (!text_ends(block->target, ".c")) {
        resolve_other(plan, page, block, source);
        return;
    }
    const struct snippet *snippet = find_shown(plan, page, block, source, &file);
    if (snippet && snippet->errs.n == 0)
        show_code(page, block, file->path, buf_slice(&file->text), &source->text);
}

static void resolve_output(struct plan *plan, struct page *page, const struct block *block,
                           struct block_source *source)
{
    const struct snippet *snippet = find_shown(plan, page, block, source, NULL);
    if (!snippet || snippet->errs.n)
        return; /* what its processes are is not known */
    check_only(page, block, snippet);
    check_lines(page, block);
    if (snippet->manifest.compile != COMPILE_FAIL)
        return;
    const char *file = snippet->manifest.processes.v[0].source;
    err_hint(wrong(page, block, "snippet `%s` is meant not to compile, so it prints nothing",
                   snippet->name),
             "show what the compiler says: <!-- snip diagnostics %s%s%s -->", snippet->name,
             snippet->single ? ".c" : "/", snippet->single || !file ? "" : file);
}

static void resolve_table(struct plan *plan, struct page *page, const struct block *block,
                          struct block_source *source)
{
    const struct snippet *snippet = find_shown(plan, page, block, source, NULL);
    if (!snippet || snippet->errs.n)
        return;
    if (snippet->manifest.processes.n != 1 || snippet->manifest.compile == COMPILE_FAIL)
        err_hint(wrong(page, block, "a table is what one program answers, and `%s` is no such one",
                       snippet->name),
                 "let one program ask for all its cells");
}

static void resolve_diagnostics(struct plan *plan, struct page *page, const struct block *block,
                                struct block_source *source)
{
    const struct snippet_file *file;
    if (!text_ends(block->target, ".c")) {
        err_hint(wrong(page, block, "only a program is compiled, so a header has no diagnostics"),
                 "name the .c file that includes it");
        return;
    }
    struct snippet *snippet = find_shown(plan, page, block, source, &file);
    if (snippet)
        snippet->shows_compiler = true;
}

static void resolve_lab(struct plan *plan, struct page *page, const struct block *block,
                        struct block_source *source)
{
    const struct snippet *snippet = find_shown(plan, page, block, source, NULL);
    if (!snippet || snippet->errs.n || snippet->manifest.lab.hosts.n)
        return;
    err_hint(wrong(page, block, "snippet `%s` has no lab to show", snippet->name),
             "give %s one: lab: { server: { lan: 10.0.1.1/24 } }",
             snippet->manifest.path ? snippet->manifest.path : "its manifest");
}

/* As check_list(), of names that no snippet makes. */
static void check_calls(struct page *page, const struct block *block)
{
    AUTO(strings_release) struct strings known = { 0 };
    call_names(&known);
    for (const char *list = block_attribute(block, "calls"); list;) {
        size_t len = strcspn(list, ",");
        AUTO_FREE char *name = mem_strndup(list, len);
        const char *near = text_nearest(name, (const char *const *)known.v, known.n);
        list = list[len] ? list + len + 1 : NULL;
        if (strings_has(&known, name))
            continue;
        struct err *e = wrong(page, block, "no recording tells of a call `%s`", name);
        if (near)
            err_hint(e, "did you mean `%s`?", near);
        else
            err_hint(e,
                     "name those by which processes meet, as their manual pages do: accept, read");
    }
}

static void check_on(struct page *page, const struct block *block, const struct snippet *snippet)
{
    AUTO(strings_release) struct strings names = { 0 };
    vec_each (network, &snippet->manifest.lab.networks)
        strings_add(&names, mem_strdup(*network));
    strings_add(&names, mem_strdup("lo"));
    check_list(page, block, snippet, "on", "network", &names);
}

/* Checks BLOCK, which shows what was recorded of a run. */
static void resolve_trace(struct plan *plan, struct page *page, const struct block *block,
                          struct block_source *source)
{
    const struct snippet *snippet = find_shown(plan, page, block, source, NULL);
    if (!snippet || snippet->errs.n)
        return;
    check_only(page, block, snippet);
    check_calls(page, block);
    check_on(page, block, snippet);
    if (snippet->manifest.trace.on)
        return;
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    err_hint(wrong(page, block, "no run of snippet `%s` is recorded, so it has no %s",
                   snippet->name, view_grammar(block->kind)->name),
             "give %s a line: trace: true", manifest);
}

static void resolve_calls(struct plan *plan, struct page *page, const struct block *block,
                          struct block_source *source)
{
    resolve_trace(plan, page, block, source);
}

static void resolve_packets(struct plan *plan, struct page *page, const struct block *block,
                            struct block_source *source)
{
    resolve_trace(plan, page, block, source);
}

static void resolve_timeline(struct plan *plan, struct page *page, const struct block *block,
                             struct block_source *source)
{
    resolve_trace(plan, page, block, source);
}

/* Tells whether a process of SNIPPET is ss(8), or a shell's that calls it. */
static bool tells_sockets(const struct snippet *snippet)
{
    vec_each (process, &snippet->manifest.processes)
        vec_each (word, &process->command)
            if (strcmp(*word, "ss") == 0 || strstr(*word, "ss -"))
                return true;
    return false;
}

static void resolve_states(struct plan *plan, struct page *page, const struct block *block,
                           struct block_source *source)
{
    const struct snippet *snippet = find_shown(plan, page, block, source, NULL);
    if (!snippet || snippet->errs.n)
        return;
    check_only(page, block, snippet);
    if (snippet->manifest.trace.on || tells_sockets(snippet))
        return;
    AUTO_FREE char *manifest = snippet_manifest_path(snippet);
    err_hint(wrong(page, block,
                   "no run of snippet `%s` is recorded, nor tells ss(8) of states in it",
                   snippet->name),
             "give %s a line: trace: true", manifest);
}

static void resolve_queue(struct plan *plan, struct page *page, const struct block *block,
                          struct block_source *source)
{
    const struct snippet *snippet = find_shown(plan, page, block, source, NULL);
    if (!snippet || snippet->errs.n)
        return;
    check_only(page, block, snippet);
    if (!tells_sockets(snippet))
        err_hint(wrong(page, block, "no process of snippet `%s` is ss(8), which tells of queues",
                       snippet->name),
                 "run one when the queue is as it should be: command: [ss, -ltn]");
}

/* What is asked of a block of one kind, and found for it. */
typedef void resolver(struct plan *plan, struct page *page, const struct block *block,
                      struct block_source *source);

void resolve_page(struct plan *plan, struct page *page)
{
#define RESOLVER(KIND, WORD, ...) [KIND] = resolve_##WORD,
    static resolver *const resolvers[] = { VIEW_KINDS(RESOLVER) };
    struct blocks *blocks = &page->post.blocks;
    page->sources = mem_alloc(blocks->n * sizeof(*page->sources));
    for (size_t i = 0; i < blocks->n; i++)
        resolvers[blocks->v[i].kind](plan, page, &blocks->v[i], &page->sources[i]);
}
