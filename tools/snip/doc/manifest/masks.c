#include "doc/manifest/masks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { MAX_MASKS = 32 };

static const char *const kinds[] = { "port", "pid", "inode", "address", "time" };
static const char example[] = "{ name: token, match: 'token=(\\w+)' }";

const char *mask_kind_name(enum mask_kind kind)
{
    return kind < COUNT(kinds) ? kinds[kind] : NULL;
}

static bool is_kind(const char *word, enum mask_kind *kind)
{
    *kind = (enum mask_kind)field_word(word, kinds, COUNT(kinds));
    return *kind < COUNT(kinds);
}

/* Tells whether LONGER is SHORTER and a number, as the second value of a mask is shown. */
static bool is_numbered(const char *longer, const char *shorter)
{
    size_t n = strlen(shorter);
    return strncmp(longer, shorter, n) == 0 && longer[n] &&
           strspn(longer + n, "0123456789") == strlen(longer + n);
}

/* Reports that two masks could show different values by one name. */
static void check_numbered(const struct reading *r, int line, const char *name, const char *other)
{
    const char *longer = strlen(name) > strlen(other) ? name : other;
    const char *shorter = longer == name ? other : name;
    if (is_numbered(longer, shorter))
        err_hint(field_wrong_at(r, line, "`%s` is what a further value of `%s` is called", longer,
                                shorter),
                 "choose another name, best without a number at its end");
}

/* Adds MASK to r->into, unless one of its name is there already. What it owns is the callee's. */
static void add_mask(const struct reading *r, struct mask_spec mask)
{
    struct mask_specs *masks = r->into;
    vec_each (other, masks) {
        if (strcmp(other->name, mask.name) != 0)
            continue;
        err_hint(field_wrong_at(r, mask.line, "the mask `%s` was already there on line %d",
                                mask.name, other->line),
                 "keep one of the two");
        free(mask.name);
        pattern_free(mask.pattern);
        return;
    }
    vec_each (other, masks)
        if (other->kind == MASK_PATTERN || mask.kind == MASK_PATTERN)
            check_numbered(r, mask.line, mask.name, other->name);
    vec_push(masks, mask);
}

static void read_word(const struct reading *r, const struct node *node)
{
    AUTO_FREE char *word = field_text(r, node, "a mask", "write mask: [port]");
    enum mask_kind kind;
    if (!word)
        return;
    if (is_kind(word, &kind)) {
        add_mask(r, (struct mask_spec){ .kind = kind, .name = steal(&word), .line = node->line });
        return;
    }
    AUTO_FREE char *name = field_quote(word);
    AUTO_FREE char *known = mem_printf("write one of your own as %s; snip knows", example);
    field_hint_nearest(field_wrong(r, node, "there is no mask %s", name), word, kinds, COUNT(kinds),
                       known);
}

static void read_name(const struct reading *r, const struct node *node)
{
    struct mask_spec *own = r->into;
    enum mask_kind kind;
    AUTO_FREE char *name = field_text(r, node, "`name`", "say what is shown: name: token");
    if (!name || !field_check_name(r, node->line, name, "a mask"))
        return;
    if (is_kind(name, &kind))
        err_hint(field_wrong(r, node, "`%s` is the name of a mask of snip's own", name),
                 "choose another name");
    else
        own->name = steal(&name);
}

static void read_match(const struct reading *r, const struct node *node)
{
    struct mask_spec *own = r->into;
    struct err err = { 0 };
    AUTO_FREE char *regex = field_text(r, node, "`match`", "write it in quotes: 'token=(\\w+)'");
    if (!regex)
        return;
    own->pattern = pattern_new(regex, &err);
    if (!own->pattern) {
        err_hint(
            field_wrong(r, node, "`match` is no regular expression: %s", err.text),
            "write it as pcre2pattern(3) has it; a character itself is `\\` and the character");
        err_release(&err);
    } else if (pattern_is_empty(own->pattern)) {
        err_hint(field_wrong(r, node, "`match` matches the empty text, and so everywhere"),
                 "let it need a character: `+` in place of `*`, no `?` on all of it");
    }
}

static void read_number(const struct reading *r, const struct node *node)
{
    struct mask_spec *own = r->into;
    bool number = true;
    if (!field_flag(node, &number))
        field_not(r, node, "`number`", "true or false",
                  "write number: false to call all values the same");
    own->alike = !number;
}

static void read_own(const struct reading *r, const struct node *node)
{
    static const struct field fields[] = { FIELD("name", read_name), FIELD("match", read_match),
                                           FIELD("number", read_number) };
    struct mask_spec own = { .kind = MASK_PATTERN, .line = node->line };
    struct reading inner = reading_into(r, &own);
    size_t before = r->errs->n;
    fields_read(&inner, node, "a mask", fields, COUNT(fields), NULL);
    if (!node_find(node, "name"))
        err_hint(field_wrong(r, node, "a mask lacks its `name`"), "write %s", example);
    if (!node_find(node, "match"))
        err_hint(field_wrong(r, node, "a mask lacks its `match`"), "write %s", example);
    if (r->errs->n == before) {
        add_mask(r, own);
        return;
    }
    free(own.name);
    pattern_free(own.pattern);
}

void masks_read(const struct reading *r, const struct node *node)
{
    enum mask_kind kind;
    const char *word = node_string(node);
    if (node->kind != NODE_LIST) {
        AUTO_FREE char *hint = mem_printf("write mask: [%s]", is_kind(word, &kind) ? word : "port");
        field_not(r, node, "`mask`", "a list", hint);
        return;
    }
    if (node->children.n > MAX_MASKS) {
        err_hint(field_wrong(r, &node->children.v[MAX_MASKS], "`mask` has %zu masks, over %d",
                             node->children.n, MAX_MASKS),
                 "let one `match` take several, as (?:token|cookie)=(\\w+)");
        return;
    }
    vec_each (child, &node->children) {
        if (child->kind == NODE_MAP)
            read_own(r, child);
        else
            read_word(r, child);
    }
}

void mask_specs_release(struct mask_specs *masks)
{
    vec_each (mask, masks) {
        free(mask->name);
        pattern_free(mask->pattern);
    }
    vec_release(masks);
}
