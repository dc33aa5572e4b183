#include "engine/truth/columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum {
    MOST_LANES = 4,
    MOST_WIDTH = 100, /* of a line */
    CELLS = 320,      /* of a row: room for what is found to be too wide */
    OUTSIDE = 100,    /* left of the first of two lifelines that face each other */
    NARROW = 18,      /* between two that face each other, at least … */
    WIDE = 36,        /* … and at most */
};

/* A line of text: one character a cell; that behind a wide one is "". */
struct row {
    unsigned step; /* 0: nothing more goes there */
    char cells[CELLS][5];
    bool used[CELLS];        /* what is blank in words is not free */
    size_t ends[MOST_LANES]; /* where the words of a lane end; 0: it has none */
    const char *life[MOST_LANES];
};

/* The drawing. Lanes are counted as they stand in it. */
struct columns {
    size_t n;
    const struct lane *lanes[MOST_LANES];
    size_t x[MOST_LANES]; /* of their lifelines */
    enum life life[MOST_LANES];
    bool facing;
    size_t joined; /* words of one step and lane stand in one row up to so many columns */
    bool full;     /* a row had not enough cells */
    VEC(struct row) rows;
};

/* --- Cells --- */

/* Puts S at the column X of ROW; returns the column behind it. */
static size_t put(struct row *row, size_t x, const char *s)
{
    uint32_t code;
    for (size_t n, left = strlen(s); (n = utf8_decode(s, left, &code)); s += n, left -= n) {
        AUTO_FREE char *one = mem_strndup(s, n);
        size_t columns = text_columns(one);
        if (columns == 0 || x + columns > CELLS)
            continue;
        memcpy(row->cells[x], one, n + 1);
        row->used[x] = true;
        if (columns == 2) {
            row->cells[x + 1][0] = '\0';
            row->used[x + 1] = true;
        }
        x += columns;
    }
    return x;
}

/* Puts S COUNT times. */
static size_t put_times(struct row *row, size_t x, const char *s, size_t count)
{
    while (count-- > 0)
        x = put(row, x, s);
    return x;
}

static bool is_free(const struct row *row, size_t from, size_t to)
{
    for (size_t x = from; x < to; x++)
        if (row->used[x])
            return false;
    return true;
}

/* --- Rows --- */

static struct row *add_row(struct columns *c, unsigned step)
{
    static const char *const glyphs[] = {
        [LIFE_SAME] = " ",  [LIFE_NONE] = " ", [LIFE_RUNS] = "│",
        [LIFE_WAITS] = "┃", [LIFE_OVER] = "┊",
    };
    struct row *row = vec_add(&c->rows);
    row->step = step;
    for (size_t x = 0; x < CELLS; x++)
        row->cells[x][0] = ' ';
    for (size_t i = 0; i < c->n; i++)
        row->life[i] = glyphs[c->life[i]];
    return row;
}

static struct row *last_row(struct columns *c)
{
    return c->rows.n ? &c->rows.v[c->rows.n - 1] : NULL;
}

/* Where words of WIDTH columns would stand in ROW, as those of the lane I. */
static struct span find_words(const struct columns *c, const struct row *row, size_t i,
                              size_t width)
{
    size_t x = c->x[i], end = row ? row->ends[i] : 0;
    if (!c->facing || i > 0) {
        size_t from = end ? end + 2 : x + 2;
        return (struct span){ from, from + width };
    }
    size_t to = end ? end - 2 : x - 1;
    return (struct span){ to > width ? to - width : 0, to };
}

/* Tells whether words have room at AT in ROW, in which others of their lane I may stand. */
static bool has_room(const struct columns *c, const struct row *row, size_t i, struct span at)
{
    size_t x = c->x[i], used = at.to > x ? at.to - x : x - at.from;
    return (row->ends[i] == 0 || used <= c->joined) && at.to < CELLS && at.from > 0 &&
           is_free(row, at.from - 1, at.to + 1);
}

static struct row *put_words(struct columns *c, unsigned step, size_t i, const char *text)
{
    size_t width = text_columns(text);
    struct row *row = last_row(c);
    struct span at = find_words(c, row, i, width);
    if (!row || row->step != step || !has_room(c, row, i, at)) {
        row = add_row(c, step);
        at = find_words(c, row, i, width);
        if (!has_room(c, row, i, at)) {
            c->full = true;
            return row;
        }
    }
    if (row->ends[i]) /* the blanks between are words too: no lifeline goes through */
        put(row, c->facing && i == 0 ? at.to : row->ends[i], "  ");
    put(row, at.from, text);
    row->ends[i] = c->facing && i == 0 ? at.from : at.to;
    return row;
}

