/*
 * Lines that both texts begin and end with are set aside first; what is left is compared by Myers'
 * greedy algorithm, which keeps one row of furthest points a step. Texts that differ in more than
 * MAX_STEPS lines are shown as replaced whole: nobody reads such a diff, and it would cost memory
 * squared.
 */
#include "base/diff.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"

enum { MAX_STEPS = 2000 };

VEC_TYPE(lines, struct slice);

/* One line of the script: ' ' kept, '-' only in old, '+' only in new. */
struct edit {
    char op;
    size_t a, b;
};

VEC_TYPE(edits, struct edit);

static void split(struct slice text, struct lines *out)
{
    struct slice line;
    while (text_line(&text, &line)) {
        /* The newline belongs to the line: its absence at the end is a difference. */
        line.len += line.s + line.len < text.s && line.s[line.len] == '\n';
        vec_push(out, line);
    }
}

static bool same(const struct slice *x, const struct slice *y)
{
    return x->len == y->len && memcmp(x->s, y->s, x->len) == 0;
}

/* Steps from (0,0) to (n,m); rows[d] holds the furthest x on each diagonal after d edits. */
static int search(const struct slice *a, int n, const struct slice *b, int m, int **rows, int limit)
{
    for (int d = 0; d <= limit; d++) {
        int *row = rows[d] = mem_resize(NULL, 2 * (size_t)d + 1, sizeof(int));
        const int *last = d ? rows[d - 1] + (d - 1) : NULL;
        for (int k = -d; k <= d; k += 2) {
            int x = 0;
            if (last)
                x = k == -d || (k != d && last[k - 1] < last[k + 1]) ? last[k + 1]
                                                                     : last[k - 1] + 1;
            int y = x - k;
            while (x < n && y < m && x >= 0 && y >= 0 && same(&a[x], &b[y]))
                x++, y++;
            row[d + k] = x;
            if (x >= n && y >= m)
                return d;
        }
    }
    return -1;
}

static void backtrack(int **rows, int d, int n, int m, struct edits *out)
{
    int x = n, y = m;
    for (; d > 0; d--) {
        const int *last = rows[d - 1] + (d - 1);
        int k = x - y;
        bool down = k == -d || (k != d && last[k - 1] < last[k + 1]);
        int px = down ? last[k + 1] : last[k - 1], py = px - (down ? k + 1 : k - 1);
        for (int after = down ? px : px + 1; x > after;) {
            x--, y--;
            vec_push(out, ((struct edit){ ' ', (size_t)x, (size_t)y }));
        }
        vec_push(out, ((struct edit){ down ? '+' : '-', (size_t)px, (size_t)py }));
        x = px;
        y = py;
    }
    while (x > 0) {
        x--, y--;
        vec_push(out, ((struct edit){ ' ', (size_t)x, (size_t)y }));
    }
}

/* Appends the script that turns the N lines at A into the M at B, offsets counted from BASE. */
static void compare(const struct slice *a, int n, const struct slice *b, int m, size_t base,
                    struct edits *out)
{
    int limit = n + m < MAX_STEPS ? n + m : MAX_STEPS;
    int **rows = mem_alloc((size_t)(limit + 1) * sizeof(*rows));
    int d = search(a, n, b, m, rows, limit);
    struct edits back = { 0 };
    if (d >= 0)
        backtrack(rows, d, n, m, &back);
    for (int i = 0; i <= limit; i++)
        free(rows[i]);
    free(rows);
    for (size_t i = back.n; i-- > 0;)
        vec_push(out, ((struct edit){ back.v[i].op, back.v[i].a + base, back.v[i].b + base }));
    vec_release(&back);
    for (int i = 0; d < 0 && i < n; i++)
        vec_push(out, ((struct edit){ '-', base + (size_t)i, base }));
    for (int i = 0; d < 0 && i < m; i++)
        vec_push(out, ((struct edit){ '+', base + (size_t)n, base + (size_t)i }));
}

static void script(const struct lines *a, const struct lines *b, struct edits *out)
{
    size_t head = 0, tail = 0, least = a->n < b->n ? a->n : b->n;
    while (head < least && same(&a->v[head], &b->v[head]))
        head++;
    while (tail < least - head && same(&a->v[a->n - 1 - tail], &b->v[b->n - 1 - tail]))
        tail++;
    for (size_t i = 0; i < head; i++)
        vec_push(out, ((struct edit){ ' ', i, i }));
    if (head + tail < a->n || head + tail < b->n)
        compare(a->v + head, (int)(a->n - head - tail), b->v + head, (int)(b->n - head - tail),
                head, out);
    for (size_t i = tail; i > 0; i--)
        vec_push(out, ((struct edit){ ' ', a->n - i, b->n - i }));
}

static void print_line(struct buf *out, char op, const struct slice *line)
{
    bool ended = line->len > 0 && line->s[line->len - 1] == '\n';
    buf_addc(out, op);
    text_show(out, line->s, line->len - ended);
    buf_adds(out, ended ? "\n" : "\n\\ No newline at end of file\n");
}

static void print_hunk(struct buf *out, const struct lines *a, const struct lines *b,
                       const struct edit *from, const struct edit *to, int first)
{
    size_t na = 0, nb = 0;
    for (const struct edit *e = from; e < to; e++) {
        na += e->op != '+';
        nb += e->op != '-';
    }
    /* An empty side is named by the line before it, as diff(1) does. */
    buf_printf(out, "@@ -%zu,%zu +%zu,%zu @@\n", from->a + (size_t)first - (na == 0), na,
               from->b + (size_t)first - (nb == 0), nb);
    for (const struct edit *e = from; e < to; e++)
        print_line(out, e->op, e->op == '+' ? &b->v[e->b] : &a->v[e->a]);
}

void diff_unified(struct buf *out, struct slice old, struct slice new, int first_line, int context)
{
    struct lines a = { 0 }, b = { 0 };
    struct edits all = { 0 };
    split(old, &a);
    split(new, &b);
    script(&a, &b, &all);
    size_t around = (size_t)context;
    for (size_t i = 0; i < all.n;) {
        if (all.v[i].op == ' ') {
            i++;
            continue;
        }
        size_t from = i > around ? i - around : 0, to = i, quiet = 0;
        for (; to < all.n && quiet <= 2 * around; to++)
            quiet = all.v[to].op == ' ' ? quiet + 1 : 0;
        to = quiet > around ? to - (quiet - around) : to;
        print_hunk(out, &a, &b, &all.v[from], all.v + to, first_line);
        i = to;
    }
    vec_release(&all);
    vec_release(&a);
    vec_release(&b);
}
