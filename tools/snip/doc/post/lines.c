#include "doc/post/lines.h"

#include <string.h>

void line_table_fill(struct line_table *table, struct slice text, size_t from, int number)
{
    const char *p = text.s;
    for (size_t at = from; at < text.len; number += p[at - 1] == '\n') {
        struct line_start *line = vec_add(table);
        *line = (struct line_start){ (unsigned)at, number };
        while (at < text.len && p[at] != '\n' && p[at] != '\r')
            at++;
        at += at + 1 < text.len && p[at] == '\r' && p[at + 1] == '\n';
        at += at < text.len;
    }
    table->end = text.len;
}

struct span line_table_span(const struct line_table *table, size_t row)
{
    if (row >= table->n)
        return (struct span){ table->end, table->end };
    size_t to = row + 1 < table->n ? table->v[row + 1].at : table->end;
    return (struct span){ table->v[row].at, to };
}

int line_table_number(const struct line_table *table, size_t row)
{
    if (table->n == 0)
        return 1;
    return table->v[row < table->n ? row : table->n - 1].number;
}

void line_table_release(struct line_table *table)
{
    vec_release(table);
}

struct slice line_trim(struct slice line)
{
    static const char blanks[] = " \t\n\r";
    while (line.len > 0 && memchr(blanks, line.s[line.len - 1], 4))
        line.len--;
    for (; line.len > 0 && memchr(blanks, *line.s, 4); line.len--)
        line.s++;
    return line;
}

const char *line_ending(struct slice line)
{
    char last = line.len > 0 ? line.s[line.len - 1] : '\0';
    if (last == '\r')
        return "\r";
    if (last != '\n')
        return "";
    return line.len > 1 && line.s[line.len - 2] == '\r' ? "\r\n" : "\n";
}
