#include "engine/build/diagnostics.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

/* Reads a number at *S and the colon after it. Returns -1 where there is none. */
static int number_and_colon(const char **s)
{
    char *end;
    long n = strtol(*s, &end, 10);
    if (end == *s || *end != ':' || n < 0 || n > 10000000)
        return -1;
    *s = end + 1;
    return (int)n;
}

/* Reads "file:line:column: error: text" (the column may be missing). */
static bool parse_message(const char *line, struct diagnostic *d)
{
    const char *colon = strchr(line, ':');
    if (!colon || colon == line)
        return false;
    const char *at = colon + 1;
    int number = number_and_colon(&at);
    if (number < 0)
        return false;
    number_and_colon(&at);
    static const struct {
        const char *word;
        bool error;
    } kinds[] = { { " error: ", true }, { " fatal error: ", true }, { " warning: ", false } };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!text_starts(at, kinds[i].word))
            continue;
        *d = (struct diagnostic){ mem_strndup(line, (size_t)(colon - line)), number, kinds[i].error,
                                  mem_strdup(at + strlen(kinds[i].word)), NULL };
        return true;
    }
    return false;
}

/* Lines that lead to the next message, or count: they are about no place in the source. */
static bool is_context(const char *line)
{
    return text_starts(line, "In file included from ") || strstr(line, ": In function ") ||
           strstr(line, ": At top level:") || text_ends(line, " generated.") ||
           text_starts(line, "compilation terminated") || text_starts(line, "cc1: ");
}

void diagnostics_parse(struct diagnostics *list, const char *output)
{
    struct slice rest = { output, strlen(output) }, line;
    struct buf excerpt = BUF_INIT;
    struct diagnostic *last = NULL;
    while (text_line(&rest, &line)) {
        AUTO_FREE char *text = mem_strndup(line.s, line.len);
        struct diagnostic found;
        if (parse_message(text, &found)) {
            if (last)
                last->excerpt = buf_steal(&excerpt);
            last = vec_add(list);
            *last = found;
        } else if (last && !is_context(text)) {
            buf_printf(&excerpt, "%s\n", text);
        }
    }
    if (last)
        last->excerpt = buf_steal(&excerpt);
    buf_release(&excerpt);
}

void diagnostics_release(struct diagnostics *list)
{
    vec_each (d, list) {
        free(d->file);
        free(d->text);
        free(d->excerpt);
    }
    vec_release(list);
}
