#include "engine/plan/load.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/path.h"
#include "doc/post/merge.h"
#include "doc/post/region.h"
#include "engine/plan/needs.h"
#include "engine/plan/proof.h"
#include "engine/plan/resolve.h"
#include "file/fs.h"
#include "file/project.h"

enum {
    MAX_POST = 16 << 20,
    MAX_SOURCE = 1 << 20,
    MAX_MANIFEST = 64 << 10,
    MAX_RECORD = 64 << 20,
    MAX_SHARED = 8 << 20,
    MAX_DATA = 4 << 20,
    MAX_DATA_ALL = 32 << 20,
    MAX_FILES = 64,
    MAX_DEPTH = 32,
};

static const char config_file[] = "snip.yml";
static const char manifest_file[] = "snippet.yml";

/* Tells whether PATH ends as Markdown files do. */
static bool is_markdown(const char *path)
{
    static const char *const endings[] = { ".md", ".markdown", ".mkdown", ".mkdn", ".mkd" };
    const char *ending = strrchr(path_base(path), '.');
    for (size_t i = 0; ending && i < COUNT(endings); i++)
        if (strcasecmp(ending, endings[i]) == 0)
            return true;
    return false;
}

/* A folder that snip.yml names and that is not there would be a check that verifies nothing. */
static void check_folder(struct plan *plan, const char *folder)
{
    enum project_kind kind = project_kind(folder, ".");
    /* What else may be there, a link that leads out say, is told when it is read. */
    if (kind == PROJECT_FOLDER || kind == PROJECT_OTHER)
        return;
    struct err *e =
        errs_add(&plan->errs, ERR_INPUT, config_file, 0, "the folder %s is not there", folder);
    err_hint(e, "make it (mkdir %s), or name another", folder);
}

/* `posts` names folders, and files too: not all that a site renders need lie in a folder. */
static void check_posts(struct plan *plan, const char *path)
{
    enum project_kind kind = project_kind(path, ".");
    bool markdown = is_markdown(path);
    if (kind == PROJECT_FILE && !markdown)
        err_hint(errs_add(&plan->errs, ERR_INPUT, config_file, 0,
                          "`posts` names %s, which is no Markdown file", path),
                 "posts end in .md, .markdown, .mkdown, .mkdn or .mkd");
    else if (kind == PROJECT_NONE && markdown)
        err_hint(errs_add(&plan->errs, ERR_INPUT, config_file, 0, "the post %s is not there", path),
                 "write it, or name another");
    else if (kind != PROJECT_FILE)
        check_folder(plan, path);
}

static bool read_config(struct plan *plan)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    struct err err = { 0 };
    if (!project_read(config_file, NULL, MAX_MANIFEST, &text, &err)) {
        config_default(&plan->config);
        errs_move(&plan->errs, &err);
        return false;
    }
    if (!merge_check(config_file, buf_slice(&text), ERR_INPUT, &err)) {
        config_default(&plan->config);
        errs_move(&plan->errs, &err);
        return false;
    }
    if (!config_parse(&plan->config, config_file, buf_slice(&text), &plan->errs))
        return false;
    vec_each (posts, &plan->config.posts)
        check_posts(plan, *posts);
    check_folder(plan, plan->config.snippets);
    return true;
}

/* The nearest folder above with a snip.yml: "../..". Owned by the caller; NULL for none. */
static char *project_above(void)
{
    AUTO_FREE char *folder = mem_strdup("..");
    for (int depth = 0; depth < MAX_DEPTH; depth++) {
        AUTO_FREE char *config = path_join(folder, config_file);
        if (fs_exists(config))
            return steal(&folder);
        char *above = path_join("..", folder);
        mem_free_at(&folder);
        folder = above;
    }
    return NULL;
}

static bool load_config(struct plan *plan, struct err *err)
{
    if (project_kind(config_file, NULL) != PROJECT_NONE) {
        if (read_config(plan))
            return true;
        err->kind = errs_worst(&plan->errs);
        return false;
    }
    config_default(&plan->config);
    if (project_kind(plan->config.posts.v[0], ".") != PROJECT_NONE ||
        project_kind(plan->config.snippets, ".") != PROJECT_NONE)
        return true;
    err_set(err, ERR_INPUT, "there is no snip.yml, no _posts and no snippets folder here");
    AUTO_FREE char *above = project_above();
    return err_hint(err, "run snip in the project's folder, or say where it is: snip -C %s",
                    above ? above : "DIR");
}

