#include "engine/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"
#include "doc/region.h"
#include "engine/resolve.h"

enum {
    MAX_POST = 16 << 20,
    MAX_SOURCE = 1 << 20,
    MAX_MANIFEST = 64 << 10,
    MAX_RECORD = 64 << 20,
};

static const char config_file[] = "snip.yml";

/* A folder that snip.yml names and that is not there would be a check that verifies nothing. */
static void check_folder(struct plan *plan, const char *folder)
{
    if (fs_is_dir(folder))
        return;
    struct err *e =
        errs_add(&plan->errs, ERR_INPUT, config_file, 0, "the folder %s is not there", folder);
    err_hint(e, "make it (mkdir %s), or name another", folder);
}

static bool read_config(struct plan *plan)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    if (!fs_read(config_file, MAX_MANIFEST, &text, &err)) {
        config_default(&plan->config);
        errs_move(&plan->errs, &err);
        buf_release(&text);
        return false;
    }
    struct slice yaml = { buf_str(&text), text.len };
    bool ok = config_parse(&plan->config, config_file, yaml, &plan->errs);
    buf_release(&text);
    if (!ok)
        return false;
    vec_each (folder, &plan->config.posts)
        check_folder(plan, *folder);
    check_folder(plan, plan->config.snippets);
    return true;
}

static bool load_config(struct plan *plan, struct err *err)
{
    if (fs_exists(config_file)) {
        if (read_config(plan))
            return true;
        err->kind = errs_worst(&plan->errs);
        return false;
    }
    config_default(&plan->config);
    if (fs_is_dir(plan->config.posts.v[0]) || fs_is_dir(plan->config.snippets))
        return true;
    err_set(err, ERR_INPUT, "there is no snip.yml, no _posts and no snippets folder here");
    return err_hint(err, "run snip in the project's folder, or say where it is: snip -C DIR");
}

/* PATH without the ending of LEN bytes. Owned by the caller. */
static char *stem(const char *path, size_t len)
{
    return mem_strndup(path, strlen(path) - len);
}

static void load_record(struct snippet *snippet)
{
    struct buf *text = &snippet->record_text;
    struct err *err = &snippet->record_error;
    const char *path = snippet->record_path;
    if (!fs_exists(path) && !fs_is_link(path))
        return;
    if (fs_is_dir(path)) {
        struct err *e = errs_add(&snippet->errs, ERR_INPUT, path, 0, "is a folder, not a record");
        err_hint(e, "take it away");
        return;
    }
    snippet->has_record = true;
    snippet->record_ok = fs_read(path, MAX_RECORD, text, err) &&
                         record_parse(&snippet->record, path, buf_str(text), text->len, err);
    if (snippet->record_ok && strcmp(snippet->record.snippet, snippet->name) != 0)
        snippet->record_ok =
            err_at(err, ERR_FALSE, path, 0, "is the record of `%s`", snippet->record.snippet);
}

static void load_manifest(struct snippet *snippet, const char *folder)
{
    AUTO_FREE char *path = mem_printf("%s/%s.yml", folder, snippet->name);
    AUTO_FREE char *source = mem_printf("%s.c", snippet->base);
    struct manifest_subject subject = { .source = source };
    if (!fs_exists(path)) {
        manifest_default(&snippet->manifest, &subject);
        return;
    }
    struct errs errs = { 0 };
    plan_read_text(path, folder, MAX_MANIFEST, &snippet->manifest_text, &errs);
    struct slice yaml = { buf_str(&snippet->manifest_text), snippet->manifest_text.len };
    if (errs.n)
        manifest_default(&snippet->manifest, &subject);
    else if (!manifest_parse(&snippet->manifest, path, yaml, &subject, &errs) && errs.n == 0)
        errs_add(&errs, ERR_INPUT, path, 0, "cannot be understood");
    errs_append(&snippet->errs, &errs);
}

/* Reports region markers that are wrong even where no post shows the file. */
static void check_regions(struct snippet *snippet)
{
    struct buf shown = BUF_INIT;
    struct err err = { 0 };
    struct slice source = { buf_str(&snippet->source), snippet->source.len };
    if (!region_show(&shown, source, snippet->path, NULL, &err))
        errs_move(&snippet->errs, &err);
    buf_release(&shown);
}

static void load_snippet(struct plan *plan, const char *file)
{
    const char *folder = plan->config.snippets;
    struct snippet *snippet = vec_add(&plan->snippets);
    snippet->name = stem(file, strlen(".c"));
    snippet->path = fs_join(folder, file);
    const char *slash = strrchr(snippet->name, '/');
    snippet->base = mem_strdup(slash ? slash + 1 : snippet->name);
    const char *end = strrchr(snippet->path, '/');
    snippet->folder = end ? mem_strndup(snippet->path, (size_t)(end - snippet->path))
                          : mem_strdup(".");
    snippet->record_path = mem_printf("%s/%s.json", plan->config.records, snippet->name);
    if (!plan_is_name(snippet->name)) {
        struct err *e =
            errs_add(&snippet->errs, ERR_INPUT, snippet->path, 0, "is not a name for a snippet");
        err_hint(e, "rename it: folders and files are of a-z, 0-9, _ and -, and begin with no -");
    }
    plan_read_text(snippet->path, folder, MAX_SOURCE, &snippet->source, &snippet->errs);
    check_regions(snippet);
    load_manifest(snippet, folder);
    load_record(snippet);
}

