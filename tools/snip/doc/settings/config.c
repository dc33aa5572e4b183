#include "doc/settings/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "doc/settings/fields.h"
#include "doc/settings/flags.h"
#include "doc/settings/yaml.h"

static struct config *into(const struct reading *r)
{
    return r->into;
}

/* The folder that NODE names, owned by the caller; NULL where it is none, which is reported. */
static char *read_folder(const struct reading *r, const struct node *node, const char *key)
{
    static const char hint[] = "name a folder below the one snip.yml is in, like snippets";
    AUTO_FREE char *what = mem_printf("`%s`", key);
    if (node_is_null(node)) {
        field_not(r, node, what, "a folder", hint);
        return NULL;
    }
    AUTO_FREE char *path = field_text(r, node, what, hint);
    if (!path)
        return NULL;
    AUTO_FREE char *found = node_quote(path, strlen(path));
    const char *wrong = !field_is_showable(path) ? "cannot be the folder"
                        : path_leaves(path)      ? "leaves the project's folder:"
                        : path_is_hidden(path)   ? "is a hidden folder:"
                                                 : NULL;
    if (!wrong)
        return path_normal(".", path);
    err_hint(field_wrong(r, node, "%s %s %s", what, wrong, found), "%s", hint);
    return NULL;
}

/* A folder inside another would give each of its posts twice. */
static void add_posts(const struct reading *r, const struct node *node)
{
    char *folder = read_folder(r, node, "posts");
    if (!folder)
        return;
    vec_each (other, &into(r)->posts) {
        if (!path_meets(folder, *other))
            continue;
        bool holds = path_below(*other, folder) != NULL;
        err_hint(field_wrong(r, node, "`posts` names `%s` twice: it is in `%s` too",
                             holds ? *other : folder, holds ? folder : *other),
                 "a folder's own folders are read with it");
        break;
    }
    strings_add(&into(r)->posts, folder);
}

static void read_posts(const struct reading *r, const struct node *node)
{
    strings_release(&into(r)->posts);
    if (node->kind == NODE_LIST && node->children.n > 0)
        vec_each (child, &node->children)
            add_posts(r, child);
    else if (node->kind == NODE_SCALAR && !node_is_null(node))
        add_posts(r, node);
    else
        field_not(r, node, "`posts`", "a folder or a list of them",
                  "write posts: [_posts, _drafts]");
}

static void set_folder(const struct reading *r, const struct node *node, char **setting)
{
    char *folder = read_folder(r, node, node->key);
    if (!folder)
        return;
    free(*setting);
    *setting = folder;
}

static void read_snippets(const struct reading *r, const struct node *node)
{
    set_folder(r, node, &into(r)->snippets);
}

static void read_records(const struct reading *r, const struct node *node)
{
    set_folder(r, node, &into(r)->records);
}

static void read_compiler(const struct reading *r, const struct node *node)
{
    static const char hint[] = "name one program, like cc or gcc-12; its options go into `flags`";
    AUTO_FREE char *compiler = field_text(r, node, "`compiler`", hint);
    if (!compiler)
        return;
    if (node_is_null(node) || !field_is_showable(compiler) || strpbrk(compiler, " ") ||
        compiler[0] == '-') {
        field_not(r, node, "`compiler`", "a program", hint);
        return;
    }
    free(into(r)->compiler);
    into(r)->compiler = steal(&compiler);
}

static void read_flags(const struct reading *r, const struct node *node)
{
    strings_release(&into(r)->flags);
    flags_read(r, node, "write a list: flags: [-std=gnu17, -Wall, -Wextra]", &into(r)->flags);
}

static void read_libs(const struct reading *r, const struct node *node)
{
    strings_release(&into(r)->libs);
    flags_read(r, node, "write a list: libs: [-lm, -lpthread]", &into(r)->libs);
}

static const struct field fields[] = {
    FIELD("posts", read_posts),     FIELD("snippets", read_snippets),
    FIELD("records", read_records), FIELD("compiler", read_compiler),
    FIELD("flags", read_flags),     FIELD("libs", read_libs),
};

bool config_has_key(const char *key)
{
    return field_find(key, fields, COUNT(fields)) != NULL;
}

/* Records beside programs, or the other way round, would be taken for what they are not. */
static void check_apart(const struct reading *r, const struct node *root)
{
    const struct config *config = into(r);
    if (strcmp(config->snippets, config->records) != 0)
        return;
    const struct node *named = node_find(root, "records");
    named = named ? named : node_find(root, "snippets");
    err_hint(field_wrong(r, named, "`snippets` and `records` are the same folder"),
             "records have a folder of their own, like _data/snippets");
}

void config_default(struct config *config)
{
    static const char *const flags[] = { "-std=gnu17", "-Wall", "-Wextra" };
    *config = (struct config){
        .snippets = mem_strdup("snippets"),
        .records = mem_strdup("_data/snippets"),
        .compiler = mem_strdup("cc"),
    };
    strings_add(&config->posts, mem_strdup("_posts"));
    for (size_t i = 0; i < COUNT(flags); i++)
        strings_add(&config->flags, mem_strdup(flags[i]));
}

bool config_parse(struct config *config, const char *path, struct slice text, struct errs *errs)
{
    struct err err = { 0 };
    AUTO(node_release) struct node root;
    const struct reading r = { path, errs, config };
    size_t before = errs->n;
    config_default(config);
    if (!node_read(&root, path, text, &err)) {
        errs_move(errs, &err);
    } else if (root.kind == NODE_MAP) {
        fields_read(&r, &root, NULL, fields, COUNT(fields), NULL);
        check_apart(&r, &root);
    } else if (!node_is_null(&root)) {
        field_not(&r, &root, path, "a mapping",
                  "write `key: value` lines, as in snippets: snippets");
    }
    return errs->n == before;
}

void config_release(struct config *config)
{
    strings_release(&config->posts);
    free(config->snippets);
    free(config->records);
    free(config->compiler);
    strings_release(&config->flags);
    strings_release(&config->libs);
    *config = (struct config){ 0 };
}