static void load_record(struct snippet *snippet)
{
    struct buf *text = &snippet->record_text;
    struct err *err = &snippet->record_error;
    const char *path = snippet->record_path;
    enum project_kind kind = project_kind(path, NULL);
    /* What else is there is reported with the folder of records. */
    if (kind == PROJECT_NONE || kind == PROJECT_OTHER)
        return;
    if (kind == PROJECT_FOLDER) {
        struct err *e = errs_add(&snippet->errs, ERR_INPUT, path, 0, "is a folder, not a record");
        err_hint(e, "take it away");
        return;
    }
    snippet->has_record = true;
    snippet->record_ok = project_read(path, NULL, MAX_RECORD, text, err) &&
                         merge_check(path, buf_slice(text), ERR_FALSE, err) &&
                         record_parse(&snippet->record, path, buf_str(text), text->len, err);
    if (snippet->record_ok && strcmp(snippet->record.snippet, snippet->name) != 0)
        snippet->record_ok =
            err_at(err, ERR_FALSE, path, 0, "is the record of `%s`", snippet->record.snippet);
}

/* Adds to ERRS what a merge has left in TEXT, the content of PATH; returns whether it left none. */
static bool check_merged(const char *path, const struct buf *text, struct errs *errs)
{
    struct err err = { 0 };
    if (merge_check(path, buf_slice(text), ERR_INPUT, &err))
        return true;
    errs_move(errs, &err);
    return false;
}

static void parse_manifest(struct plan *plan, struct snippet *snippet, const char *path,
                           const struct manifest_subject *subject)
{
    struct errs errs = { 0 };
    plan_read_text(plan, path, snippet->root, MAX_MANIFEST, &snippet->manifest_text, &errs);
    struct slice yaml = buf_slice(&snippet->manifest_text);
    check_merged(path, &snippet->manifest_text, &errs);
    if (errs.n)
        manifest_default(&snippet->manifest, subject);
    else if (!manifest_parse(&snippet->manifest, path, yaml, subject, &errs) && errs.n == 0)
        errs_add(&errs, ERR_INPUT, path, 0, "cannot be understood");
    errs_append(&snippet->errs, &errs);
}

static void load_manifest(struct plan *plan, struct snippet *snippet)
{
    AUTO_FREE char *path = snippet_manifest_path(snippet);
    struct strings sources = { 0 }, parts = { 0 };
    vec_each (source, &snippet->sources) {
        AUTO_FREE char *stem = path_stem(source->path), *header = mem_printf("%s.h", stem);
        vec_push(&sources, source->name);
        if (project_kind(header, snippet->root) != PROJECT_NONE)
            vec_push(&parts, source->name);
    }
    struct manifest_subject subject = { .sources = &sources, .parts = &parts };
    if (snippet->single)
        subject = (struct manifest_subject){ .source = snippet->sources.v[0].name };
    if (snippet->single && project_kind(path, snippet->root) == PROJECT_NONE)
        manifest_default(&snippet->manifest, &subject);
    else
        parse_manifest(plan, snippet, path, &subject);
    vec_release(&sources);
    vec_release(&parts);
}

/* Reports merge marks, and region markers that are wrong even where no post shows the file. */
static void check_regions(struct snippet *snippet, const struct snippet_file *file)
{
    AUTO(buf_release) struct buf shown = BUF_INIT;
    struct err err = { 0 };
    if (check_merged(file->path, &file->text, &snippet->errs) &&
        !region_show(&shown, buf_slice(&file->text), file->path, NULL, &err))
        errs_move(&snippet->errs, &err);
}

/* Records and the store name each file, in JSON: what they cannot name would change unseen. */
static void check_file_name(struct snippet *snippet, const struct snippet_file *file)
{
    size_t bad;
    if (utf8_valid(file->name, strlen(file->name), &bad))
        return;
    struct err *e =
        errs_add(&snippet->errs, ERR_INPUT, file->path, 0, "has a name that is not UTF-8");
    err_hint(e, "rename it: a record cannot name it");
}

/* Adds the file NAME of the snippet's folder to FILES and reads it. */
static struct snippet_file *load_file(struct plan *plan, struct snippet *snippet,
                                      struct snippet_files *files, const char *name, size_t max)
{
    struct snippet_file *file = vec_add(files);
    file->name = mem_strdup(name);
    file->path = path_join(snippet->folder, name);
    check_file_name(snippet, file);
    plan_read_text(plan, file->path, snippet->root, max, &file->text, &snippet->errs);
    return file;
}

