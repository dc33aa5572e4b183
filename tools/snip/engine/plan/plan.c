#include "engine/plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "file/project.h"

enum { MAX_BYTES = 512 << 20 };

/* Adds TEXT, the file PATH, to what was read for PLAN; where that is too much, TEXT is emptied. */
static void count(struct plan *plan, const char *path, struct buf *text)
{
    plan->bytes += text->len;
    if (plan->bytes <= MAX_BYTES)
        return;
    buf_release(text);
    struct err *e = errs_add(&plan->errs, ERR_INPUT, path, 0,
                             "is one too much: with it, posts and snippets have over %d MiB",
                             MAX_BYTES >> 20);
    err_hint(e, "keep what is neither a post nor a program nor its data elsewhere");
}

void plan_read_text(struct plan *plan, const char *path, const char *folder, size_t max,
                    struct buf *text, struct errs *errs)
{
    struct err err = { 0 };
    if (plan->bytes > MAX_BYTES)
        return;
    if (project_read(path, folder, max, text, &err)) {
        count(plan, path, text);
        return;
    }
    if (err.kind == ERR_INPUT && !err.hint)
        err_hint(&err, "a text of at most %zu KiB belongs there", max >> 10);
    errs_move(errs, &err);
}

void plan_refuse_others(const char *folder, const struct strings *others, struct errs *errs)
{
    vec_each (other, others) {
        AUTO_FREE char *path = path_join(folder, *other);
        AUTO(buf_release) struct buf text = BUF_INIT;
        struct err err = { 0 };
        if (project_read(path, NULL, 0, &text, &err))
            continue;
        if (!err.hint)
            err_hint(&err, "take it away");
        errs_move(errs, &err);
    }
}

bool plan_is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    for (const char *s = name;; s++) {
        size_t n = strspn(s, letters);
        /* A compiler would take `-x.c` for an option. */
        if (n == 0 || *s == '-')
            return false;
        s += n;
        if (*s != '/')
            return *s == '\0';
    }
}

struct snippet *plan_find(const struct plan *plan, const char *name)
{
    size_t low = 0, high = plan->snippets.n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(name, plan->snippets.v[middle].name);
        if (order == 0)
            return &plan->snippets.v[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct snippet_file *snippet_file_find(const struct snippet_files *files, const char *name)
{
    vec_each (file, files)
        if (strcmp(file->name, name) == 0)
            return file;
    return NULL;
}

const struct buf *plan_shared_text(const struct plan *plan, const char *path)
{
    vec_each (file, &plan->shared)
        if (strcmp(file->path, path) == 0)
            return &file->text;
    return NULL;
}

struct snippet *plan_find_source(const struct plan *plan, const char *name,
                                 const struct snippet_file **source)
{
    AUTO_FREE char *single = path_stem(name), *folder = path_folder(name);
    struct snippet *snippet = plan_find(plan, single);
    if (!snippet || !snippet->single)
        snippet = plan_find(plan, folder);
    *source = snippet ? snippet_file_find(&snippet->sources, path_base(name)) : NULL;
    return *source ? snippet : NULL;
}

/* Tells whether PROGRAMS, C files of each, have the one that SPEC runs. */
static bool has_program(const struct words *programs, size_t count, const struct process_spec *spec)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(programs[i].v[0], spec->source) == 0)
            return true;
    return false;
}

struct words *snippet_programs(const struct snippet *snippet, size_t *count)
{
    const struct process_specs *specs = &snippet->manifest.processes;
    struct words *programs = mem_alloc(specs->n * sizeof(*programs));
    *count = 0;
    vec_each (spec, specs) {
        if (!spec->source || has_program(programs, *count, spec))
            continue;
        struct words *sources = &programs[(*count)++];
        vec_push(sources, (const char *)spec->source);
        vec_each (other, &spec->others)
            vec_push(sources, (const char *)*other);
    }
    return programs;
}

char *snippet_manifest_path(const struct snippet *snippet)
{
    return snippet->single ? mem_printf("%s/%s.yml", snippet->root, snippet->name)
                           : mem_printf("%s/snippet.yml", snippet->folder);
}

void plan_errors(struct plan *plan, struct errs *out)
{
    errs_append(out, &plan->errs);
    vec_each (snippet, &plan->snippets)
        if (snippet->selected)
            errs_append(out, &snippet->errs);
    vec_each (page, &plan->pages)
        if (page->selected) {
            errs_sort(&page->errs);
            errs_append(out, &page->errs);
        }
}

static void release_files(struct snippet_files *files)
{
    vec_each (file, files) {
        free(file->name);
        free(file->path);
        buf_release(&file->text);
    }
    vec_release(files);
}

static void release_snippet(struct snippet *snippet)
{
    free(snippet->name);
    free(snippet->folder);
    free(snippet->path);
    free(snippet->record_path);
    release_files(&snippet->sources);
    release_files(&snippet->data);
    options_release(&snippet->options);
    manifest_release(&snippet->manifest);
    buf_release(&snippet->manifest_text);
    buf_release(&snippet->record_text);
    record_release(&snippet->record);
    err_release(&snippet->record_error);
    vec_release(&snippet->shown);
    errs_release(&snippet->errs);
}

static void release_page(struct page *page)
{
    for (size_t i = 0; page->sources && i < page->post.blocks.n; i++)
        buf_release(&page->sources[i].text);
    free(page->sources);
    post_release(&page->post);
    errs_release(&page->errs);
    free(page->path);
}

void plan_release(struct plan *plan)
{
    vec_each (snippet, &plan->snippets)
        release_snippet(snippet);
    vec_each (page, &plan->pages)
        release_page(page);
    vec_release(&plan->snippets);
    vec_release(&plan->pages);
    release_files(&plan->shared);
    strings_release(&plan->orphans);
    errs_release(&plan->errs);
    config_release(&plan->config);
}
