#include "engine/work/inputs.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "file/fs.h"
#include "file/project.h"

enum { MAX_HEADER = 8 << 20 };

static const char flags_name[] = "flags";

char *inputs_path(const struct snippet *snippet, const char *header)
{
    return fs_normal(snippet->folder, header);
}

/*
 * The name of the input at PATH, seen from the snippets folder: the first DEPTH bytes of OWN, a
 * path below it, are that folder and a slash. Owned by the caller.
 */
static char *input_name(const char *path, const char *own, size_t depth)
{
    if (strncmp(path, own, depth) == 0)
        return mem_strdup(path + depth);
    struct buf name = BUF_INIT;
    for (size_t i = 0; i < depth; i++)
        if (own[i] == '/')
            buf_adds(&name, "../");
    buf_adds(&name, path);
    return buf_steal(&name);
}

/* How many bytes of SNIPPET's paths are the snippets folder and a slash. */
static size_t depth_of(const struct snippet *snippet)
{
    return strcmp(snippet->root, ".") == 0 ? 0 : strlen(snippet->root) + 1;
}

static void add_files(struct record *record, const struct snippet_files *files, size_t depth)
{
    vec_each (file, files)
        record_add_input(record, file->path + depth, buf_str(&file->text), file->text.len);
}

void inputs_record(struct record *record, const struct snippet *snippet,
                   const struct strings *headers, const struct given *given,
                   const struct buf *flags)
{
    size_t depth = depth_of(snippet);
    add_files(record, &snippet->sources, depth);
    add_files(record, &snippet->data, depth);
    if (snippet->manifest.path)
        record_add_input(record, snippet->manifest.path + depth, buf_str(&snippet->manifest_text),
                         snippet->manifest_text.len);
    vec_each (header, headers) {
        AUTO_FREE char *path = inputs_path(snippet, *header);
        AUTO_FREE char *name = input_name(path, snippet->path, depth);
        const struct buf *text = given_find(given, path);
        if (text)
            record_add_input(record, name, buf_str(text), text->len);
    }
    /* A library, say, of which no compiler tells that it was read. */
    for (size_t i = 0; given && i < given->named.n; i++) {
        const struct snippet_file *file = &given->named.v[i];
        AUTO_FREE char *name = input_name(file->path, snippet->path, depth);
        if (!text_ends(file->path, ".h"))
            record_add_input(record, name, buf_str(&file->text), file->text.len);
    }
    record_add_input(record, flags_name, buf_str(flags), flags->len);
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
    struct strings none = { 0 };
    inputs_record(&now, snippet, &none, NULL, flags);
    vec_each (input, &snippet->record.inputs) {
        if (record_input_digest(&now, input->name) || text_ends(input->name, ".yml") ||
            strcmp(input->name, flags_name) == 0)
            continue;
        AUTO_FREE char *path = fs_normal(plan->config.snippets, input->name);
        add_header(&now, input->name, path, plan);
    }
    inputs_differ(&snippet->record, &now, reasons);
    record_release(&now);
}
