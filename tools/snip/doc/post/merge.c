/*
 * Marks are noted line by line, with the code they stand in. What is left need not be whole: who
 * takes one side and forgets the rest leaves a `=======` with the other side below it, whose fence
 * may swallow the last mark. So each mark is weighed by where it stands. In prose and in a changed
 * block one side's mark is proof; in code of the author it counts only beside another elsewhere.
 */
#include "doc/post/merge.h"

#include <string.h>

enum { MARK_LENGTH = 7, PROSE = -1 };

enum merge_mark { MERGE_NONE, MERGE_OURS, MERGE_THEIRS, MERGE_BASE, MERGE_DIVIDER };

/* A mark of a post. */
struct noted {
    enum merge_mark mark;
    int line;
    int verbatim; /* the index of the code or HTML it stands in, or PROSE */
};

VEC_TYPE(noted_list, struct noted);

static enum merge_mark mark_of(struct slice line)
{
    static const char *const marks[] = { [MERGE_OURS] = "<<<<<<<",
                                         [MERGE_THEIRS] = ">>>>>>>",
                                         [MERGE_BASE] = "|||||||",
                                         [MERGE_DIVIDER] = "=======" };
    if (line.len && line.s[line.len - 1] == '\r')
        line.len--;
    for (enum merge_mark mark = MERGE_OURS; mark <= MERGE_DIVIDER; mark++)
        if (slice_starts(line, marks[mark]) &&
            (line.len == MARK_LENGTH || (mark != MERGE_DIVIDER && line.s[MARK_LENGTH] == ' ')))
            return mark;
    return MERGE_NONE;
}

static bool is_side(enum merge_mark mark)
{
    return mark == MERGE_OURS || mark == MERGE_THEIRS;
}

/* The number of the first line of TEXT with the mark of a side; 0: there is none. */
static int first_side(struct slice text)
{
    struct slice line;
    for (int number = 1; text_line(&text, &line); number++)
        if (is_side(mark_of(line)))
            return number;
    return 0;
}

bool merge_seen(struct slice text)
{
    return first_side(text) > 0;
}

bool merge_divides(struct slice line)
{
    return mark_of(line) == MERGE_DIVIDER;
}

bool merge_check(const char *path, struct slice text, enum err_kind kind, struct err *err)
{
    int line = first_side(text);
    if (line == 0)
        return true;
    err_at(err, kind, path, line, "a merge left both of its sides here");
    return err_hint(err,
                    "keep one of them, and take out the lines of <<<<<<<, ======= and >>>>>>>");
}

/* The index of what of MAP the line NUMBER stands in, from *NEXT on, which moves; or PROSE. */
static int verbatim_of(const struct merge_map *map, size_t *next, int number)
{
    while (*next < map->verbatims.n && map->verbatims.v[*next].last < number)
        ++*next;
    bool inside = *next < map->verbatims.n && map->verbatims.v[*next].first <= number;
    return inside ? (int)*next : PROSE;
}

static bool is_divider(const struct merge_map *map, int number)
{
    vec_each (line, &map->dividers)
        if (*line == number)
            return true;
    return number < map->body_line;
}

/* Notes the marks of TEXT; a `=======` in prose only where it underlines no heading. */
static void note(struct slice text, const struct merge_map *map, struct noted_list *list)
{
    struct slice line;
    size_t next = 0;
    for (int number = 1; text_line(&text, &line); number++) {
        enum merge_mark mark = mark_of(line);
        if (mark == MERGE_NONE)
            continue;
        int verbatim = verbatim_of(map, &next, number);
        if (mark != MERGE_DIVIDER || verbatim != PROSE || is_divider(map, number))
            vec_push(list, ((struct noted){ mark, number, verbatim }));
    }
}

/* Tells whether the marks of LIST from I to END are whole conflicts, one after another. */
static bool are_whole(const struct noted_list *list, size_t i, size_t end)
{
    while (i < end) {
        if (list->v[i++].mark != MERGE_OURS)
            return false;
        i += i < end && list->v[i].mark == MERGE_BASE;
        if (end - i < 2 || list->v[i].mark != MERGE_DIVIDER || list->v[i + 1].mark != MERGE_THEIRS)
            return false;
        i += 2;
    }
    return true;
}

/* Takes out of LIST the marks in code that may well show them. */
static void drop_shown(struct noted_list *list, const struct merge_map *map)
{
    size_t kept = 0;
    for (size_t i = 0, end; i < list->n; i = end) {
        int verbatim = list->v[i].verbatim;
        for (end = i + 1; end < list->n && list->v[end].verbatim == verbatim;)
            end++;
        enum verbatim_state state = verbatim == PROSE ? VERBATIM_CHANGED
                                                      : map->verbatims.v[verbatim].state;
        if (state == VERBATIM_SNIPS || (state == VERBATIM_AUTHORS && are_whole(list, i, end)))
            continue;
        memmove(list->v + kept, list->v + i, (end - i) * sizeof(*list->v));
        kept += end - i;
    }
    list->n = kept;
}

/* Tells whether a merge must have left the marks of LIST. */
static bool are_proof(const struct noted_list *list, const struct merge_map *map)
{
    bool side = false, divider = false;
    vec_each (noted, list) {
        bool code = noted->verbatim != PROSE &&
                    map->verbatims.v[noted->verbatim].state == VERBATIM_AUTHORS;
        if (is_side(noted->mark) && !code)
            return true;
        side = side || is_side(noted->mark);
        divider = divider || (noted->mark == MERGE_DIVIDER && !code);
    }
    return side && divider;
}

void merge_report(const char *path, struct slice text, const struct merge_map *map,
                  struct errs *errs)
{
    struct noted_list list = { 0 };
    note(text, map, &list);
    drop_shown(&list, map);
    size_t n = are_proof(&list, map) ? list.n : 0;
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1;
             end < n && list.v[end].mark != MERGE_OURS && list.v[end - 1].mark != MERGE_THEIRS;)
            end++;
        struct err *e = errs_add(errs, ERR_INPUT, path, list.v[i].line,
                                 end > i + 1
                                     ? "a merge left both of its sides here, down to line %d"
                                     : "a merge left a mark here",
                                 list.v[end - 1].line);
        err_hint(e,
                 "keep one of its sides, whichever it is, and take out the other and the lines of "
                 "<<<<<<<, ======= and >>>>>>>; `snip update` writes the blocks anew");
    }
    vec_release(&list);
}

void merge_map_release(struct merge_map *map)
{
    vec_release(&map->verbatims);
    vec_release(&map->dividers);
}