/* Says what is wrong with FILE, which is no C file, but looks as if it was meant for snip. */
static void check_other_file(struct plan *plan, const struct strings *files, const char *file)
{
    AUTO_FREE char *path = fs_join(plan->config.snippets, file);
    bool yml = text_ends(file, ".yml"), yaml = text_ends(file, ".yaml");
    if (fs_is_link(path) && fs_is_dir(path)) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, path, 0,
                                 "is a symbolic link to a folder, and is not followed");
        err_hint(e, "put the folder itself there");
    }
    if (text_ends(file, ".h"))
        strings_add(&plan->headers, mem_strdup(file));
    if (!yml && !yaml)
        return;
    AUTO_FREE char *name = stem(file, yml ? 4 : 5);
    AUTO_FREE char *source = mem_printf("%s.c", name);
    const char *slash = strrchr(name, '/');
    if (strcmp(slash ? slash + 1 : name, "snippet") == 0) {
        struct err *e =
            errs_add(&plan->errs, ERR_INPUT, path, 0, "this snip runs snippets of one C file only");
        err_hint(e, "put the program into one file, its manifest beside it: NAME.c, NAME.yml");
    } else if (!strings_has(files, source)) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, path, 0, "is the manifest of no snippet");
        err_hint(e, "a manifest lies beside its program: %s/%s", plan->config.snippets, source);
    } else if (yaml) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, path, 0, "is not read by snip");
        err_hint(e, "rename it to %s/%s.yml", plan->config.snippets, name);
    }
}

static int by_snippet_name(const void *a, const void *b)
{
    return strcmp(((const struct snippet *)a)->name, ((const struct snippet *)b)->name);
}

/* `bind` beside `bind/any` would make one record a file and a folder for Jekyll's data. */
static void check_prefixes(struct plan *plan)
{
    vec_each (snippet, &plan->snippets) {
        for (char *slash = strchr(snippet->name, '/'); slash; slash = strchr(slash + 1, '/')) {
            AUTO_FREE char *above = mem_strndup(snippet->name, (size_t)(slash - snippet->name));
            struct snippet *other = plan_find(plan, above);
            if (!other || other->errs.n)
                continue;
            struct err *e = errs_add(&other->errs, ERR_INPUT, other->path, 0,
                                     "has the name of the folder that %s is in", snippet->path);
            err_hint(e, "rename one of the two");
        }
    }
}

static bool load_snippets(struct plan *plan, struct err *err)
{
    AUTO(strings_release) struct strings files = { 0 };
    if (!fs_list(plan->config.snippets, &files, err))
        return false;
    vec_each (file, &files) {
        if (!text_ends(*file, ".c"))
            check_other_file(plan, &files, *file);
        else
            load_snippet(plan, *file);
    }
    if (plan->snippets.n)
        qsort(plan->snippets.v, plan->snippets.n, sizeof(*plan->snippets.v), by_snippet_name);
    check_prefixes(plan);
    return true;
}

/* Tells whether PATH holds the record of NAME: nothing else in the folder is ours to take away. */
static bool is_record(const char *path, const char *name)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    struct record record = { 0 };
    bool ours = fs_read(path, MAX_RECORD, &text, &err) &&
                record_parse(&record, path, buf_str(&text), text.len, &err) &&
                strcmp(record.snippet, name) == 0;
    record_release(&record);
    err_release(&err);
    buf_release(&text);
    return ours;
}

static bool load_orphans(struct plan *plan, struct err *err)
{
    AUTO(strings_release) struct strings files = { 0 };
    const char *folder = plan->config.records;
    if (fs_exists(folder) && !fs_is_dir(folder)) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, folder, 0, "is a file, not a folder");
        err_hint(e, "records are kept there: take it away, or name another folder in snip.yml");
        return true;
    }
    if (!fs_list(folder, &files, err))
        return false;
    vec_each (file, &files) {
        if (!text_ends(*file, ".json"))
            continue;
        AUTO_FREE char *name = stem(*file, strlen(".json"));
        AUTO_FREE char *path = fs_join(folder, *file);
        if (!plan_find(plan, name) && is_record(path, name))
            strings_add(&plan->orphans, steal(&path));
    }
    return true;
}

static void load_page(struct plan *plan, char *path)
{
    struct page *page = vec_add(&plan->pages);
    struct buf text = BUF_INIT;
    page->path = path;
    plan_read_text(path, ".", MAX_POST, &text, &page->errs);
    struct slice content = { buf_str(&text), page->errs.n ? 0 : text.len };
    if (!post_parse(&page->post, path, content, &page->errs) && page->errs.n == 0)
        errs_add(&page->errs, ERR_INPUT, path, 0, "cannot be understood");
    buf_release(&text);
}

static bool load_pages(struct plan *plan, struct err *err)
{
    vec_each (folder, &plan->config.posts) {
        AUTO(strings_release) struct strings files = { 0 };
        if (!fs_list(*folder, &files, err))
            return false;
        vec_each (file, &files)
            if (text_ends(*file, ".md") || text_ends(*file, ".markdown"))
                load_page(plan, fs_join(*folder, *file));
    }
    /* Only now: the blocks' addresses of a page are taken when no page moves any more. */
    vec_each (page, &plan->pages)
        resolve_page(plan, page);
    return true;
}

bool plan_load(struct plan *plan, struct err *err)
{
    *plan = (struct plan){ 0 };
    return load_config(plan, err) && load_snippets(plan, err) && load_orphans(plan, err) &&
           load_pages(plan, err);
}
