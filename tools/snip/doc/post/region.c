#include "doc/post/region.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "doc/post/lines.h"
#include "doc/post/source.h"

/* What lies between a pair of markers. */
struct region {
    char *name;
    int line;         /* of the opening marker, 1-based */
    const char *from; /* behind that line */
    const char *to;   /* the line of the closing marker; NULL: not closed */
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

/* What LINE is; the name of an opening marker goes to *NAME. */
static enum marker classify(struct slice line, struct slice *name)
{
    struct slice s = line_trim(line);
    if (!slice_starts(s, "//"))
        return MARKER_NONE;
    s = line_trim((struct slice){ s.s + 2, s.len - 2 });
    if (slice_is(s, "endregion"))
        return MARKER_CLOSE;
    if (slice_starts(s, "region:")) {
        *name = line_trim((struct slice){ s.s + 7, s.len - 7 });
        return is_name(*name) ? MARKER_OPEN : MARKER_BAD;
    }
    /* `// region accept` or `// endregion: x` is a slip of the pen; prose does not end after a
     * name. */
    bool begins = slice_starts(s, "region ") || slice_starts(s, "endregion:");
    size_t skip = slice_starts(s, "region ") ? 7 : 10;
    return begins && is_name(line_trim((struct slice){ s.s + skip, s.len - skip })) ? MARKER_BAD
                                                                                    : MARKER_NONE;
}

/* The region of LIST that is not closed, or NULL. */
static struct region *find_open(const struct regions *list)
{
    return list->n && !list->v[list->n - 1].to ? &list->v[list->n - 1] : NULL;
}

static bool open_region(struct regions *list, const char *path, int line, struct slice name,
                        const char *from, struct err *err)
{
    const struct region *open = find_open(list);
    if (open) {
        err_at(err, ERR_INPUT, path, line, "a region cannot begin inside region `%s` (line %d)",
               open->name, open->line);
        return err_hint(err, "close it first: // endregion");
    }
    vec_each (region, list)
        if (slice_is(name, region->name)) {
            err_at(err, ERR_INPUT, path, line, "region `%s` was already there on line %d",
                   region->name, region->line);
            return err_hint(err, "give it another name");
        }
    vec_push(list, ((struct region){ mem_strndup(name.s, name.len), line, from, NULL }));
    return true;
}

static bool close_region(struct regions *list, const char *path, int line, const char *to,
                         struct err *err)
{
    struct region *open = find_open(list);
    if (!open) {
        err_at(err, ERR_INPUT, path, line, "`// endregion` closes no region");
        return err_hint(err, "take it out, or put `// region: name` above it");
    }
    open->to = to;
    return true;
}

static bool find_regions(struct slice source, const char *path, struct regions *list,
                         struct err *err)
{
    struct slice rest = source, line, name = { NULL, 0 };
    for (int number = 1; text_line(&rest, &line); number++) {
        enum marker marker = classify(line, &name);
        if (marker == MARKER_BAD) {
            err_at(err, ERR_INPUT, path, number, "this region marker is malformed");
            return err_hint(err, "write `// region: name` and `// endregion`; "
                                 "names are of letters, digits, _ and -");
        }
        if (marker == MARKER_OPEN && !open_region(list, path, number, name, rest.s, err))
            return false;
        if (marker == MARKER_CLOSE && !close_region(list, path, number, line.s, err))
            return false;
    }
    const struct region *open = find_open(list);
    if (!open)
        return true;
    err_at(err, ERR_INPUT, path, open->line, "region `%s` is never closed", open->name);
    return err_hint(err, "put `// endregion` after its last line");
}

static bool no_region(const struct regions *list, const char *path, const char *name,
                      struct err *err)
{
    VEC(const char *) names = { 0 };
    vec_each (region, list)
        vec_push(&names, (const char *)region->name);
    const char *near = text_nearest(name, names.v, names.n);
    err_at(err, ERR_INPUT, path, 0, "has no region `%s`", name);
    if (near)
        err_hint(err, "did you mean `%s`?", near);
    else if (names.n)
        err_hint(err, "it has `%s`", names.v[0]);
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
        if (bare.len == 0)
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

static void show_lines(struct buf *out, struct slice text, size_t indent)
{
    struct slice line, name;
    while (text_line(&text, &line)) {
        if (classify(line, &name) != MARKER_NONE)
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
    show_lines(out, text, common_indent(text));
    return true;
}
