#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"

static char *format(const char *fmt, va_list ap)
{
    char *s = NULL;
    if (vasprintf(&s, fmt, ap) < 0 || !s)
        s = mem_strdup(fmt);
    return s;
}

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
    fill(err, kind, NULL, 0, format(fmt, ap));
    va_end(ap);
    return false;
}

bool err_at(struct err *err, enum err_kind kind, const char *file, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(err, kind, file, line, format(fmt, ap));
    va_end(ap);
    return false;
}

bool err_sys(struct err *err, const char *fmt, ...)
{
    int saved = errno;
    va_list ap;
    va_start(ap, fmt);
    AUTO_FREE char *what = format(fmt, ap);
    va_end(ap);
    fill(err, ERR_SYSTEM, NULL, 0, mem_printf("%s: %s", what, strerror(saved)));
    return false;
}

bool err_hint(struct err *err, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    free(err->hint);
    err->hint = format(fmt, ap);
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
    AUTO_FREE char *context = format(fmt, ap);
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

void err_print(FILE *out, const struct err *err)
{
    if (!err->file)
        fputs("snip: ", out);
    else if (err->line > 0)
        fprintf(out, "%s:%d: ", err->file, err->line);
    else
        fprintf(out, "%s: ", err->file);
    fprintf(out, "%s\n", err->text ? err->text : "unknown error");
    struct slice rest = { err->detail, err->detail ? strlen(err->detail) : 0 }, line;
    while (text_line(&rest, &line))
        fprintf(out, "  | %.*s\n", (int)line.len, line.s);
    if (err->hint)
        fprintf(out, "  %s\n", err->hint);
}

struct err *errs_add(struct errs *list, enum err_kind kind, const char *file, int line,
                     const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct err *err = vec_add(list);
    fill(err, kind, file, line, format(fmt, ap));
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
