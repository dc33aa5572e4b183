#include "doc/post/source.h"

#include <string.h>

enum { SIZE_MOST = 1 << 30 };

bool source_is_text(const char *path, struct slice text, const char *hint, struct err *err)
{
    size_t bad;
    const char *nul = text.len ? memchr(text.s, '\0', text.len) : NULL;
    if (nul)
        err_at(err, ERR_INPUT, path, text_line_at(text.s, (size_t)(nul - text.s)),
               "holds a NUL byte, so it is no text");
    else if (!utf8_valid(text.s, text.len, &bad))
        err_at(err, ERR_INPUT, path, text_line_at(text.s, bad), "is not UTF-8");
    else
        return true;
    return err_hint(err, "%s", hint);
}

bool source_check(const char *path, struct slice text, struct errs *errs)
{
    size_t bad = text.len;
    if (text.len > SIZE_MOST)
        return err_hint(errs_add(errs, ERR_INPUT, path, 0, "is too large for a post"), "split it");
    const char *nul = text.len ? memchr(text.s, '\0', text.len) : NULL;
    bool valid = utf8_valid(text.s, text.len, &bad);
    if (nul && (valid || nul < text.s + bad))
        return err_hint(errs_add(errs, ERR_INPUT, path,
                                 text_line_at(text.s, (size_t)(nul - text.s)), "holds a NUL byte"),
                        "take it out: a post is text");
    if (!valid)
        return err_hint(errs_add(errs, ERR_INPUT, path, text_line_at(text.s, bad),
                                 "is not UTF-8: here is the byte 0x%02X",
                                 (unsigned char)text.s[bad]),
                        "save the file as UTF-8");
    return true;
}

/* Tells whether LINE is MARK and nothing but blanks after it. */
static bool is_mark(struct slice line, const char *mark)
{
    if (!slice_starts(line, mark))
        return false;
    for (size_t i = 3; i < line.len; i++)
        if (!strchr(" \t\r\f\v", line.s[i]) || line.s[i] == '\0')
            return false;
    return true;
}

enum front_state front_matter(struct slice text, size_t *body, int *number)
{
    size_t bom = slice_starts(text, "\xEF\xBB\xBF") ? 3 : 0;
    *body = bom;
    *number = 1;
    if (text.len == bom)
        return FRONT_NONE;
    struct slice rest = { text.s + bom, text.len - bom }, line;
    /* Jekyll wants a newline after the first mark: a file that is just `---` is a rule. */
    if (!text_line(&rest, &line) || !is_mark(line, "---") || line.s + line.len == text.s + text.len)
        return FRONT_NONE;
    for (int n = 2; text_line(&rest, &line); n++) {
        if (!is_mark(line, "---") && !is_mark(line, "..."))
            continue;
        *body = (size_t)(rest.s - text.s);
        *number = n + 1;
        return FRONT_CLOSED;
    }
    return FRONT_OPEN;
}
