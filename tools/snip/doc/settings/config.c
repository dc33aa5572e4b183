#include "doc/settings/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"

/* Flags that a project cannot set: snip gives them itself, or must know what they do. */
static const struct {
    const char *flag;
    bool prefix; /* whatever follows it */
    const char *why;
} refused[] = {
    { "-", false, "snip says what is compiled" },
    { "-o", true, "snip says where the program goes" },
    { "--output", true, "snip says where the program goes" },
    { "-c", false, "snip links what it compiles" },
    { "--compile", false, "snip links what it compiles" },
    { "-E", false, "snip links what it compiles" },
    { "--preprocess", false, "snip links what it compiles" },
    { "-S", false, "snip links what it compiles" },
    { "--assemble", false, "snip links what it compiles" },
    { "-fsyntax-only", false, "snip links what it compiles" },
    { "-x", true, "snippets are C" },
    { "--language", true, "snippets are C" },
    { "-M", true, "snip asks for dependencies itself" },
    { "-save-temps", true, "it leaves files behind" },
    { "--save-temps", true, "it leaves files behind" },
    { "-fplugin", true, "it runs other programs than the compiler" },
    { "-wrapper", true, "it runs other programs than the compiler" },
    { "-B", true, "it runs other programs than the compiler" },
    { "--prefix", true, "it runs other programs than the compiler" },
    { "-specs", true, "it runs other programs than the compiler" },
    { "--specs", true, "it runs other programs than the compiler" },
};

static struct config *into(const struct reading *r)
{
    return r->into;
}

/*
 * Tells whether PATH has a segment that is hidden: no posts or programs are there, often secrets.
 */
static bool is_hidden(const char *path)
{
    for (const char *s = path; *s; s += strcspn(s, "/"), s += *s == '/') {
        size_t dots = strspn(s, "."), n = strcspn(s, "/");
        if (dots > 0 && !(dots == n && dots <= 2))
            return true;
    }
    return false;
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
                        : is_hidden(path)        ? "is a hidden folder:"
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

/* Why FLAG is not the project's to set; NULL where it is. */
static const char *refusal(const char *flag)
{
    for (size_t i = 0; i < COUNT(refused); i++)
        if (refused[i].prefix ? text_starts(flag, refused[i].flag)
                              : strcmp(flag, refused[i].flag) == 0)
            return refused[i].why;
    return flag[0] == '@' ? "it reads more flags from a file" : NULL;
}

/* Tells whether FLAG names something hidden of the project. */
static bool names_hidden(const char *flag)
{
    bool libraries;
    const char *path = config_flag_path(flag, &libraries);
    return path && *path != '/' && is_hidden(path);
}

static void check_flag(const struct reading *r, const struct node *node)
{
    const char *why = refusal(node->text);
    AUTO_FREE char *flag = node_quote(node->text, node->len);
    if (why)
        err_hint(field_wrong(r, node, "the flag %s is not allowed: %s", flag, why), "leave it out");
    else if (names_hidden(node->text))
        err_hint(field_wrong(r, node, "the flag %s names what is hidden", flag),
                 "put what a compiler needs where it is seen: -Iinclude");
    else if (node->text[0] != '-')
        err_hint(field_wrong(r, node, "%s is no flag: it does not begin with `-`", flag),
                 "write a flag and its value in one: -Iinclude, -lm");
    else if (strstr(node->text, " -"))
        err_hint(field_wrong(r, node, "%s is more than one flag", flag),
                 "make each an item of the list: [-Wall, -Wextra]");
}

static void set_flags(const struct reading *r, const struct node *node, struct strings *flags,
                      const char *hint)
{
    strings_release(flags);
    field_texts(r, node, hint, flags);
    if (node->kind == NODE_LIST)
        vec_each (child, &node->children)
            if (child->kind == NODE_SCALAR && !node_is_missing(child))
                check_flag(r, child);
}

static void read_flags(const struct reading *r, const struct node *node)
{
    set_flags(r, node, &into(r)->flags, "write a list: flags: [-std=gnu17, -Wall, -Wextra]");
}

static void read_libs(const struct reading *r, const struct node *node)
{
    set_flags(r, node, &into(r)->libs, "write a list: libs: [-lm, -lpthread]");
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

const char *config_flag_path(const char *flag, bool *libraries)
{
    static const char *const options[] = { "-L",       "-I",         "-isystem", "-iquote",
                                           "-include", "-idirafter", "-imacros" };
    for (size_t i = 0; i < COUNT(options); i++) {
        if (!text_starts(flag, options[i]))
            continue;
        *libraries = i == 0;
        return flag + strlen(options[i]);
    }
    return NULL;
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