static void load_source(struct plan *plan, struct snippet *snippet, const char *name)
{
    check_regions(snippet, load_file(plan, snippet, &snippet->sources, name, MAX_SOURCE));
}

static struct snippet_file *load_data(struct plan *plan, struct snippet *snippet, const char *name)
{
    struct snippet_file *file = load_file(plan, snippet, &snippet->data, name, MAX_DATA);
    file->executable = project_is_executable(file->path, snippet->root);
    return file;
}

/* Reads the files that the manifest places, where they are not among the data already. */
static void load_placed(struct plan *plan, struct snippet *snippet)
{
    vec_each (placed, &snippet->manifest.files) {
        AUTO_FREE char *path = path_join(snippet->folder, placed->source);
        if (snippet_file_find(&snippet->data, placed->source))
            continue;
        if (project_kind(path, snippet->root) != PROJECT_NONE) {
            load_data(plan, snippet, placed->source)->apart = true;
            continue;
        }
        struct err *e = errs_add(&snippet->errs, ERR_INPUT, snippet->manifest.path, placed->line,
                                 "there is no file %s", path);
        err_hint(e,
                 "`files` maps a place in the program's world to a file of the snippet's folder");
    }
}

static void check_name(struct snippet *snippet)
{
    if (plan_is_name(snippet->name))
        return;
    struct err *e =
        errs_add(&snippet->errs, ERR_INPUT, snippet->path, 0, "is not a name for a snippet");
    err_hint(e, "rename it: folders and files are of a-z, 0-9, _ and -, and begin with no -");
}

/* Finishes SNIPPET, whose sources are there. */
static void load_rest(struct plan *plan, struct snippet *snippet)
{
    snippet->record_path = mem_printf("%s/%s.json", plan->config.records, snippet->name);
    check_name(snippet);
    load_manifest(plan, snippet);
    options_init(&snippet->options, &plan->config, &snippet->manifest);
    load_placed(plan, snippet);
    needs_check(snippet);
    load_record(snippet);
}

/* A folder that is called snippet.yml makes none of the one it is in: say so once for that. */
static void check_manifest_is_file(struct plan *plan, const char *folder)
{
    AUTO_FREE char *path = path_join(folder, manifest_file);
    vec_each (err, &plan->errs)
        if (err->file && strcmp(err->file, path) == 0)
            return;
    if (project_kind(path, ".") == PROJECT_FOLDER)
        err_hint(errs_add(&plan->errs, ERR_INPUT, path, 0, "is a folder, not a manifest"),
                 "take it away, or give it another name");
}

/* FILE is a C file that is a snippet by itself. */
static void load_single(struct plan *plan, const char *file)
{
    struct snippet *snippet = vec_add(&plan->snippets);
    snippet->root = plan->config.snippets;
    snippet->single = true;
    snippet->name = path_stem(file);
    snippet->path = path_join(snippet->root, file);
    snippet->folder = path_folder(snippet->path);
    check_manifest_is_file(plan, snippet->folder);
    load_source(plan, snippet, path_base(snippet->path));
    load_rest(plan, snippet);
}

/* NAME is a file of SNIPPET's folder, relative to it. */
static void load_member(struct plan *plan, struct snippet *snippet, const char *name)
{
    AUTO_FREE char *path = path_join(snippet->folder, name);
    const char *last = path_base(name);
    if (strcmp(name, manifest_file) == 0 || text_ends(name, ".h"))
        return;
    if (strcmp(last, manifest_file) == 0) {
        struct err *e = errs_add(&snippet->errs, ERR_INPUT, path, 0, "lies inside the snippet %s",
                                 snippet->name);
        err_hint(e, "move its folder beside %s", snippet->folder);
    } else if (text_ends(name, ".c") && last != name) {
        struct err *e = errs_add(&snippet->errs, ERR_INPUT, path, 0,
                                 "lies in a folder inside the snippet %s", snippet->name);
        err_hint(e, "C files lie beside the snippet.yml: move it to %s", snippet->folder);
    } else if (text_ends(name, ".c")) {
        load_source(plan, snippet, name);
    } else {
        load_data(plan, snippet, name);
    }
}

