#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

struct slice buf_slice(const struct buf *buf)
{
    return (struct slice){ buf_str(buf), buf->len };
}

bool slice_is(struct slice text, const char *s)
{
    return text.len == strlen(s) && slice_starts(text, s);
}

bool slice_starts(struct slice text, const char *prefix)
{
    size_t n = strlen(prefix);
    return n == 0 || (text.len >= n && memcmp(text.s, prefix, n) == 0);
}

bool text_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s), m = strlen(suffix);
    return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

size_t utf8_decode(const char *s, size_t len, uint32_t *code)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *p = (const unsigned char *)s;
    if (len == 0)
        return 0;
    if (p[0] < 0x80) {
        *code = p[0];
        return 1;
    }
    size_t n = p[0] >= 0xF0 && p[0] <= 0xF4 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || len < n)
        return 0;
    uint32_t c = p[0] & (0x7FU >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3F);
    }
    if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *code = c;
    return n;
}

bool utf8_valid(const char *s, size_t len, size_t *bad)
{
    for (size_t i = 0; i < len;) {
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t code;
        size_t n = utf8_decode(s + i, len - i, &code);
        if (n == 0) {
            if (bad)
                *bad = i;
            return false;
        }
        i += n;
    }
    return true;
}

static bool is_hidden(uint32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) ||
           (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) || c == 0x61C || c == 0xFEFF ||
           (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

void text_show(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t code = 0;
        size_t n = utf8_decode(s + i, len - i, &code);
        if (n == 0) {
            buf_printf(out, "\\x%02X", (unsigned char)s[i]);
            n = 1;
        } else if (code == '\r') {
            buf_adds(out, "\\r");
        } else if (!is_hidden(code)) {
            buf_add(out, s + i, n);
        } else if (code < 0x80) {
            buf_printf(out, "\\x%02X", (unsigned)code);
        } else {
            buf_printf(out, "\\u{%04X}", (unsigned)code);
        }
        i += n;
    }
}

void text_show_line(struct buf *out, const char *s, size_t len)
{
    while (len > 0) {
        size_t n = 0;
        while (n < len && !strchr("\n\t\r", s[n]))
            n++;
        if (n == 0)
            buf_printf(out, "\\x%02X", (unsigned char)s[n++]);
        else
            text_show(out, s, n);
        s += n;
        len -= n;
    }
}

size_t text_shown_step(const char *s)
{
    static const char digits[] = "0123456789ABCDEF";
    uint32_t code;
    size_t len = utf8_decode(s, strlen(s), &code);
    if (text_starts(s, "\\x") && strspn(s + 2, digits) >= 2)
        return 4;
    if (text_starts(s, "\\u{") && s[3 + strspn(s + 3, digits)] == '}')
        return 4 + strspn(s + 3, digits);
    if (s[0] == '\\' && s[1] && strchr("ntr", s[1]))
        return 2;
    return len ? len : 1;
}

void text_cut_blanks(struct buf *text)
{
    struct buf out = BUF_INIT;
    struct slice rest = buf_slice(text), line;
    while (text_line(&rest, &line)) {
        bool ended = line.s + line.len < rest.s;
        while (line.len && memchr(" \t", line.s[line.len - 1], 2))
            line.len--;
        buf_add(&out, line.s, line.len);
        buf_adds(&out, ended ? "\n" : "");
    }
    buf_release(text);
    *text = out;
}

bool text_line(struct slice *rest, struct slice *line)
{
    if (rest->len == 0)
        return false;
    const char *end = memchr(rest->s, '\n', rest->len);
    size_t len = end ? (size_t)(end - rest->s) : rest->len;
    size_t step = end ? len + 1 : len;
    *line = (struct slice){ rest->s, len };
    rest->s += step;
    rest->len -= step;
    return true;
}

const char *text_word(const char *s, size_t number)
{
    s += strspn(s, " \t");
    for (; number > 0; number--) {
        s += strcspn(s, " \t");
        s += strspn(s, " \t");
    }
    return s;
}

size_t text_width(const char *s)
{
    size_t n = 0;
    for (; *s; s++)
        n += ((unsigned char)*s & 0xC0) != 0x80;
    return n;
}

/* How many columns the character CODE takes. */
static size_t columns_of(uint32_t code)
{
    static const struct {
        uint32_t from, to;
        size_t columns;
    } ranges[] = {
        { 0x0300, 0x036F, 0 },   { 0x1100, 0x115F, 2 }, { 0x1160, 0x11FF, 0 },
        { 0x200B, 0x200F, 0 },   { 0x2E80, 0xA4CF, 2 }, { 0xAC00, 0xD7A3, 2 },
        { 0xF900, 0xFAFF, 2 },   { 0xFE00, 0xFE0F, 0 }, { 0xFE30, 0xFE6F, 2 },
        { 0xFF01, 0xFF60, 2 },   { 0xFFE0, 0xFFE6, 2 }, { 0x1F300, 0x1FAFF, 2 },
        { 0x20000, 0x3FFFD, 2 },
    };
    for (size_t i = 0; i < COUNT(ranges); i++)
        if (code >= ranges[i].from && code <= ranges[i].to)
            return ranges[i].columns;
    return 1;
}

size_t text_columns(const char *s)
{
    size_t columns = 0, left = strlen(s);
    uint32_t code;
    for (size_t n; (n = utf8_decode(s, left, &code)); s += n, left -= n)
        columns += columns_of(code);
    return columns;
}

size_t text_lines(const char *s, size_t len)
{
    struct slice rest = { s, len }, line;
    size_t n = 0;
    while (text_line(&rest, &line))
        n++;
    return n;
}

int text_line_at(const char *s, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at; i++)
        line += s[i] == '\n';
    return line;
}

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

enum { NAME_MAX_LEN = 128 };

/* Optimal string alignment distance; three rows are enough to see a swap. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t rows[3][NAME_MAX_LEN + 1];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *now = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t j = 1; j <= m; j++) {
            now[j] = min3(up[j] + 1, now[j - 1] + 1, up[j - 1] + (a[i - 1] != b[j - 1]));
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && up2[j - 2] + 1 < now[j])
                now[j] = up2[j - 2] + 1;
        }
    }
    return rows[n % 3][m];
}

const char *text_nearest(const char *word, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t n = strlen(word), best_distance = 0;
    if (n > NAME_MAX_LEN)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        size_t m = strlen(names[i]);
        if (m > NAME_MAX_LEN)
            continue;
        size_t d = distance(word, n, names[i], m), longer = n > m ? n : m;
        if (d * 3 <= longer + 1 && (!best || d < best_distance)) {
            best = names[i];
            best_distance = d;
        }
    }
    return best;
}

void text_shell_word(struct buf *out, const char *s)
{
    static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "0123456789_@%+=:,./-";
    if (*s && strspn(s, safe) == strlen(s)) {
        buf_adds(out, s);
        return;
    }
    buf_addc(out, '\'');
    for (; *s; s++) {
        if (*s == '\'')
            buf_adds(out, "'\\''");
        else
            buf_addc(out, *s);
    }
    buf_addc(out, '\'');
}