/* Puts TEXT, which is of no lane, into a row of its own. */
static void put_apart(struct columns *c, const char *text)
{
    struct row *row = add_row(c, 0);
    AUTO_FREE char *words = mem_printf("~~ %s ~~", text);
    put(row, c->x[0] + 2, words);
}

/* --- Arrows --- */

/* How one is made, from its tail to its head. */
static const struct arrow {
    const char *lead, *body, *rest; /* in front of the label and round it, and behind */
    const char *right, *left;       /* the head */
} arrows[] = {
    [MARK_ARROW] = { "", "─", "", ">", "<" },  [MARK_LEAVES] = { "", "─", "┄", "", "" },
    [MARK_COMES] = { "┄", "─", "", ">", "<" }, [MARK_LOST] = { "", "─", " ", "╳", "╳" },
    [MARK_FADES] = { "", "┄", " ", "╳", "╳" },
};

/* TEXT cut to at most MOST columns. Owned by the caller. */
static char *cut(const char *text, size_t most)
{
    AUTO_FREE char *head = mem_strdup(text);
    if (text_columns(head) <= most)
        return steal(&head);
    while (*head && text_columns(head) + 1 > most) {
        size_t len = strlen(head) - 1;
        while (len > 0 && (head[len] & 0xC0) == 0x80)
            len--;
        head[len] = '\0';
    }
    return mem_printf("%s…", head);
}

/* Draws MARK from FROM, up to before TO, both columns of ROW; RIGHT where it goes there. */
static void draw_arrow(struct row *row, const struct mark *mark, size_t from, size_t to, bool right)
{
    enum { STUB = 2 };
    const struct arrow *arrow = &arrows[mark->kind];
    size_t columns = to - from, head = *arrow->right != '\0';
    AUTO_FREE char *label = cut(mark->text, columns - head - 2 * STUB);
    size_t left = columns - head - text_columns(label);
    size_t lead = *arrow->lead ? left - 2 * STUB : 0, rest = *arrow->rest ? left - 2 * STUB : 0;
    size_t body = left - lead - rest, before = body / 2;
    if (right) {
        from = put_times(row, from, arrow->lead, lead);
        from = put_times(row, from, arrow->body, before);
        from = put(row, from, label);
        from = put_times(row, from, arrow->body, body - before);
        from = put(row, from, arrow->right);
        put_times(row, from, arrow->rest, rest);
        return;
    }
    from = put_times(row, from, arrow->rest, rest);
    from = put(row, from, arrow->left);
    from = put_times(row, from, arrow->body, body - before);
    from = put(row, from, label);
    from = put_times(row, from, arrow->body, before);
    put_times(row, from, arrow->lead, lead);
}

static void put_arrow(struct columns *c, const struct mark *mark, size_t i, size_t j)
{
    bool right = c->x[i] < c->x[j];
    size_t from = c->x[right ? i : j] + 1, to = c->x[right ? j : i];
    struct row *row = last_row(c);
    if (!row || row->step != mark->step || !is_free(row, from, to))
        row = add_row(c, mark->step);
    draw_arrow(row, mark, from, to, right);
}

/* --- The whole --- */

/* The place of LANE in the drawing. */
static size_t column_of(const struct columns *c, const struct choice *choice, size_t lane)
{
    size_t i = 0;
    while (i < c->n && c->lanes[i] != &choice->lanes.v[lane])
        i++;
    return i;
}

/* Lets the lane I live on as MARK says; it stands in ROW, or NULL where nothing is said of it. */
static void live_on(struct columns *c, struct row *row, size_t i, enum life life)
{
    bool waited = c->life[i] == LIFE_WAITS;
    if (life == LIFE_SAME)
        return;
    if (row && life == LIFE_WAITS)
        row->life[i] = "╽";
    else if (row)
        row->life[i] = waited ? "╿" : "│";
    c->life[i] = life;
}

static void put_mark(struct columns *c, const struct choice *choice, const struct mark *mark)
{
    if (mark->lane == LANE_NONE) {
        put_apart(c, mark->text);
        return;
    }
    size_t i = column_of(c, choice, mark->lane);
    if (mark->kind == MARK_TEXT)
        live_on(c, mark->text ? put_words(c, mark->step, i, mark->text) : NULL, i, mark->life);
    else
        put_arrow(c, mark, i, column_of(c, choice, mark->to));
}

/* Puts a row of what the lanes are called, or with ADDRESS of their addresses. */
static void put_heads(struct columns *c, bool address)
{
    struct row *row = add_row(c, 0);
    for (size_t i = 0; i < c->n; i++) {
        const char *head = address ? c->lanes[i]->address : c->lanes[i]->name;
        size_t width = head ? text_columns(head) : 0;
        size_t x = c->facing && i == 0 ? c->x[i] + 1 - width : c->x[i];
        row->life[i] = " ";
        if (x > 0 && !is_free(row, x - 1, x + width))
            c->full = true;
        else if (head)
            put(row, x, head);
    }
}

