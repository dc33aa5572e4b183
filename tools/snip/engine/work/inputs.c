#include "engine/work/inputs.h"

#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "file/project.h"

enum { MAX_HEADER = 8 << 20 };

static const char flags_name[] = "flags";

char *inputs_path(const struct snippet *snippet, const char *header)
{
    return path_normal(snippet->folder, header);
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

static void add_file(struct record *record, const struct snippet *snippet, const char *path,
                     const struct buf *text)
{
    AUTO_FREE char *name = input_name(path, snippet->root);
    record_add_input(record, name, buf_str(text), text->len);
}

static void add_files(struct record *record, const struct snippet *snippet,
                      const struct snippet_files *files)
{
    vec_each (file, files)
        add_file(record, snippet, file->path, &file->text);
}

void inputs_record(struct record *record, const struct snippet *snippet,
                   const struct strings *headers, const struct given *given,
                   const struct buf *flags)
{
    add_files(record, snippet, &snippet->sources);
    add_files(record, snippet, &snippet->data);
    if (snippet->manifest.path)
        add_file(record, snippet, snippet->manifest.path, &snippet->manifest_text);
    vec_each (header, headers) {
        AUTO_FREE char *path = inputs_path(snippet, *header);
        const struct buf *text = given_find(given, path);
        if (text)
            add_file(record, snippet, path, text);
    }
    /* A library, say, of which no compiler tells that it was read. */
    for (size_t i = 0; given && i < given->named.n; i++) {
        const struct snippet_file *file = &given->named.v[i];
        if (!text_ends(file->path, ".h"))
            add_file(record, snippet, file->path, &file->text);
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
        AUTO_FREE char *path = path_normal(plan->config.snippets, input->name);
        add_header(&now, input->name, path, plan);
    }
    inputs_differ(&snippet->record, &now, reasons);
    record_release(&now);
}
