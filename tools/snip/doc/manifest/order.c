/*
 * Each process has a beginning, until others need not wait for it any more, and an end. What one of
 * these waits for is a wait; a circle of waits is one that nobody gets out of.
 */
#include "doc/manifest/order.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

static const size_t NONE = (size_t)-1;

/* Which key lets one wait. */
enum wait_kind { WAIT_AFTER, WAIT_STOP, WAIT_STDIN, WAIT_OWN /* an end for its beginning */ };

/* A moment of a process. */
static size_t beginning(size_t process)
{
    return 2 * process;
}

static size_t ending(size_t process)
{
    return 2 * process + 1;
}

/* One moment waits for another. */
struct wait {
    enum wait_kind kind;
    size_t from, to;
    int line;
};

VEC_TYPE(waits, struct wait);

/* All waits of the processes SPECS. */
struct order {
    const struct process_specs *specs;
    struct waits waits;
    size_t n; /* of moments */
};

static void add_waits(struct order *order, enum wait_kind kind, size_t from,
                      const struct awaits *awaits, int line)
{
    vec_each (await, awaits) {
        size_t to = process_awaits_end(order->specs, await) ? ending(await->process)
                                                            : beginning(await->process);
        vec_push(&order->waits, ((struct wait){ kind, from, to, line }));
    }
}

static void order_init(struct order *order, const struct process_specs *specs)
{
    *order = (struct order){ .specs = specs, .n = 2 * specs->n };
    for (size_t i = 0; i < specs->n; i++) {
        const struct process_spec *spec = &specs->v[i];
        add_waits(order, WAIT_AFTER, beginning(i), &spec->after, spec->after_line);
        vec_push(&order->waits, ((struct wait){ WAIT_OWN, ending(i), beginning(i), spec->line }));
        add_waits(order, WAIT_STOP, ending(i), &spec->stop_after, spec->stop_line);
        vec_each (item, &spec->input.items)
            add_waits(order, WAIT_STDIN, ending(i), &item->after, item->line);
    }
}

static void order_release(struct order *order)
{
    vec_release(&order->waits);
}

/* "`alice`", "the `stop` of `alice`": what waits. Owned by the caller. */
static char *waiting_name(const struct order *order, const struct wait *wait)
{
    static const char *const keys[] = {
        [WAIT_STOP] = "the `stop` of ", [WAIT_STDIN] = "the `stdin` of "
    };
    AUTO_FREE char *name = field_quote(order->specs->v[wait->from / 2].name);
    const char *key = wait->kind == WAIT_AFTER ? "" : keys[wait->kind];
    return mem_printf("%s%s", key, name);
}

/*
 * Finds the shortest way along waits from START back to it, breadth first. BY[i] becomes the wait
 * by which moment i was reached, NONE where it was not. Returns false where there is no way.
 */
static bool find_circle(const struct order *order, size_t start, size_t *by)
{
    VEC(size_t) queue = { 0 };
    for (size_t i = 0; i < order->n; i++)
        by[i] = NONE;
    vec_push(&queue, start);
    for (size_t i = 0; i < queue.n && by[start] == NONE; i++) {
        size_t at = queue.v[i];
        for (size_t k = 0; k < order->waits.n; k++) {
            const struct wait *wait = &order->waits.v[k];
            if (wait->from != at || by[wait->to] != NONE)
                continue;
            by[wait->to] = k;
            vec_push(&queue, wait->to);
        }
    }
    vec_release(&queue);
    return by[start] != NONE;
}

/* The waits of the circle through START, in its order, without those of WAIT_OWN. */
static void list_circle(const struct order *order, const size_t *by, size_t start,
                        struct waits *circle)
{
    struct waits back = { 0 };
    size_t at = start;
    do {
        const struct wait *wait = &order->waits.v[by[at]];
        if (wait->kind != WAIT_OWN)
            vec_push(&back, *wait);
        at = wait->from;
    } while (at != start);
    while (back.n)
        vec_push(circle, back.v[--back.n]);
    vec_release(&back);
}

static void report_circle(const struct reading *r, const struct order *order,
                          const struct waits *circle)
{
    static const char *const then[] = { ", which waits for ", ", whose `stop` waits for ",
                                        ", whose `stdin` waits for " };
    struct buf text = BUF_INIT;
    bool starts = true;
    vec_each (wait, circle) {
        AUTO_FREE char *name = field_quote(order->specs->v[wait->to / 2].name);
        buf_printf(&text, "%s%s", wait == circle->v ? " waits for " : then[wait->kind], name);
        starts &= wait->kind == WAIT_AFTER;
    }
    AUTO_FREE char *first = waiting_name(order, circle->v);
    err_hint(field_wrong_at(r, circle->v[0].line, "%s%s", first, buf_str(&text)),
             "none of them could ever %s: take one `after` out", starts ? "start" : "go on");
    buf_release(&text);
}

/* Two circles that share a process are one to mend, so each process is in one report at most. */
static void check_circles(const struct reading *r, const struct order *order)
{
    size_t *by = mem_resize(NULL, order->n, sizeof(*by));
    bool *said = mem_alloc(order->specs->n * sizeof(*said));
    for (size_t i = 0; i < order->n; i++) {
        struct waits circle = { 0 };
        if (!said[i / 2] && find_circle(order, i, by))
            list_circle(order, by, i, &circle);
        bool fresh = circle.n > 0;
        vec_each (wait, &circle)
            fresh = fresh && !said[wait->from / 2];
        if (fresh)
            report_circle(r, order, &circle);
        vec_each (wait, &circle)
            said[wait->from / 2] = true;
        vec_release(&circle);
    }
    free(said);
    free(by);
}

/* Holds that nobody waits for the end of one that is only stopped when all others have ended. */
static void check_waiting(const struct reading *r, const struct order *order)
{
    vec_each (wait, &order->waits) {
        const struct process_spec *other = &order->specs->v[wait->to / 2];
        if (wait->kind == WAIT_OWN || wait->to != ending(wait->to / 2) || !other->stop ||
            other->stop_after.n)
            continue;
        AUTO_FREE char *waiting = waiting_name(order, wait);
        AUTO_FREE char *stopped = field_quote(other->name);
        struct err *err = field_wrong_at(
            r, wait->line,
            "%s would wait for the end of %s, which is stopped when all others have ended", waiting,
            stopped);
        err_hint(err,
                 "say what makes %s `ready`, or when it is to be stopped: stop: { after: alice }",
                 stopped);
    }
}

void order_check(const struct reading *r, const struct process_specs *specs)
{
    AUTO(order_release) struct order order;
    order_init(&order, specs);
    check_circles(r, &order);
    check_waiting(r, &order);
}