/* Each of its runs takes a copy. */
static void check_data(struct snippet *snippet)
{
    size_t bytes = 0;
    vec_each (file, &snippet->data)
        bytes += file->text.len;
    if (snippet->data.n > MAX_FILES)
        errs_add(&snippet->errs, ERR_INPUT, snippet->path, 0,
                 "has %zu files beside its programs in its folder; %d are enough", snippet->data.n,
                 MAX_FILES);
    if (bytes > MAX_DATA_ALL)
        errs_add(&snippet->errs, ERR_INPUT, snippet->path, 0,
                 "has %zu MiB of files beside its programs in its folder; %d are enough",
                 bytes >> 20, MAX_DATA_ALL >> 20);
}

/* FOLDER, below the snippets folder, holds a snippet.yml. */
static void load_folder(struct plan *plan, const struct strings *files, const char *folder)
{
    struct snippet *snippet = vec_add(&plan->snippets);
    snippet->root = plan->config.snippets;
    snippet->name = mem_strdup(folder);
    snippet->folder = path_join(snippet->root, folder);
    snippet->path = path_join(snippet->folder, manifest_file);
    vec_each (file, files) {
        const char *name = path_below(*file, folder);
        if (name)
            load_member(plan, snippet, name);
    }
    check_data(snippet);
    load_rest(plan, snippet);
}

/* Says what is wrong with FILE, which looks like a manifest and is that of no folder. */
static void check_manifest(struct plan *plan, const struct strings *files, const char *file)
{
    AUTO_FREE char *path = path_join(plan->config.snippets, file);
    bool yml = text_ends(file, ".yml"), yaml = !yml;
    AUTO_FREE char *name = path_stem(file);
    AUTO_FREE char *source = mem_printf("%s.c", name);
    bool folder = strcmp(path_base(name), "snippet") == 0;
    if (folder && yml) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, path, 0, "is the manifest of a folder");
        err_hint(e, "put it into a folder of its own, beside the C files it is about");
    } else if (!folder && !strings_has(files, source)) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, path, 0, "is the manifest of no snippet");
        err_hint(e, "a manifest lies beside its program: %s/%s", plan->config.snippets, source);
    } else if (yaml) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, path, 0, "is not read by snip");
        err_hint(e, "rename it to %s/%s.yml", plan->config.snippets, name);
    }
}

/*
 * Reads NAME, a header, or what else lies beside C files and may be included there; of that, only
 * what is plain and not too large counts.
 */
static void load_shared(struct plan *plan, const char *name)
{
    const char *root = plan->config.snippets;
    AUTO_FREE char *path = path_join(root, name);
    enum project_kind kind = project_kind(path, root);
    AUTO(errs_release) struct errs errs = { 0 };
    struct buf text = BUF_INIT;
    if (kind == PROJECT_FOLDER) {
        err_hint(errs_add(&plan->errs, ERR_INPUT, path, 0,
                          "is a symbolic link to a folder, and is not followed"),
                 "put the folder itself there");
        return;
    }
    plan_read_text(plan, path, root, MAX_SHARED, &text, &errs);
    if (text_ends(name, ".h"))
        check_merged(path, &text, &errs);
    if (errs.n == 0)
        vec_push(&plan->shared,
                 ((struct snippet_file){
                     .name = mem_strdup(name), .path = steal(&path), .text = text }));
    else if (text_ends(name, ".h") || kind == PROJECT_OTHER)
        errs_append(&plan->errs, &errs);
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
            if (!other || !other->single || other->errs.n)
                continue;
            struct err *e = errs_add(&other->errs, ERR_INPUT, other->path, 0,
                                     "has the name of the folder that %s is in", snippet->path);
            err_hint(e, "rename one of the two");
        }
    }
}

static bool is_inside_any(const char *path, const struct strings *folders)
{
    vec_each (folder, folders)
        if (path_below(path, *folder))
            return true;
    return false;
}

/* The folders that are snippets: those with a snippet.yml, but inside another. */
static void find_folders(const struct strings *files, struct strings *folders)
{
    AUTO(strings_release) struct strings all = { 0 };
    vec_each (file, files)
        if (strcmp(path_base(*file), manifest_file) == 0 && strcmp(*file, manifest_file) != 0)
            strings_add(&all, path_folder(*file));
    vec_each (folder, &all)
        if (!is_inside_any(*folder, &all))
            strings_add(folders, mem_strdup(*folder));
}

