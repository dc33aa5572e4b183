#include "engine/truth/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/vec.h"

VEC_TYPE(numbers, size_t);

/* The cells as they were printed, line by line. */
struct answers {
    struct strings cells;
    size_t width, lines;          /* cells in a line; lines */
    size_t knobs, fixed;          /* how many knobs there are, and how many do not go across */
    struct numbers rows, columns; /* of each row and column of the table the first line */
};

static const char *cell(const struct answers *a, size_t line, size_t column)
{
    return a->cells.v[line * a->width + column];
}

/* Tells whether lines ONE and OTHER have the same in their cells from FROM up to, not with, TO. */
static bool same(const struct answers *a, size_t one, size_t other, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (strcmp(cell(a, one, i), cell(a, other, i)) != 0)
            return false;
    return true;
}

/* --- What is printed --- */

/* Adds the cells of LINE, without blanks at their ends. Returns how many there are. */
static size_t add_cells(struct strings *cells, struct slice line)
{
    size_t n = 0;
    for (const char *at = line.s, *end = line.s + line.len; at <= end; n++) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *from = at, *to = tab ? tab : end;
        at = to + 1;
        while (from < to && *from == ' ')
            from++;
        while (to > from && to[-1] == ' ')
            to--;
        strings_add(cells, mem_strndup(from, (size_t)(to - from)));
    }
    return n;
}

/* Reads the cells of OUTPUT. Returns why they make no lines of a table; NULL: they do. */
static char *read_cells(struct answers *a, const char *output)
{
    struct slice rest = { output, strlen(output) }, line;
    while (text_line(&rest, &line)) {
        size_t n = add_cells(&a->cells, line);
        if (a->lines++ == 0)
            a->width = n;
        else if (n != a->width)
            return mem_printf("has %zu cell%s in line %zu, and %zu in the first", n,
                              n == 1 ? "" : "s", a->lines, a->width);
    }
    if (a->lines < 2)
        return mem_strdup("prints no answers below a line of names");
    if (a->width < 2)
        return mem_strdup("has a first line without a TAB, so no knob and its answer");
    if (a->lines > TABLE_MOST_LINES)
        return mem_printf("has %zu lines, and at most %d can be read", a->lines, TABLE_MOST_LINES);
    return NULL;
}

/* Finds the first of the lines that have different cells from FROM up to TO. */
static void find_different(const struct answers *a, size_t from, size_t to, struct numbers *found)
{
    for (size_t line = 1; line < a->lines; line++) {
        size_t known = 0;
        while (known < found->n && !same(a, found->v[known], line, from, to))
            known++;
        if (known == found->n)
            vec_push(found, line);
    }
}

/* Reads OUTPUT into A, empty before, which is to be released. As read_cells(). */
static char *read_answers(struct answers *a, const char *output)
{
    char *why = read_cells(a, output);
    if (why)
        return why;
    a->knobs = a->width - 1;
    a->fixed = a->knobs > 1 ? a->knobs - 1 : a->knobs;
    find_different(a, 0, a->fixed, &a->rows);
    find_different(a, a->fixed, a->knobs, &a->columns);
    return NULL;
}

static void release(struct answers *a)
{
    strings_release(&a->cells);
    vec_release(&a->rows);
    vec_release(&a->columns);
}

/* Where the row of line ROW meets the column of line COLUMN, the line that has it; 0: none. */
static size_t find_answer(const struct answers *a, size_t row, size_t column)
{
    for (size_t line = 1; line < a->lines; line++)
        if (same(a, row, line, 0, a->fixed) && same(a, column, line, a->fixed, a->knobs))
            return line;
    return 0;
}

/* What the knobs of the cell of ROW and COLUMN stand at: "a, b, c". Owned by the caller. */
static char *place(const struct answers *a, size_t row, size_t column)
{
    struct buf out = BUF_INIT;
    for (size_t i = 0; i < a->knobs; i++)
        buf_printf(&out, "%s%s", i ? ", " : "", cell(a, i < a->fixed ? row : column, i));
    return buf_steal(&out);
}

