#include "doc/manifest/placed.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

/*
 * Above one file are no more folders than that: no target is too long then, nor are all too many.
 */
enum { MAX_FILES = 64, MAX_SEGMENT = 255, MAX_FOLDERS = 12 };

/* The folder programs work in, to which relative targets refer. */
static const char workspace[] = "/tmp";

/* Tells whether PATH has no segment that is empty, `.`, `..` or too long, and no `/` at its end. */
static bool is_normal(const char *path)
{
    const char *at = path + (*path == '/');
    for (;;) {
        size_t n = strcspn(at, "/");
        if (n == 0 || n > MAX_SEGMENT || (n == 1 && *at == '.') ||
            (n == 2 && at[0] == '.' && at[1] == '.'))
            return false;
        if (!at[n])
            return true;
        at += n + 1;
    }
}

static bool is_allowed(const char *target)
{
    static const char *const folders[] = { "/etc", "/srv", "/var", "/opt", "/tmp" };
    /* The machine's own are bound there: box/world/world.c. */
    static const char *const taken[] = { "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf",
                                         "/etc/ld.so.conf.d" };
    bool allowed = false;
    for (size_t i = 0; i < COUNT(folders); i++)
        allowed |= path_below(target, folders[i]) != NULL;
    for (size_t i = 0; i < COUNT(taken); i++)
        allowed &= !path_meets(target, taken[i]);
    return allowed;
}

/* How many folders are above PATH, which is absolute and normal. */
static size_t folders_above(const char *path)
{
    size_t n = 0;
    while ((path = strchr(path + 1, '/')))
        n++;
    return n;
}

/* The target that the key of NODE names, owned by the caller; NULL where it is none. */
static char *read_target(const struct reading *r, const struct node *node)
{
    const char *key = node->key;
    AUTO_FREE char *name = field_quote(key);
    AUTO_FREE char *target = *key == '/' ? mem_strdup(key) : mem_printf("%s/%s", workspace, key);
    if (!is_normal(key) || !field_is_showable(key)) {
        err_hint(field_wrong_at(r, node->key_line, "%s is no path for a file", name),
                 "write it without `.`, `..`, controls, and a doubled or last `/`");
        return NULL;
    }
    if (!is_allowed(target)) {
        err_hint(field_wrong_at(r, node->key_line, "no file can be put at %s", name),
                 "put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by a path "
                 "without `/` at its front");
        return NULL;
    }
    size_t folders = folders_above(target);
    if (folders <= MAX_FOLDERS)
        return steal(&target);
    err_hint(field_wrong_at(r, node->key_line, "%s is below %zu folders, over %d", name, folders,
                            MAX_FOLDERS),
             "put it into fewer folders");
    return NULL;
}

/* The source that NODE names, owned by the caller; NULL where it is none. */
static char *read_source(const struct reading *r, const struct node *node)
{
    static const char hint[] = "name a file of the snippet's folder: /etc/hosts: hosts";
    AUTO_FREE char *target = field_quote(node->key);
    AUTO_FREE char *what = mem_printf("what is put at %s", target);
    if (node_is_null(node)) {
        field_not(r, node, what, "the name of a file", hint);
        return NULL;
    }
    AUTO_FREE char *source = field_text(r, node, what, hint);
    if (!source)
        return NULL;
    AUTO_FREE char *name = field_quote(source);
    if (path_leaves(source))
        err_hint(field_wrong(r, node, "%s is outside the snippet's folder", name), "%s", hint);
    else if (!is_normal(source) || !field_is_showable(source))
        err_hint(field_wrong(r, node, "%s names no file", name), "%s", hint);
    else
        return steal(&source);
    return NULL;
}

/* Reports that TARGET cannot be beside one of FILES, if so. */
static bool is_free(const struct reading *r, const struct placed_files *files,
                    const struct node *node, const char *target)
{
    AUTO_FREE char *name = field_quote(target);
    vec_each (file, files) {
        if (!path_meets(target, file->target))
            continue;
        AUTO_FREE char *other = field_quote(file->target);
        if (strcmp(target, file->target) == 0)
            err_hint(field_wrong_at(r, node->key_line, "a file is put at %s already, on line %d",
                                    name, file->line),
                     "keep one of the two");
        else
            err_hint(field_wrong_at(r, node->key_line, "there cannot be both %s and %s, of line %d",
                                    name, other, file->line),
                     "one of them would have to be a folder");
        return false;
    }
    return true;
}

static void read_file(const struct reading *r, const struct node *node)
{
    struct placed_files *files = r->into;
    AUTO_FREE char *target = read_target(r, node);
    AUTO_FREE char *source = read_source(r, node);
    if (!target || !source || !is_free(r, files, node, target))
        return;
    vec_push(files, ((struct placed_file){ steal(&target), steal(&source), node->key_line }));
}

void placed_read(const struct reading *r, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        field_not(r, node, "`files`", "a mapping of where to what",
                  "write files: { /etc/hosts: hosts }");
        return;
    }
    if (node->children.n > MAX_FILES) {
        err_hint(field_wrong_at(r, node->children.v[MAX_FILES].key_line,
                                "`files` has %zu files, over %d", node->children.n, MAX_FILES),
                 "put what belongs together into one");
        return;
    }
    vec_each (child, &node->children)
        read_file(r, child);
}

void placed_check_program(const struct reading *r, const struct placed_files *files,
                          const char *name)
{
    AUTO_FREE char *program = mem_printf("%s/%s", workspace, name);
    vec_each (file, files) {
        AUTO_FREE char *target = field_quote(file->target);
        if (path_meets(file->target, program))
            err_hint(
                field_wrong_at(r, file->line, "%s is where the program of %s.c lies", target, name),
                "put the file elsewhere");
    }
}

void placed_files_release(struct placed_files *files)
{
    vec_each (file, files) {
        free(file->target);
        free(file->source);
    }
    vec_release(files);
}