/* `bind.c` beside the folder `bind` with its snippet.yml would be two snippets of one record. */
static void check_twins(struct plan *plan)
{
    for (size_t i = 1; i < plan->snippets.n; i++) {
        struct snippet *a = &plan->snippets.v[i - 1], *b = &plan->snippets.v[i];
        if (strcmp(a->name, b->name) != 0)
            continue;
        struct snippet *single = a->single ? a : b, *folder = a->single ? b : a;
        struct err *e = errs_add(&single->errs, ERR_INPUT, single->path, 0,
                                 "and %s are snippets of one name", folder->path);
        err_hint(e, "rename one of the two");
    }
}

static bool load_snippets(struct plan *plan, struct err *err)
{
    AUTO(strings_release) struct strings files = { 0 }, folders = { 0 };
    if (!project_list(plan->config.snippets, ".", &files, NULL, err))
        return false;
    find_folders(&files, &folders);
    vec_each (folder, &folders)
        load_folder(plan, &files, *folder);
    vec_each (file, &files) {
        bool inside = is_inside_any(*file, &folders), program = text_ends(*file, ".c");
        bool manifest = text_ends(*file, ".yml") || text_ends(*file, ".yaml");
        if (text_ends(*file, ".h") || (!inside && !program && !manifest))
            load_shared(plan, *file);
        if (!inside && program)
            load_single(plan, *file);
        else if (!inside && manifest)
            check_manifest(plan, &files, *file);
    }
    if (plan->snippets.n)
        qsort(plan->snippets.v, plan->snippets.n, sizeof(*plan->snippets.v), by_snippet_name);
    check_prefixes(plan);
    check_twins(plan);
    return true;
}

/* Tells whether PATH holds the record of NAME: nothing else in the folder is ours to take away. */
static bool is_record(const char *path, const char *name)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    AUTO(record_release) struct record record = { 0 };
    return project_read(path, NULL, MAX_RECORD, &text, &err) &&
           record_parse(&record, path, buf_str(&text), text.len, &err) &&
           strcmp(record.snippet, name) == 0;
}

static bool load_orphans(struct plan *plan, struct err *err)
{
    AUTO(strings_release) struct strings files = { 0 }, others = { 0 };
    const char *folder = plan->config.records;
    if (project_kind(folder, NULL) == PROJECT_FILE) {
        struct err *e = errs_add(&plan->errs, ERR_INPUT, folder, 0, "is a file, not a folder");
        err_hint(e, "records are kept there: take it away, or name another folder in snip.yml");
        return true;
    }
    if (!project_list(folder, NULL, &files, &others, err))
        return false;
    plan_refuse_others(folder, &others, &plan->errs);
    vec_each (file, &files) {
        if (!text_ends(*file, ".json"))
            continue;
        AUTO_FREE char *name = path_stem(*file);
        AUTO_FREE char *path = path_join(folder, *file);
        if (!plan_find(plan, name) && is_record(path, name))
            strings_add(&plan->orphans, steal(&path));
    }
    return true;
}

static void load_page(struct plan *plan, char *path)
{
    struct page *page = vec_add(&plan->pages);
    AUTO(buf_release) struct buf text = BUF_INIT;
    page->path = path;
    plan_read_text(plan, path, ".", MAX_POST, &text, &page->errs);
    struct slice content = { buf_str(&text), page->errs.n ? 0 : text.len };
    if (!post_parse(&page->post, path, content, &page->errs) && page->errs.n == 0)
        errs_add(&page->errs, ERR_INPUT, path, 0, "cannot be understood");
}

static bool load_pages(struct plan *plan, struct err *err)
{
    vec_each (folder, &plan->config.posts) {
        AUTO(strings_release) struct strings files = { 0 };
        if (project_kind(*folder, ".") == PROJECT_FILE) {
            load_page(plan, mem_strdup(*folder));
            continue;
        }
        if (!project_list(*folder, ".", &files, NULL, err))
            return false;
        vec_each (file, &files)
            if (is_markdown(*file))
                load_page(plan, path_join(*folder, *file));
    }
    /* Only now: the blocks' addresses of a page are taken when no page moves any more. */
    vec_each (page, &plan->pages)
        resolve_page(plan, page);
    return true;
}

bool plan_load(struct plan *plan, struct err *err)
{
    *plan = (struct plan){ 0 };
    if (!load_config(plan, err))
        return false;
    proof_check(&plan->errs);
    return load_snippets(plan, err) && load_orphans(plan, err) && load_pages(plan, err);
}
