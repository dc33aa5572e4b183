#include "doc/post/directive.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/vec.h"

/* What is being read, for messages. */
struct directive {
    const struct view_grammar *grammar; /* of the kind */
    struct block *block;
    const char *path;
    int line;
    struct errs *errs;
};

bool comment_next(struct slice html, size_t *at, struct comment *comment)
{
    if (*at >= html.len)
        return false;
    const char *from = memmem(html.s + *at, html.len - *at, "<!--", 4);
    if (!from)
        return false;
    comment->from = (size_t)(from - html.s);
    /* `<!-->` is a whole comment, so the search starts within the opening mark. */
    const char *mark = memmem(from + 2, html.len - comment->from - 2, "-->", 3);
    const char *start = from + 4, *end = mark ? mark : html.s + html.len;
    comment->content = (struct slice){ start, end > start ? (size_t)(end - start) : 0 };
    comment->closed = mark != NULL;
    comment->to = mark ? (size_t)(mark + 3 - html.s) : html.len;
    *at = comment->to;
    return true;
}

/* The next word of *REST; false at the end. */
static bool next_word(struct slice *rest, struct slice *word)
{
    static const char blanks[] = " \t\r\n";
    while (rest->len > 0 && memchr(blanks, rest->s[0], 4)) {
        rest->s++;
        rest->len--;
    }
    *word = (struct slice){ rest->s, 0 };
    while (rest->len > 0 && !memchr(blanks, rest->s[0], 4)) {
        rest->s++;
        rest->len--;
        word->len++;
    }
    return word->len > 0;
}

enum directive_role directive_role(const struct comment *comment)
{
    struct slice rest = comment->content, word;
    if (!next_word(&rest, &word))
        return DIRECTIVE_NONE;
    if (slice_is(word, "snip"))
        return DIRECTIVE_OPEN;
    return slice_is(word, "/snip") ? DIRECTIVE_CLOSE : DIRECTIVE_NONE;
}

/* TEXT as it can be shown on any terminal, and not endless. Owned by the caller. */
static char *shown(const char *text)
{
    enum { MOST = 200 };
    struct buf out = BUF_INIT;
    size_t len = strlen(text), cut = len < MOST ? len : MOST;
    while (cut < len && (text[cut] & 0xC0) == 0x80)
        cut--;
    text_show(&out, text, cut);
    if (cut < len)
        buf_adds(&out, "...");
    return buf_steal(&out);
}

