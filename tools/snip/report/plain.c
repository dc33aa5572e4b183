#include "report/plain.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

void plain_line(FILE *out, const char *format, ...)
{
    AUTO(buf_release) struct buf shown = BUF_INIT;
    va_list ap;
    va_start(ap, format);
    AUTO_FREE char *line = mem_vprintf(format, ap);
    va_end(ap);
    text_show_line(&shown, line, strlen(line));
    fprintf(out, "%s\n", buf_str(&shown));
}

void plain_text(FILE *out, const char *text)
{
    AUTO(buf_release) struct buf shown = BUF_INIT;
    text_show(&shown, text, strlen(text));
    fputs(buf_str(&shown), out);
}

void plain_errors(FILE *out, const struct errs *list)
{
    vec_each (err, list)
        err_print(out, err);
}

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

static void counts(FILE *out, size_t snippets_true, size_t snippets_false, size_t posts_true,
                   size_t posts_false, const struct tally *tally, double seconds)
{
    fprintf(out, "%zu snippet%s true, %zu false", snippets_true, plural(snippets_true),
            snippets_false);
    if (tally->incomparable)
        fprintf(out, ", %zu not comparable here", tally->incomparable);
    fprintf(out, "; %zu post%s true, %zu false; %zu cached; %.2f s\n", posts_true,
            plural(posts_true), posts_false, tally->cached, seconds);
}

void plain_check(FILE *out, const struct verdict *verdict, double seconds)
{
    const struct tally *t = &verdict->tally;
    plain_errors(out, &verdict->notes);
    plain_errors(out, &verdict->faults);
    plain_errors(out, &verdict->drift);
    if (verdict->drift.n)
        fprintf(out, "snip: %zu of these %s mended by `snip update`\n", verdict->drift.n,
                verdict->drift.n == 1 ? "is" : "are");
    counts(out, t->snippets_true, t->snippets_false, t->posts_true, t->posts_false, t, seconds);
}

void plain_update(FILE *out, const struct verdict *verdict, size_t written, double seconds)
{
    const struct tally *t = &verdict->tally;
    size_t posts = t->posts_true + t->posts_false, snippets = t->snippets_true + t->snippets_false;
    plain_errors(out, &verdict->notes);
    plain_errors(out, &verdict->faults);
    fprintf(out, "%zu file%s written; ", written, plural(written));
    counts(out, snippets - verdict->snippets_faulty, verdict->snippets_faulty,
           posts - verdict->posts_faulty, verdict->posts_faulty, t, seconds);
}

void plain_progress(void *owner, size_t done, size_t total, const struct snippet *snippet)
{
    FILE *out = owner;
    AUTO(buf_release) struct buf shown = BUF_INIT;
    text_show_line(&shown, snippet->name, strlen(snippet->name));
    fprintf(out, "\r\033[K[%zu/%zu] %.60s", done, total, buf_str(&shown));
    if (done == total)
        fputs("\r\033[K", out);
    fflush(out);
}
