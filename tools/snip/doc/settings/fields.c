#include "doc/settings/fields.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

enum { MAX_NAME = 32 };

struct err *field_wrong_at(const struct reading *r, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    AUTO_FREE char *text = mem_vprintf(fmt, ap);
    va_end(ap);
    return errs_add(r->errs, ERR_INPUT, r->path, line, "%s", text);
}

struct reading reading_into(const struct reading *r, void *into)
{
    return (struct reading){ r->path, r->errs, into };
}

char *field_quote(const char *s)
{
    return node_quote(s, strlen(s));
}

void field_hint_nearest(struct err *err, const char *word, const char *const *names, size_t count,
                        const char *otherwise)
{
    const char *near = text_nearest(word, names, count);
    struct buf known = BUF_INIT;
    for (size_t i = 0; i < count; i++)
        buf_printf(&known, "%s%s", i ? ", " : "", names[i]);
    if (near)
        err_hint(err, "did you mean `%s`?", near);
    else
        err_hint(err, "%s %s", otherwise, buf_str(&known));
    buf_release(&known);
}

void field_not(const struct reading *r, const struct node *node, const char *what,
               const char *wanted, const char *hint)
{
    AUTO_FREE char *found = node_describe(node);
    err_hint(field_wrong(r, node, "%s must be %s, but is %s", what, wanted, found), "%s", hint);
}

static void unknown_key(const struct reading *r, const struct node *value, const char *inside,
                        const struct field *fields, size_t count)
{
    VEC(const char *) names = { 0 };
    for (size_t i = 0; i < count; i++)
        vec_push(&names, fields[i].name);
    AUTO_FREE char *key = field_quote(value->key);
    struct err *err = field_wrong_at(r, value->key_line, "unknown key %s%s%s", key,
                                     inside ? " in " : "", inside ? inside : "");
    field_hint_nearest(err, value->key, names.v, names.n, "known keys:");
    vec_release(&names);
}

const struct field *field_find(const char *name, const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    return NULL;
}

void fields_read(const struct reading *r, const struct node *map, const char *inside,
                 const struct field *fields, size_t count, foreign_key *foreign)
{
    vec_each (child, &map->children) {
        const struct field *field = field_find(child->key, fields, count);
        if (field && field->beside && node_find(map, field->beside))
            err_hint(field_wrong_at(r, child->key_line, "`%s` cannot stand beside `%s`", child->key,
                                    field->beside),
                     "%s", field->instead);
        if (field) {
            struct reading inner = reading_into(r, (char *)r->into + field->at);
            field->read(&inner, child);
        } else if (!foreign || !foreign(r, child)) {
            unknown_key(r, child, inside, fields, count);
        }
    }
}

char *field_text(const struct reading *r, const struct node *node, const char *what,
                 const char *hint)
{
    if (node->kind != NODE_SCALAR || node_is_missing(node))
        field_not(r, node, what, "a text", hint);
    else if (!node_string(node))
        err_hint(field_wrong(r, node, "%s holds a NUL", what), "take the `\\0` out");
    else
        return mem_strdup(node->text);
    return NULL;
}

bool field_number(const struct node *node, int max, int *number)
{
    const char *text = node_string(node);
    size_t digits = text ? strspn(text, "0123456789") : 0;
    if (digits == 0 || digits > 9 || text[digits] || (text[0] == '0' && digits > 1))
        return false;
    int value = (int)strtol(text, NULL, 10);
    if (value <= max)
        *number = value;
    return value <= max;
}

bool field_flag(const struct node *node, bool *flag)
{
    static const char *const words[] = { "false", "true" };
    size_t i = field_word(node_string(node), words, COUNT(words));
    *flag = i == 1;
    return i < COUNT(words);
}

size_t field_word(const char *word, const char *const *names, size_t count)
{
    size_t i = 0;
    while (i < count && !(word && strcmp(names[i], word) == 0))
        i++;
    return i;
}

void field_texts(const struct reading *r, const struct node *node, const char *hint,
                 struct strings *out)
{
    AUTO_FREE char *list = mem_printf("`%s`", node->key);
    AUTO_FREE char *item = mem_printf("an item of `%s`", node->key);
    if (node->kind != NODE_LIST) {
        field_not(r, node, list, "a list", hint);
        return;
    }
    vec_each (child, &node->children) {
        char *text = field_text(r, child, item, "an empty text is written \"\"");
        if (text)
            strings_add(out, text);
    }
}

bool field_is_name(const char *s)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    return *s >= 'a' && *s <= 'z' && strspn(s, letters) == strlen(s) && strlen(s) <= MAX_NAME;
}

bool field_check_name(const struct reading *r, int line, const char *s, const char *what)
{
    if (field_is_name(s))
        return true;
    AUTO_FREE char *quote = field_quote(s);
    err_hint(field_wrong_at(r, line, "%s cannot name %s", quote, what),
             "a name is of a-z, 0-9, _ and -, begins with a letter, and has %d characters at most",
             MAX_NAME);
    return false;
}

bool field_is_showable(const char *s)
{
    struct buf shown = BUF_INIT;
    text_show(&shown, s, strlen(s));
    bool ok = strcmp(buf_str(&shown), s) == 0 && !strpbrk(s, "\n\t") && s[strspn(s, " ")];
    buf_release(&shown);
    return ok;
}