/* Why A, that was read, is not complete. Owned by the caller; NULL where it is. */
static char *not_complete(const struct answers *a)
{
    for (size_t i = 0; i < a->cells.n; i++)
        if (!*a->cells.v[i])
            return mem_printf("has an empty cell in line %zu", i / a->width + 1);
    for (size_t line = 1; line < a->lines; line++) {
        size_t first = find_answer(a, line, line);
        AUTO_FREE char *knobs = place(a, line, line);
        if (first != line)
            return mem_printf("answers `%s` twice, in lines %zu and %zu", knobs, first + 1,
                              line + 1);
    }
    vec_each (row, &a->rows)
        vec_each (column, &a->columns) {
            AUTO_FREE char *knobs = place(a, *row, *column);
            if (!find_answer(a, *row, *column))
                return mem_printf("has no answer for `%s`", knobs);
        }
    return NULL;
}

char *table_wrong(const char *output)
{
    struct answers a = { 0 };
    char *why = read_answers(&a, output);
    if (!why)
        why = not_complete(&a);
    release(&a);
    return why;
}

/* --- In columns --- */

/* What each cell shows, row by row, each of WIDTH columns. The strings are those of the answers. */
struct grid {
    VEC(const char *) cells;
    size_t width;
};

/* Adds a row to GRID, its knobs of line ROW, and its answers, or with a row of 0 its heads. */
static void add_row(struct grid *grid, const struct answers *a, size_t row)
{
    for (size_t i = 0; i < a->fixed; i++)
        vec_push(&grid->cells, cell(a, row, i));
    vec_each (column, &a->columns)
        vec_push(&grid->cells, !row && a->fixed < a->knobs
                                   ? cell(a, *column, a->fixed)
                                   : cell(a, row ? find_answer(a, row, *column) : 0, a->knobs));
}

/* How many of the first FIXED cells of row ROW say just what those above do, and so are empty. */
static size_t repeated(const struct grid *grid, size_t row, size_t fixed)
{
    size_t n = 0;
    const char *const *now = grid->cells.v + row * grid->width, *const *above = now - grid->width;
    while (row > 1 && n + 1 < fixed && strcmp(now[n], above[n]) == 0)
        n++;
    return n;
}

/* How wide column COLUMN of GRID is, with the room behind it. */
static size_t column_width(const struct grid *grid, size_t column)
{
    size_t most = 0;
    for (size_t i = column; i < grid->cells.n; i += grid->width) {
        size_t width = text_columns(grid->cells.v[i]);
        most = width > most ? width : most;
    }
    return most + 2;
}

static void print(struct buf *out, const struct grid *grid, size_t fixed)
{
    for (size_t at = 0; at < grid->cells.n; at += grid->width) {
        size_t row = at / grid->width, hidden = repeated(grid, row, fixed);
        for (size_t i = 0; i < grid->width; i++) {
            const char *shown = i < hidden ? "" : grid->cells.v[at + i];
            buf_adds(out, shown);
            if (i + 1 < grid->width)
                buf_fill(out, ' ', column_width(grid, i) - text_columns(shown));
        }
        buf_addc(out, '\n');
    }
}

/* Says above the columns what goes across in them, and what is the answer. */
static void print_across(struct buf *out, const struct answers *a, const struct grid *grid)
{
    if (a->fixed == a->knobs)
        return;
    for (size_t i = 0; i < a->fixed; i++)
        buf_fill(out, ' ', column_width(grid, i));
    buf_printf(out, "%s → %s\n", cell(a, 0, a->fixed), cell(a, 0, a->knobs));
}

void table_show(struct buf *out, const char *output)
{
    struct answers a = { 0 };
    AUTO_FREE char *why = read_answers(&a, output);
    struct grid grid = { .width = a.fixed + a.columns.n };
    if (!why && a.rows.n) {
        add_row(&grid, &a, 0);
        vec_each (row, &a.rows)
            add_row(&grid, &a, *row);
        print_across(out, &a, &grid);
        print(out, &grid, a.fixed);
    }
    vec_release(&grid.cells);
    release(&a);
}
