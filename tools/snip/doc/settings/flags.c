#include "doc/settings/flags.h"

#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

/* Flags that nobody can set: snip gives them itself, or must know what they do. */
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

/* Why FLAG is not to be set; NULL where it may be. */
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
    const char *path = flag_path(flag, &libraries);
    return path && *path != '/' && path_is_hidden(path);
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

void flags_read(const struct reading *r, const struct node *node, const char *hint,
                struct strings *flags)
{
    field_texts(r, node, hint, flags);
    if (node->kind == NODE_LIST)
        vec_each (child, &node->children)
            if (child->kind == NODE_SCALAR && !node_is_missing(child))
                check_flag(r, child);
}

const char *flag_path(const char *flag, bool *libraries)
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