/* Adds an error to R's. The words of a directive may go in as they are. */
static struct err *wrong(const struct directive *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static struct err *wrong(const struct directive *r, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    AUTO_FREE char *raw = mem_vprintf(fmt, ap);
    va_end(ap);
    AUTO_FREE char *safe = shown(raw);
    return errs_add(r->errs, ERR_INPUT, r->path, r->line, "%s", safe);
}

static void add_name(struct buf *out, const struct view_grammar *grammar)
{
    buf_adds(out, grammar->name);
}

static void add_example(struct buf *out, const struct view_grammar *grammar)
{
    buf_printf(out, "<!-- snip %s NAME%s -->", grammar->name, grammar->file ? ".c" : "");
}

/* All kinds, each as ADD has it, in a row whose last is joined by LAST. Owned by the caller. */
static char *list_kinds(void (*add)(struct buf *, const struct view_grammar *), const char *last)
{
    struct buf out = BUF_INIT;
    for (int kind = 0; kind < VIEW_COUNT; kind++) {
        buf_adds(&out, kind == 0 ? "" : kind + 1 < VIEW_COUNT ? ", " : last);
        add(&out, view_grammar((enum view_kind)kind));
    }
    return buf_steal(&out);
}

/* Reads the kind that WORD names into R and its block. */
static bool read_kind(struct directive *r, struct slice word)
{
    const char *names[VIEW_COUNT];
    for (int kind = 0; kind < VIEW_COUNT; kind++) {
        r->block->kind = (enum view_kind)kind;
        r->grammar = view_grammar(r->block->kind);
        names[kind] = r->grammar->name;
        if (slice_is(word, names[kind]))
            return true;
    }
    AUTO_FREE char *name = mem_strndup(word.s, word.len);
    AUTO_FREE char *known = list_kinds(add_name, " and ");
    const char *near = text_nearest(name, names, VIEW_COUNT);
    struct err *err = wrong(r, "unknown kind of block `%s`", name);
    return near ? err_hint(err, "did you mean `%s`?", near) : err_hint(err, "there are %s", known);
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* Makes a hint of PATH in lower case; it is only given where that would be right. */
static void hint_lower(struct err *err, const char *path)
{
    AUTO_FREE char *lower = shown(path);
    for (char *p = lower; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    err_hint(err, "write %s, and name the file so", lower);
}

/* Checks the LEN bytes of one path segment of TARGET. */
static bool check_segment(const struct directive *r, const char *target, const char *segment,
                          size_t len)
{
    if (len == 0 || (segment[0] == '.' && (len == 1 || (len == 2 && segment[1] == '.')))) {
        const char *what = len ? "holds '.' or '..'" : "has an empty part";
        return err_hint(wrong(r, "the path `%s` %s", target, what),
                        "write the path below the snippets folder: name/name");
    }
    bool upper = false;
    for (size_t i = 0; i < len; i++) {
        upper = upper || isupper((unsigned char)segment[i]);
        if (is_name_char(segment[i]) || isupper((unsigned char)segment[i]))
            continue;
        return err_hint(wrong(r, "the path `%s` has a character that no snippet's has", target),
                        "paths are made of a-z, 0-9, '_' and '-', with '/' between");
    }
    if (upper)
        hint_lower(wrong(r, "the path `%s` has upper-case letters", target), target);
    return !upper;
}

/* Checks the segments of the first LEN bytes of TARGET. */
static bool check_segments(const struct directive *r, const char *target, size_t len)
{
    if (target[0] == '/')
        return err_hint(wrong(r, "the path `%s` is absolute", target),
                        "write the path below the snippets folder: name/name");
    for (size_t from = 0, to; from <= len; from = to + 1) {
        const char *slash = memchr(target + from, '/', len - from);
        to = slash ? (size_t)(slash - target) : len;
        if (!check_segment(r, target, target + from, to - from))
            return false;
    }
    return true;
}

/* Checks the last segment of TARGET, the name of a file in whatever language. */
static bool check_file_name(const struct directive *r, const char *target)
{
    const char *name = path_base(target);
    for (const char *p = name; *p; p++)
        if (!isalnum((unsigned char)*p) && !strchr("_-.", *p))
            return err_hint(
                wrong(r, "the name `%s` has a character that none shown here has", name),
                "name the file with A-Z, a-z, 0-9, '_', '-' and '.'");
    return (*name && *name != '.') ||
           err_hint(wrong(r, "the path `%s` names no file", target),
                    "write name/file.html; what begins with a dot is not shown");
}

static bool check_target(const struct directive *r, const char *target)
{
    const char *ending = path_ending(target);
    size_t stem = (size_t)(ending - target);
    bool wanted = r->grammar->file;
    bool is_file = strcmp(ending, ".c") == 0 || strcmp(ending, ".h") == 0;
    if (r->grammar->any && !is_file) {
        size_t folders = (size_t)(path_base(target) - target);
        return (folders == 0 || check_segments(r, target, folders - 1)) &&
               check_file_name(r, target);
    }
    if (!check_segments(r, target, wanted || is_file ? stem : strlen(target)))
        return false;
    if (is_file == wanted)
        return true;
    if (is_file)
        return err_hint(
            wrong(r, "`%s` is a file, and `%s` takes a snippet", target, r->grammar->name),
            "write %.*s", (int)stem, target);
    if (*ending)
        return err_hint(wrong(r, "`%s` is not a C file", target), "name the file that is compiled");
    return err_hint(wrong(r, "`%s` names no file: its ending is missing", target),
                    "write %s.c, or of a folder: %s/FILE.c", target, target);
}

static bool read_region(const struct directive *r, const char *region)
{
    if (!r->grammar->region)
        return err_hint(
            wrong(r, "%s shows no regions, and '#%s' names one", r->grammar->name, region),
            "leave it out");
    if (!*region)
        return err_hint(wrong(r, "no region is named after `#`"),
                        "write #name, or leave the `#` out to show the whole file");
    for (const char *p = region; *p; p++)
        if (!is_name_char(*p) && !(*p >= 'A' && *p <= 'Z'))
            return err_hint(wrong(r, "`%s` is not a region's name", region),
                            "regions are named with A-Z, a-z, 0-9, '_' and '-'");
    r->block->region = mem_strdup(region);
    return true;
}

static bool read_target(const struct directive *r, struct slice word)
{
    const char *hash = memchr(word.s, '#', word.len);
    size_t len = hash ? (size_t)(hash - word.s) : word.len;
    char *target = r->block->target = mem_strndup(word.s, len);
    if (!check_target(r, target))
        return false;
    if (!hash)
        return true;
    AUTO_FREE char *region = mem_strndup(hash + 1, word.len - len - 1);
    return read_region(r, region);
}

static size_t count_attributes(const struct view_grammar *grammar)
{
    size_t n = 0;
    while (n < VIEW_ATTRIBUTES && grammar->attributes[n])
        n++;
    return n;
}

static bool unknown_key(const struct directive *r, const char *key)
{
    const char *const *attributes = r->grammar->attributes;
    struct err *err = wrong(r, "%s has no attribute `%s`", r->grammar->name, key);
    if (!attributes[0])
        return err_hint(err, "it takes no attributes: leave it out");
    const char *near = text_nearest(key, attributes, count_attributes(r->grammar));
    if (near)
        return err_hint(err, "did you mean `%s`?", near);
    AUTO(buf_release) struct buf known = BUF_INIT;
    for (size_t i = 0; i < count_attributes(r->grammar); i++)
        buf_printf(&known, "%s`%s`", i ? ", " : "", attributes[i]);
    return err_hint(err, "it has %s", buf_str(&known));
}

static bool read_attribute(const struct directive *r, struct slice word)
{
    AUTO_FREE char *key = mem_strndup(word.s, word.len);
    char *equals = strchr(key, '=');
    if (!equals || equals == key)
        return err_hint(wrong(r, "`%s` is not an attribute", key), "attributes are key=value");
    *equals = '\0';
    bool known = false;
    for (size_t i = 0; i < count_attributes(r->grammar); i++)
        known = known || strcmp(key, r->grammar->attributes[i]) == 0;
    if (!known)
        return unknown_key(r, key);
    if (block_attribute(r->block, key))
        return err_hint(wrong(r, "the attribute `%s` is given twice", key), "keep one of them");
    if (!equals[1])
        return err_hint(wrong(r, "the attribute `%s` has no value", key),
                        "write %s=value, without blanks", key);
    struct attribute *attribute = vec_add(&r->block->attributes);
    attribute->value = mem_strdup(equals + 1);
    attribute->key = steal(&key);
    return true;
}

bool directive_read_opener(const struct comment *comment, struct block *block, const char *path,
                           int line, struct errs *errs)
{
    struct directive r = { NULL, block, path, line, errs };
    struct slice rest = comment->content, word;
    next_word(&rest, &word);
    if (!next_word(&rest, &word)) {
        AUTO_FREE char *known = list_kinds(add_example, " or ");
        return err_hint(wrong(&r, "the comment does not say what to show"), "write %s", known);
    }
    if (!read_kind(&r, word))
        return false;
    if (!next_word(&rest, &word) || word.s[0] == '#' || memchr(word.s, '=', word.len)) {
        AUTO(buf_release) struct buf example = BUF_INIT;
        add_example(&example, r.grammar);
        return err_hint(wrong(&r, "the comment does not say of which %s to show the %s",
                              r.grammar->file ? "file" : "snippet", r.grammar->name),
                        "write %s", buf_str(&example));
    }
    if (!read_target(&r, word))
        return false;
    while (next_word(&rest, &word))
        if (!read_attribute(&r, word))
            return false;
    return true;
}

bool directive_read_closer(const struct comment *comment, char digest[BLOCK_DIGEST + 1],
                           const char *path, int line, struct errs *errs)
{
    struct directive r = { NULL, NULL, path, line, errs };
    struct slice rest = comment->content, word, more;
    next_word(&rest, &word);
    digest[0] = '\0';
    if (!next_word(&rest, &word))
        return true;
    bool good = word.len == BLOCK_DIGEST && !next_word(&rest, &more);
    for (size_t i = 0; good && i < word.len; i++)
        good = (word.s[i] >= '0' && word.s[i] <= '9') || (word.s[i] >= 'a' && word.s[i] <= 'f');
    if (!good) {
        AUTO_FREE char *given =
            mem_strndup(word.s, (size_t)(comment->content.s + comment->content.len - word.s));
        for (size_t n = strlen(given); n > 0 && strchr(" \t", given[n - 1]); n--)
            given[n - 1] = '\0';
        return err_hint(wrong(&r, "`%s` is not a digest as snip writes it", given),
                        "write <!-- /snip -->: snip puts the digest in");
    }
    memcpy(digest, word.s, BLOCK_DIGEST);
    digest[BLOCK_DIGEST] = '\0';
    return true;
}
