#include "doc/post/region.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "doc/post/lines.h"
#include "doc/post/source.h"

/* A comment that holds a line: what it begins and ends with. */
struct comment_form {
    const char *open, *close;
};

/*
 * Those of C, where prose that nearly is a marker is told as a slip of the pen, and then those of
 * other files: Make, Python and shells, HTML and XML, SQL and Lua, assembler and INI.
 */
static const struct comment_form forms[] = {
    { "//", "" }, { "/*", "*/" }, { "#", "" }, { "<!--", "-->" }, { "--", "" }, { ";", "" },
};

enum { FORMS_OF_C = 2 };

/* What lies between a pair of markers. */
struct region {
    char *name;
    int line;         /* of the opening marker, 1-based */
    const char *from; /* behind that line */
    const char *to;   /* the line of the closing marker; NULL: not closed */
    const struct comment_form *form;
};

VEC_TYPE(regions, struct region);

static void regions_release(struct regions *list)
{
    vec_each (region, list)
        free(region->name);
    vec_release(list);
}

static bool is_name(struct slice s)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_-";
    for (size_t i = 0; i < s.len; i++)
        if (!memchr(letters, s.s[i], sizeof(letters) - 1))
            return false;
    return s.len > 0;
}

enum marker { MARKER_NONE, MARKER_OPEN, MARKER_CLOSE, MARKER_BAD };

/* What a line is as a marker. */
struct marked {
    enum marker kind;
    struct slice name; /* of the region; of a closing marker "" where it says none */
    const struct comment_form *form;
};

/* Sets *WORDS to what stands in the comment that LINE is. NULL: it is none. */
static const struct comment_form *find_comment(struct slice line, struct slice *words)
{
    struct slice s = line_trim(line);
    for (size_t i = 0; i < COUNT(forms); i++) {
        size_t open = strlen(forms[i].open), close = strlen(forms[i].close);
        if (!slice_starts(s, forms[i].open) || s.len < open + close ||
            memcmp(s.s + s.len - close, forms[i].close, close) != 0)
            continue;
        *words = line_trim((struct slice){ s.s + open, s.len - open - close });
        return &forms[i];
    }
    return NULL;
}

/* Cuts WORD and the blanks behind it off the beginning of *S, where it stands there as a word. */
static bool take_word(struct slice *s, const char *word)
{
    size_t len = strlen(word);
    if (!slice_starts(*s, word) || (s->len > len && !memchr(": \t", s->s[len], 3)))
        return false;
    *s = line_trim((struct slice){ s->s + len, s->len - len });
    return true;
}

static struct marked classify(struct slice line)
{
    struct marked none = { MARKER_NONE, { NULL, 0 }, NULL }, marked = none;
    struct slice s;
    marked.form = find_comment(line, &s);
    if (!marked.form)
        return none;
    bool opens = take_word(&s, "region"), closes = !opens && take_word(&s, "endregion");
    bool colon = slice_starts(s, ":");
    if (!opens && !closes)
        return none;
    marked.name = colon ? line_trim((struct slice){ s.s + 1, s.len - 1 }) : s;
    marked.kind = opens ? MARKER_OPEN : MARKER_CLOSE;
    if (closes && !colon && s.len == 0)
        return marked;
    /* `// region accept` is a slip of the pen; prose does not end after a name. */
    bool good = is_name(marked.name);
    if (!colon && (!good || marked.form >= forms + FORMS_OF_C))
        return none;
    if (!good || (opens && !colon))
        marked.kind = MARKER_BAD;
    return marked;
}

/* "`// region: NAME`", as FORM writes it. Owned by the caller. */
static char *marker_text(const struct comment_form *form, const char *word, const char *name)
{
    return mem_printf("`%s %s%s%s%s`", form->open, word, name, *form->close ? " " : "",
                      form->close);
}

/* The region of LIST that was opened last and is not closed, or NULL. */
static struct region *find_open(const struct regions *list)
{
    for (size_t i = list->n; i-- > 0;)
        if (!list->v[i].to)
            return &list->v[i];
    return NULL;
}

static bool open_region(struct regions *list, const char *path, int line,
                        const struct marked *marked, const char *from, struct err *err)
{
    vec_each (region, list)
        if (slice_is(marked->name, region->name)) {
            err_at(err, ERR_INPUT, path, line, "region `%s` was already there on line %d",
                   region->name, region->line);
            return err_hint(err, "give it another name");
        }
    vec_push(list, ((struct region){ mem_strndup(marked->name.s, marked->name.len), line, from,
                                     NULL, marked->form }));
    return true;
}

