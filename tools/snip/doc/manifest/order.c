#include "doc/manifest/order.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

static const size_t NONE = (size_t)-1;

/*
 * Finds the shortest way from START along `after` back to START, breadth first. FROM[i] becomes the
 * process before i on its way, NONE where i was not reached. Returns false where there is none.
 */
static bool find_circle(const struct process_specs *specs, size_t start, size_t *from)
{
    struct indexes queue = { 0 };
    for (size_t i = 0; i < specs->n; i++)
        from[i] = NONE;
    vec_push(&queue, start);
    for (size_t i = 0; i < queue.n && from[start] == NONE; i++) {
        size_t at = queue.v[i];
        vec_each (next, &specs->v[at].after) {
            if (from[*next] != NONE)
                continue;
            from[*next] = at;
            vec_push(&queue, *next);
        }
    }
    vec_release(&queue);
    return from[start] != NONE;
}

/* The processes of the circle through START in the order in which they wait. */
static void list_circle(const size_t *from, size_t start, struct indexes *circle)
{
    struct indexes back = { 0 };
    for (size_t at = from[start]; at != start; at = from[at])
        vec_push(&back, at);
    vec_push(circle, start);
    while (back.n)
        vec_push(circle, back.v[--back.n]);
    vec_release(&back);
}

static void report_circle(const struct reading *r, const struct process_specs *specs,
                          const struct indexes *circle)
{
    struct buf text = BUF_INIT;
    size_t first = circle->v[0];
    for (size_t i = 1; i <= circle->n; i++) {
        AUTO_FREE char *name = field_quote(specs->v[circle->v[i % circle->n]].name);
        buf_printf(&text, "%s waits for %s", i > 1 ? ", which" : "", name);
    }
    AUTO_FREE char *name = field_quote(specs->v[first].name);
    err_hint(field_wrong_at(r, specs->v[first].after_line, "%s%s", name, buf_str(&text)),
             "none of them could ever start: take one `after` out");
    buf_release(&text);
}

/* Two circles that share a process are one to mend, so each process is in one report at most. */
static void check_circles(const struct reading *r, const struct process_specs *specs)
{
    size_t *from = mem_resize(NULL, specs->n, sizeof(*from));
    bool *said = mem_alloc(specs->n * sizeof(*said));
    for (size_t i = 0; i < specs->n; i++) {
        struct indexes circle = { 0 };
        bool fresh = !said[i] && find_circle(specs, i, from);
        if (fresh)
            list_circle(from, i, &circle);
        vec_each (member, &circle)
            fresh = fresh && !said[*member];
        if (fresh)
            report_circle(r, specs, &circle);
        vec_each (member, &circle)
            said[*member] = true;
        vec_release(&circle);
    }
    free(said);
    free(from);
}

static void check_waiting(const struct reading *r, const struct process_specs *specs,
                          const struct process_spec *spec)
{
    vec_each (index, &spec->after) {
        const struct process_spec *other = &specs->v[*index];
        if (!other->stop || other->ready)
            continue;
        AUTO_FREE char *waiting = field_quote(spec->name);
        AUTO_FREE char *stopped = field_quote(other->name);
        struct err *err = field_wrong_at(
            r, spec->after_line,
            "%s would wait for the end of %s, which is stopped when all others have ended", waiting,
            stopped);
        err_hint(err, "say when it can go on: give %s a `ready: listen`", stopped);
    }
}

static void check_stops(const struct reading *r, const struct process_specs *specs, int run_line)
{
    vec_each (spec, specs)
        if (!spec->stop || spec->ready)
            return;
    struct err *err = field_wrong_at(
        r, run_line, "each process has a `stop` and none is `ready`, so they are stopped at once");
    err_hint(err, "take the `stop` from one that ends by itself, or give one a `ready: listen`");
}

void order_check(const struct reading *r, const struct process_specs *specs, int run_line)
{
    check_circles(r, specs);
    vec_each (spec, specs)
        check_waiting(r, specs, spec);
    check_stops(r, specs, run_line);
}
