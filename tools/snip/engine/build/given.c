#include "engine/build/given.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "doc/settings/flags.h"
#include "file/project.h"

enum { MAX_NAMED = 16 << 20, MAX_GIVEN = 64 << 20, MAX_FILES = 8192 };

static void give(struct given *given, const char *path, const struct buf *text)
{
    char *name = mem_printf("%s/%s", BOX_PROJECT + 1, path);
    strings_add(&given->names, name);
    vec_push(&given->files, ((struct given_file){ path, text }));
    vec_push(&given->boxed,
             ((struct box_file){ .name = name, .data = buf_str(text), .len = text->len }));
}

/* What the manifest places may be a source or a header too. */
static void give_all(struct given *given, const struct snippet_files *files)
{
    vec_each (file, files)
        if (!file->apart || !given_find(given, file->path))
            give(given, file->path, &file->text);
}

/* Tells whether PATH is a file of FOLDER itself. */
static bool is_in(const char *path, const char *folder)
{
    const char *below = path_below(path, folder);
    return below && !strchr(below, '/');
}

bool given_is_library(const char *path)
{
    const char *file = path_base(path);
    return text_ends(file, ".a") || text_ends(file, ".so") || strstr(file, ".so.");
}

/* Tells whether FILE is one that a compiler looks for in a folder of headers, or of LIBRARIES. */
static bool is_wanted(const char *file, bool libraries)
{
    static const char *const headers[] = { ".h", ".hh", ".hpp", ".inc", ".def" };
    if (libraries)
        return given_is_library(file);
    for (size_t i = 0; i < COUNT(headers); i++)
        if (text_ends(file, headers[i]))
            return true;
    return false;
}

/* Headers may be included from anywhere; other files of a folder of C files only from there. */
static void give_shared(struct given *given, const struct plan *plan, const struct snippet *snippet)
{
    vec_each (file, &plan->shared)
        if (is_wanted(file->name, false) || (snippet->single && is_in(file->path, snippet->folder)))
            give(given, file->path, &file->text);
}

/*
 * Another C file of its folder a snippet may include too; there may be many, so only what it names.
 */
static void give_named_sources(struct given *given, const struct plan *plan,
                               const struct snippet *snippet)
{
    const struct buf *text = snippet->single ? &snippet->sources.v[0].text : NULL;
    vec_each (other, &plan->snippets) {
        const struct snippet_file *file = other->single ? &other->sources.v[0] : NULL;
        if (text && file && other != snippet && strcmp(other->folder, snippet->folder) == 0 &&
            memmem(buf_str(text), text->len, file->name, strlen(file->name)))
            give(given, file->path, &file->text);
    }
}

/* Reads the file PATH, which a flag names, unless it is given already. */
static bool add_named(struct given *given, const char *path, struct err *err)
{
    if (given_find(given, path))
        return true;
    vec_each (file, &given->named)
        if (strcmp(file->path, path) == 0)
            return true;
    struct snippet_file *file = vec_add(&given->named);
    file->path = mem_strdup(path);
    return project_read(path, ".", MAX_NAMED, &file->text, err);
}

static bool list_folder(const char *folder, bool libraries, struct strings *paths, struct err *err)
{
    AUTO(strings_release) struct strings files = { 0 };
    if (!project_list(folder, ".", &files, NULL, err))
        return false;
    vec_each (file, &files)
        if (is_wanted(*file, libraries))
            strings_add(paths, path_join(folder, *file));
    return true;
}

/* Lists what WORD, a flag, names of the project, seen from FOLDER. */
static bool list_flag(const char *word, const char *folder, struct strings *paths, struct err *err)
{
    bool libraries;
    const char *named = flag_path(word, &libraries);
    if (!named || *named == '/')
        return true;
    AUTO_FREE char *path = path_normal(folder, named);
    /* What is not there, and what leads out of the project, is the compiler's not to find. */
    enum project_kind kind = path_leaves(path) ? PROJECT_NONE : project_kind(path, ".");
    if (kind == PROJECT_FOLDER)
        return list_folder(path, libraries, paths, err);
    if (kind != PROJECT_NONE)
        strings_add(paths, steal(&path));
    return true;
}

static bool list_flags(const struct words *flags, const char *folder, struct strings *paths,
                       struct err *err)
{
    vec_each (flag, flags)
        if (!list_flag(*flag, folder, paths, err))
            return false;
    return true;
}

bool given_named(const struct options *options, const char *folder, struct strings *paths,
                 struct err *err)
{
    return list_flags(&options->flags, folder, paths, err) &&
           list_flags(&options->libs, folder, paths, err) &&
           list_flags(&options->offered, folder, paths, err);
}

static bool add_all_named(struct given *given, const struct options *options, const char *folder,
                          struct err *err)
{
    AUTO(strings_release) struct strings paths = { 0 };
    bool ok = given_named(options, folder, &paths, err);
    vec_each (path, &paths)
        ok = ok && add_named(given, *path, err);
    return ok;
}

/* Shows what the snippet's OWN flags name; what those of the project do, TOOLS show. */
static bool show_named(struct given *given, const struct toolchain *tools,
                       const struct own_flags *own, const char *manifest, struct err *err)
{
    vec_each (flag, &own->words) {
        if (toolchain_show(tools, *flag, &given->shown))
            continue;
        toolchain_refuse(*flag, manifest, own->line, err);
        return false;
    }
    return true;
}

static bool show_all(struct given *given, const struct toolchain *tools,
                     const struct manifest *manifest, struct err *err)
{
    vec_each (folder, &tools->shown)
        strings_add(&given->shown, mem_strdup(*folder));
    return show_named(given, tools, &manifest->flags, manifest->path, err) &&
           show_named(given, tools, &manifest->libs, manifest->path, err);
}

static bool check_size(const struct given *given, struct err *err)
{
    size_t bytes = 0;
    vec_each (file, &given->files)
        bytes += file->text->len;
    if (bytes <= MAX_GIVEN && given->files.n <= MAX_FILES)
        return true;
    err_set(err, ERR_INPUT, "what a compilation is given is over %d MiB or %d files",
            MAX_GIVEN >> 20, MAX_FILES);
    return err_hint(err, "keep what is no program or header outside the snippets folder, and name "
                         "smaller folders by -I and -L");
}

bool given_collect(struct given *given, const struct plan *plan, const struct snippet *snippet,
                   const struct toolchain *tools, struct err *err)
{
    *given = (struct given){ 0 };
    give_all(given, &snippet->sources);
    give_shared(given, plan, snippet);
    give_named_sources(given, plan, snippet);
    if (!snippet->single)
        give_all(given, &snippet->data);
    if (!show_all(given, tools, &snippet->manifest, err) ||
        !add_all_named(given, &snippet->options, snippet->folder, err))
        return false;
    give_all(given, &given->named);
    if (!check_size(given, err))
        return false;
    if (tools->own) {
        char *name;
        vec_push(&given->boxed, toolchain_file(tools, &name));
        strings_add(&given->names, name);
    }
    return true;
}

const struct buf *given_find(const struct given *given, const char *path)
{
    vec_each (file, &given->files)
        if (strcmp(file->path, path) == 0)
            return file->text;
    return NULL;
}

void given_release(struct given *given)
{
    vec_each (file, &given->named) {
        free(file->path);
        buf_release(&file->text);
    }
    vec_release(&given->named);
    vec_release(&given->files);
    vec_release(&given->boxed);
    strings_release(&given->names);
    strings_release(&given->shown);
}
