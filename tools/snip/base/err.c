#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"

static void fill(struct err *err, enum err_kind kind, const char *file, int line, char *text)
{
    err_release(err);
    err->kind = kind;
    err->file = file ? mem_strdup(file) : NULL;
    err->line = line;
    err->text = text;
}

bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(err, kind, NULL, 0, mem_vprintf(fmt, ap));
    va_end(ap);
    return false;
}

bool err_at(struct err *err, enum err_kind kind, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(err, kind, file, line, mem_vprintf(fmt, ap));
    va_end(ap);
    return false;
}

bool err_sys(struct err *err, const char *fmt, ...)
{
    int saved = errno;
    va_list ap;
    va_start(ap, fmt);
    AUTO_FREE char *what = mem_vprintf(fmt, ap);
    va_end(ap);
    fill(err, ERR_SYSTEM, NULL, 0, mem_printf("%s: %s", what, strerror(saved)));
    return false;
}

bool err_hint(struct err *err, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    free(err->hint);
    err->hint = mem_vprintf(fmt, ap);
    va_end(ap);
    return false;
}

bool err_detail(struct err *err, char *detail)
{
    free(err->detail);
    err->detail = detail;
    return false;
}

bool err_context(struct err *err, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    AUTO_FREE char *context = mem_vprintf(fmt, ap);
    va_end(ap);
    AUTO_FREE char *text = err->text;
    err->text = mem_printf("%s: %s", context, text ? text : "");
    return false;
}

void err_release(struct err *err)
{
    free(err->file);
    free(err->text);
    free(err->detail);
    free(err->hint);
    *err = (struct err){ 0 };
}

static struct slice whole(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

/* How a text is shown: text_show_line(), or text_show(), which keeps its tabs. */
typedef void show(struct buf *out, const char *s, size_t len);

/*
 * Prints S, a part of one line, so that no name of a file and no word of a program reaches the
 * terminal as a command, or looks like a line of snip's own.
 */
static void print_shown(FILE *out, show *how, const char *before, struct slice s, const char *after)
{
    struct buf shown = BUF_INIT;
    how(&shown, s.s, s.len);
    fprintf(out, "%s%s%s", before, buf_str(&shown), after);
    buf_release(&shown);
}

void err_print(FILE *out, const struct err *err)
{
    print_shown(out, text_show_line, "", whole(err->file ? err->file : "snip"), "");
    if (err->file && err->line > 0)
        fprintf(out, ":%d", err->line);
    print_shown(out, text_show_line, ": ", whole(err->text ? err->text : "unknown error"), "\n");
    struct slice rest = whole(err->detail ? err->detail : ""), line;
    while (text_line(&rest, &line))
        print_shown(out, text_show, line.len ? "  | " : "  |", line, "\n");
    if (err->hint)
        print_shown(out, text_show_line, "  ", whole(err->hint), "\n");
}

struct err *errs_add(struct errs *list, enum err_kind kind, const char *file, int line,
                     const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct err *err = vec_add(list);
    fill(err, kind, file, line, mem_vprintf(fmt, ap));
    va_end(ap);
    return err;
}

void errs_move(struct errs *list, struct err *err)
{
    vec_push(list, *err);
    *err = (struct err){ 0 };
}

void errs_append(struct errs *list, struct errs *from)
{
    vec_each (err, from)
        vec_push(list, *err);
    vec_release(from);
}

void errs_sort(struct errs *list)
{
    /* By insertion: stable, and the lists are short and nearly sorted. */
    for (size_t i = 1; i < list->n; i++) {
        struct err err = list->v[i];
        size_t at = i;
        for (; at > 0 && list->v[at - 1].line > err.line; at--)
            list->v[at] = list->v[at - 1];
        list->v[at] = err;
    }
}

void errs_merge(struct errs *a, struct errs *b, struct errs *out)
{
    for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
        bool from_a = j == b->n || (i < a->n && a->v[i].line <= b->v[j].line);
        vec_push(out, from_a ? a->v[i++] : b->v[j++]);
    }
    vec_release(a);
    vec_release(b);
}

enum err_kind errs_worst(const struct errs *list)
{
    enum err_kind worst = ERR_NONE;
    vec_each (err, list)
        if (err->kind > worst)
            worst = err->kind;
    return worst;
}

void errs_release(struct errs *list)
{
    vec_each (err, list)
        err_release(err);
    vec_release(list);
}