static bool close_region(struct regions *list, const char *path, int line,
                         const struct marked *marked, const char *to, struct err *err)
{
    struct region *open = find_open(list);
    AUTO_FREE char *closer = marker_text(marked->form, "endregion", "");
    if (!open) {
        AUTO_FREE char *opener = marker_text(marked->form, "region", ": name");
        err_at(err, ERR_INPUT, path, line, "%s closes no region", closer);
        return err_hint(err, "take it out, or put %s above it", opener);
    }
    if (marked->name.len && !slice_is(marked->name, open->name)) {
        err_at(err, ERR_INPUT, path, line,
               "region `%.*s` cannot end here, inside region `%s` "
               "(line %d)",
               (int)marked->name.len, marked->name.s, open->name, open->line);
        return err_hint(err, "regions may lie inside each other, and not overlap: end `%s` first",
                        open->name);
    }
    open->to = to;
    return true;
}

static bool find_regions(struct slice source, const char *path, struct regions *list,
                         struct err *err)
{
    struct slice rest = source, line;
    for (int number = 1; text_line(&rest, &line); number++) {
        struct marked marked = classify(line);
        if (marked.kind == MARKER_BAD) {
            AUTO_FREE char *opener = marker_text(marked.form, "region", ": name");
            AUTO_FREE char *closer = marker_text(marked.form, "endregion", "");
            err_at(err, ERR_INPUT, path, number, "this region marker is malformed");
            return err_hint(err, "write %s and %s; names are of letters, digits, _ and -", opener,
                            closer);
        }
        if (marked.kind == MARKER_OPEN && !open_region(list, path, number, &marked, rest.s, err))
            return false;
        if (marked.kind == MARKER_CLOSE && !close_region(list, path, number, &marked, line.s, err))
            return false;
    }
    const struct region *open = find_open(list);
    if (!open)
        return true;
    AUTO_FREE char *closer = marker_text(open->form, "endregion", "");
    err_at(err, ERR_INPUT, path, open->line, "region `%s` is never closed", open->name);
    return err_hint(err, "put %s after its last line", closer);
}

static bool no_region(const struct regions *list, const char *path, const char *name,
                      struct err *err)
{
    VEC(const char *) names = { 0 };
    vec_each (region, list)
        vec_push(&names, (const char *)region->name);
    const char *near = text_nearest(name, names.v, names.n);
    err_at(err, ERR_INPUT, path, 0, "has no region `%s`", name);
    AUTO(buf_release) struct buf known = BUF_INIT;
    vec_each (region, list)
        buf_printf(&known, "%s`%s`", known.len ? ", " : "", region->name);
    if (near)
        err_hint(err, "did you mean `%s`?", near);
    else if (names.n)
        err_hint(err, "it has %s", buf_str(&known));
    else
        err_hint(err, "mark it there: `// region: %s` … `// endregion`", name);
    vec_release(&names);
    return false;
}

static const struct region *find_region(const struct regions *list, const char *name)
{
    vec_each (region, list)
        if (strcmp(region->name, name) == 0)
            return region;
    return NULL;
}

/* The blanks that all lines of TEXT but empty ones begin with. */
static size_t common_indent(struct slice text)
{
    struct slice line, first = { NULL, 0 };
    size_t common = SIZE_MAX;
    while (text_line(&text, &line)) {
        struct slice bare = line_trim(line);
        if (bare.len == 0 || classify(line).kind != MARKER_NONE)
            continue;
        size_t n = (size_t)(bare.s - line.s), i = 0;
        if (!first.s)
            first = line;
        while (i < n && i < common && line.s[i] == first.s[i])
            i++;
        common = i;
    }
    return common == SIZE_MAX ? 0 : common;
}

/* Tells whether TEXT is nothing but blanks and markers. */
static bool is_blank(struct slice text)
{
    struct slice line;
    while (text_line(&text, &line))
        if (line_trim(line).len > 0 && classify(line).kind == MARKER_NONE)
            return false;
    return true;
}

static void show_lines(struct buf *out, struct slice text, size_t indent)
{
    struct slice line;
    while (text_line(&text, &line)) {
        if (classify(line).kind != MARKER_NONE)
            continue;
        if (line.len && line.s[line.len - 1] == '\r')
            line.len--;
        size_t skip = line.len < indent ? line.len : indent;
        text_show(out, line.s + skip, line.len - skip);
        buf_addc(out, '\n');
    }
}

bool region_show(struct buf *out, struct slice source, const char *path, const char *name,
                 struct err *err)
{
    static const char escape[] = "save the file as UTF-8; a byte that is meant is an escape: "
                                 "\"\\xFF\"";
    AUTO(regions_release) struct regions list = { 0 };
    if (slice_starts(source, "\xEF\xBB\xBF")) {
        source.s += 3;
        source.len -= 3;
    }
    if (!source_is_text(path, source, escape, err) || !find_regions(source, path, &list, err))
        return false;
    if (!name) {
        show_lines(out, source, 0);
        return true;
    }
    const struct region *region = find_region(&list, name);
    if (!region)
        return no_region(&list, path, name, err);
    struct slice text = { region->from, (size_t)(region->to - region->from) };
    if (is_blank(text)) {
        err_at(err, ERR_INPUT, path, 0, "has nothing in region `%s` (line %d)", name, region->line);
        return err_hint(err, "let lines stand between its markers, or show another");
    }
    show_lines(out, text, common_indent(text));
    return true;
}