static bool has_addresses(const struct columns *c)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->lanes[i]->address)
            return true;
    return false;
}

/* The first arrow among MARKS; NULL where there is none. */
static const struct mark *first_arrow(const struct marks *marks)
{
    vec_each (mark, marks)
        if (mark->kind != MARK_TEXT)
            return mark;
    return NULL;
}

/* Finds the lanes of CHOICE; false where there are too many, or too few. */
static bool find_lanes(struct columns *c, const struct choice *choice)
{
    vec_each (lane, &choice->lanes) {
        if (lane->chosen && c->n == MOST_LANES)
            return false;
        if (lane->chosen)
            c->lanes[c->n++] = lane;
    }
    return c->n > 1;
}

/* Lets two lanes with arrows between them face each other, who sends first at the left. */
static bool face(struct columns *c, const struct choice *choice, const struct marks *marks)
{
    const struct mark *arrow = first_arrow(marks);
    const struct lane *first = c->lanes[0];
    if (c->n != 2 || !arrow)
        return false;
    if (column_of(c, choice, arrow->lane) == 1) {
        c->lanes[0] = c->lanes[1];
        c->lanes[1] = first;
    }
    return true;
}

/* Those whose beginning is told of have none before it. */
static void find_lives(struct columns *c, const struct choice *choice)
{
    for (size_t i = 0; i < c->n; i++)
        c->life[i] = LIFE_RUNS;
    vec_each (event, &choice->trace->events)
        for (size_t i = 0; i < c->n; i++)
            if (event->kind == TRACE_START && same_name(event->by, c->lanes[i]->name))
                c->life[i] = LIFE_NONE;
}

/* Says where the lifelines are. */
static void find_places(struct columns *c, const struct marks *marks)
{
    enum { SPREAD = 50, MOST_APART = 32 };
    size_t label = 0, apart = SPREAD / (c->n - 1);
    vec_each (mark, marks)
        if (mark->kind != MARK_TEXT && text_columns(mark->text) + 8 > label)
            label = text_columns(mark->text) + 8;
    if (c->facing)
        apart = label < NARROW ? NARROW : label > WIDE ? WIDE : label;
    else if (apart > MOST_APART)
        apart = MOST_APART;
    for (size_t i = 0; i < c->n; i++)
        c->x[i] = (c->facing ? OUTSIDE : 0) + i * apart;
}

/* Appends the lines of C, without what all have blank at their left; false where they are too
 * wide. */
static bool print(struct buf *out, struct columns *c)
{
    size_t indent = CELLS, width = 0;
    vec_each (row, &c->rows) {
        for (size_t i = 0; i < c->n; i++)
            if (is_free(row, c->x[i], c->x[i] + 1) && strcmp(row->life[i], " ") != 0)
                put(row, c->x[i], row->life[i]);
        for (size_t x = 0; x < CELLS; x++)
            if (!is_free(row, x, x + 1)) {
                indent = x < indent ? x : indent;
                width = x + 1 > width ? x + 1 : width;
            }
    }
    if (c->full || width - indent > MOST_WIDTH)
        return false;
    vec_each (row, &c->rows) {
        size_t end = width;
        while (end > indent && is_free(row, end - 1, end))
            end--;
        for (size_t x = indent; x < end; x++)
            buf_adds(out, row->cells[x]);
        buf_addc(out, '\n');
    }
    return true;
}

/* Draws all of it in one way. */
static bool draw(struct buf *out, struct columns *c, const struct choice *choice,
                 const struct marks *marks)
{
    find_lives(c, choice);
    find_places(c, marks);
    put_heads(c, false);
    if (has_addresses(c))
        put_heads(c, true);
    vec_each (mark, marks)
        put_mark(c, choice, mark);
    bool ok = print(out, c);
    vec_release(&c->rows);
    c->full = false;
    return ok;
}

bool columns_show(struct buf *out, const struct choice *choice, const struct marks *marks)
{
    enum { JOINED_MOST = 48, JOINED_LEAST = 20 };
    struct columns columns = { 0 };
    if (!find_lanes(&columns, choice))
        return false;
    columns.facing = face(&columns, choice, marks);
    size_t joined = JOINED_MOST;
    for (; columns.facing && joined >= JOINED_LEAST; joined -= 4) {
        columns.joined = joined;
        if (draw(out, &columns, choice, marks))
            return true;
    }
    columns.facing = false;
    columns.joined = JOINED_MOST;
    return draw(out, &columns, choice, marks);
}
