#include "engine/record/mask.h"

#include <ctype.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/settings/pattern.h"

enum {
    KINDS = MASK_PATTERN,
    MIN_ADDRESS = 6,
    MAX_ADDRESS = 16,
    UNIX_DIGITS = 10,
    TOGETHER = 4,            /* all patterns of a run may take what four may */
    MAX_GROWTH = 16 << 20,   /* bytes by which the masks may lengthen the outputs of a run */
    MAX_SUGGESTED = 1 << 20, /* bytes of two runs for which masks are tried */
};

VEC_TYPE(spans, struct span);

/* An output being masked, and what of it masks have put in so far, in order. */
struct masked {
    struct buf *text;
    struct spans done;
};

/* A value that was seen, and its number in the order of appearance. */
struct seen {
    char *value;
    size_t number;
};

/* One mask at work on all outputs. */
struct work {
    const struct mask_spec *mask;
    struct mask_range range;       /* of port, pid and inode … */
    struct box_ports only;         /* … of which only these, if any */
    struct pattern_search *search; /* of time and a pattern */
    size_t *growth;                /* by how many bytes the outputs may still become longer */
    void *seen;                    /* a tree of struct seen, by value (tsearch(3)) */
    size_t count;                  /* of it */
};

#define WORD "[A-Za-z0-9_]"
#define HEX  "(?<![A-Za-z0-9])[0-9A-Fa-f]"

/*
 * The parts of a time, as groups that the expression below calls (pcre2pattern(3), "Groups as
 * subroutines"). A zone has its number, or a name that is no other word of a network. In Korean
 * an hour alone might be a direction. Seconds may be several numbers of one unit, as ping(8) has
 * them.
 */
static const char time_parts[] =
    "(?(DEFINE)"
    "(?<number>(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]++)(?:\\.[0-9]++)?(?:[eE][-+]?[0-9]++)?)"
    "(?<hm>(?:[01]?[0-9]|2[0-3]):[0-5][0-9])"
    "(?<clock>(?&hm):(?:[0-5][0-9]|60)(?:[.,][0-9]++)?)"
    "(?<name>UTC|GMT|KST|JST|CES?T|BST|IST|MSK|[ECMP][SD]T|AE[SD]T|SGT|HKT)"
    "(?<zone>(?: ?[AP]M)?(?:Z| ?[+-][0-9]{2}:?[0-9]{2}(?: \\([A-Z]{3,4}\\))?| (?&name))?)"
    "(?<time>(?:(?&clock)|(?&hm))(?&zone))"
    "(?<year>(?:19|20)[0-9]{2})"
    "(?<mm>0[1-9]|1[0-2])"
    "(?<dd>0[1-9]|[12][0-9]|3[01])"
    "(?<d>[12][0-9]|3[01]|0?[1-9])"
    "(?<day>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:(?:s|nes|rs|ur)?day)?)"
    "(?<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    "|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
    "(?<md>(?:(?&day),? )?(?&month) {1,2}(?&d)(?:st|nd|rd|th)?)"
    "(?<noon>(?:오전|오후) ?)"
    "(?<hour>[0-9]{1,2}시(?!간))"
    "(?<rest> ?[0-9]{1,2}분(?: ?[0-9]{1,2}(?:\\.[0-9]++)?초(?!과|기))?)"
    "(?<ktime>(?&noon)?(?:(?&hour)(?&rest)?|(?&time)))"
    "(?<kday>월|화|수|목|금|토|일)"
    "(?<kdate>(?:[0-9]{2,4}년 ?)?[0-9]{1,2}월 ?[0-9]{1,2}일"
    "(?: ?(?:\\((?&kday)(?:요일)?\\)|(?&kday)요일))?)"
    "(?<seconds>(?&number)(?:/(?&number)){0,7}+ ?"
    "(?:(?:milli|micro|nano)?seconds?|[num]?secs?|[num]?s|[\xC2\xB5\xCE\xBC]s"
    "|(?:나노|마이크로|밀리)?초(?!과|기)))"
    "(?<longer>(?&number) ?(?:days?|hours?|hrs?|minutes?|mins?))"
    ")";

/*
 * What a mask `time` takes; of two that begin at one place the longer stands first. Clock times are
 * told from MAC and IPv6 addresses by what stands before and behind: no group of hexadecimal digits
 * and a colon. Hours and minutes alone are a time only beside something that says so.
 */
static const char time_forms[] =
    "(?<!" WORD ")(?<![0-9]\\.)(?:"
    "(?&md),? (?:(?&year),? )?(?:at )?(?&clock)(?&zone)(?: (?&year))?"
    "|(?&md)(?:,? {1,2}(?&year)(?: (?:at )?(?&time))?| (?&time))"
    "|(?:(?&day), )?(?&d)[ -](?&month)[ -](?:(?&year)|[0-9]{2}(?= (?&clock)))(?: (?&time))?"
    "|(?&month),? (?&year)"
    "|(?&d)/(?&month)/(?&year)(?::(?&clock)(?: [+-][0-9]{4})?)?"
    "|[0-9]{4}-(?&mm)-(?&dd)(?:[T ](?&time))?"
    "|(?&year)(?&mm)(?&dd)T[0-9]{6}(?:Z|[+-][0-9]{4})?"
    "|(?&year)/(?&mm)/(?&dd)(?: (?&time))?"
    "|(?&d)/(?&d)/(?:(?&year)(?:,? (?&time))?|[0-9]{2},? (?&clock)(?&zone))"
    "|(?&dd)\\.(?&mm)\\.(?&year)(?:,? (?&time))?"
    "|(?&year)\\.(?:(?&mm)\\.(?&dd)| (?&d)\\. (?&d)\\.)(?: (?&ktime))?"
    "|(?&kdate)(?:,? (?&ktime))?"
    "|(?&noon)(?:(?&hour)(?&rest)?|(?&time))|(?&hour)(?&rest)"
    "|[0-9]++ days?, (?&clock)"
    "|(?=[0-9]{1,3}:)(?<!::)(?<!" HEX ":|" HEX "{2}:|" HEX "{3}:|" HEX "{4}:)(?:(?&clock)(?&zone)"
    "|(?&hm)(?: ?[AP]M|Z|[+-][0-9]{2}:[0-9]{2}| (?&name))|[0-9]{1,3}:[0-5][0-9]\\.[0-9]{1,3})"
    "|[0-9]++d ?[0-9]++h(?: ?[0-9]++m)?(?: ?[0-9.]++s)?|[0-9]++h ?[0-9]++m(?: ?[0-9.]++s)?"
    "|[0-9]++m ?[0-9]++(?:\\.[0-9]++)?s"
    "|(?:[0-9]++일 ?)?[0-9]++시간(?: ?[0-9]++분)?(?: ?[0-9.]++초(?!과|기))?"
    "|[0-9]++분 ?[0-9.]++초(?!과|기)|[0-9]++ ?분(?= ?(?:간|동안|전|후|쯤|만에|마다))"
    "|(?&longer)(?:,? (?:and )?(?:(?&longer)|(?&seconds)))*|(?&seconds)"
    "|P(?:[0-9]++D)?T(?=[0-9])(?:[0-9]++H)?(?:[0-9]++M)?(?:[0-9.]++S)?"
    "|1[0-9]{9}(?:[0-9]{3})?(?:\\.[0-9]++)?"
    "|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?&kday)요일"
    ")(?!" WORD ")(?!\\.[0-9])(?!:[0-9A-Fa-f:])";

/* The pattern of the mask `time`. */
static struct pattern *time_pattern(void)
{
    AUTO_FREE char *regex = mem_printf("%s%s", time_parts, time_forms);
    return pattern_constant(regex);
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Tells whether four groups of digits with dots between them, and a dot, stand before AT. */
static bool is_behind_address(const char *s, size_t at)
{
    for (int group = 0; group < 4; group++) {
        size_t digits = 0;
        if (at == 0 || s[at - 1] != '.')
            return false;
        for (at--; at > 0 && is_digit(s[at - 1]) && digits < 4; at--)
            digits++;
        if (digits == 0 || digits > 3)
            return false;
    }
    return at == 0 || (!is_word(s[at - 1]) && s[at - 1] != '.');
}

/* Tells whether the digits from FROM to before TO stand alone in TEXT. */
static bool stands_alone(struct slice text, size_t from, size_t to)
{
    const char *s = text.s;
    if ((from > 0 && is_word(s[from - 1])) || (to < text.len && is_word(s[to])))
        return false;
    if (to + 1 < text.len && s[to] == '.' && is_digit(s[to + 1]))
        return false;
    bool fraction = from > 1 && s[from - 1] == '.' && is_digit(s[from - 2]);
    return !fraction || is_behind_address(s, from);
}

/* In what follows TEXT is a whole output: no NUL is in it, and one behind it. */

static bool is_taken(const struct work *work, unsigned long long number)
{
    bool among = !work->only.n;
    for (uint32_t i = 0; i < work->only.n; i++)
        among |= work->only.v[i] == number;
    return among && number >= work->range.low && number <= work->range.high;
}

static enum pattern_result find_number(const struct work *work, struct slice text, size_t from,
                                       struct pattern_match *match)
{
    static const char digits[] = "0123456789";
    for (size_t at = from; at += strcspn(text.s + at, digits), at < text.len;) {
        size_t end = at + strspn(text.s + at, digits);
        /* What is too large for it is larger than any pid, port or inode. */
        unsigned long long number = strtoull(text.s + at, NULL, 10);
        if (stands_alone(text, at, end) && is_taken(work, number)) {
            *match = (struct pattern_match){ { at, end }, end };
            return PATTERN_FOUND;
        }
        at = end;
    }
    return PATTERN_NONE;
}

static enum pattern_result find_address(struct slice text, size_t from, struct pattern_match *match)
{
    for (size_t at = from; at + 2 < text.len; at++) {
        if (text.s[at] != '0' || text.s[at + 1] != 'x' || (at > 0 && is_word(text.s[at - 1])))
            continue;
        size_t end = at + 2;
        while (end < text.len && isxdigit((unsigned char)text.s[end]))
            end++;
        size_t digits = end - at - 2;
        bool alone = end == text.len || !is_word(text.s[end]);
        if (alone && digits >= MIN_ADDRESS && digits <= MAX_ADDRESS) {
            *match = (struct pattern_match){ { at, end }, end };
            return PATTERN_FOUND;
        }
    }
    return PATTERN_NONE;
}

/* Finds the next value at or behind FROM, whatever its kind as pattern_find() does. */
static enum pattern_result find_value(struct work *work, struct slice text, size_t from,
                                      struct pattern_match *match)
{
    if (work->mask->kind == MASK_ADDRESS)
        return find_address(text, from, match);
    return work->search ? pattern_find(work->search, text, from, match)
                        : find_number(work, text, from, match);
}

static int by_value(const void *a, const void *b)
{
    return strcmp(((const struct seen *)a)->value, ((const struct seen *)b)->value);
}

static void free_seen(void *seen)
{
    free(((struct seen *)seen)->value);
    free(seen);
}

/* What tells one value from others: numbers that are written otherwise are the same. */
static char *value_key(enum mask_kind kind, const char *s, size_t len)
{
    size_t start = kind == MASK_ADDRESS ? 2 : 0;
    if (kind == MASK_PATTERN)
        return mem_strndup(s, len);
    while (start < len && s[start] == '0')
        start++;
    char *key = mem_strndup(s + start, len - start);
    for (char *at = key; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return key;
}

/* The number of the value of LEN bytes at S, in the order of appearance from 1. */
static size_t value_number(struct work *work, const char *s, size_t len)
{
    struct seen *seen = mem_alloc(sizeof(*seen));
    seen->value = value_key(work->mask->kind, s, len);
    struct seen **node = tsearch(seen, &work->seen, by_value);
    if (!node)
        mem_missing();
    if (*node == seen)
        seen->number = ++work->count;
    else
        free_seen(seen);
    return (*node)->number;
}

static void add_name(struct work *work, struct buf *out, const char *s, size_t len)
{
    bool alike = work->mask->kind == MASK_TIME || work->mask->alike;
    size_t number = alike ? 1 : value_number(work, s, len);
    if (number == 1)
        buf_printf(out, "<%s>", work->mask->name);
    else
        buf_printf(out, "<%s%zu>", work->mask->name, number);
}

/* Of two spans that share a byte neither is first. */
static int by_place(const void *a, const void *b)
{
    const struct span *x = a, *y = b;
    return (x->from >= y->to) - (y->from >= x->to);
}

/* Tells whether SPAN shares a byte with one of DONE. */
static bool touches(const struct spans *done, struct span span)
{
    return done->n && bsearch(&span, done->v, done->n, sizeof(span), by_place);
}

/* Finds what WORK replaces in MASKED. Returns false where that takes too long. */
static bool find_values(struct work *work, const struct masked *masked, struct spans *values)
{
    struct slice text = buf_slice(masked->text);
    struct pattern_match match = { { 0, 0 }, 0 };
    enum pattern_result found = PATTERN_NONE;
    size_t end = 0; /* of the last value: a group in a look-behind could be before it */
    for (size_t at = 0; at <= text.len; at = match.next) {
        found = find_value(work, text, at, &match);
        if (found != PATTERN_FOUND)
            break;
        struct span value = match.value;
        if (value.from < end || value.from >= value.to || touches(&masked->done, value))
            continue;
        vec_push(values, value);
        end = value.to;
    }
    return found != PATTERN_TOO_LONG;
}

/*
 * Puts names into the place of VALUES, and counts them among what is done. Returns false where the
 * text becomes too long; it is then cut short.
 */
static bool replace(struct work *work, struct masked *masked, const struct spans *values)
{
    struct buf out = BUF_INIT;
    struct spans done = { 0 };
    const char *s = buf_str(masked->text);
    size_t at = 0, old = 0, most = masked->text->len + *work->growth;
    for (size_t i = 0; i <= values->n && out.len <= most; i++) {
        size_t from = i < values->n ? values->v[i].from : masked->text->len;
        for (; old < masked->done.n && masked->done.v[old].from < from; old++) {
            struct span span = masked->done.v[old];
            size_t moved = out.len + span.from - at;
            vec_push(&done, ((struct span){ moved, moved + span.to - span.from }));
        }
        buf_add(&out, s + at, from - at);
        if (i == values->n)
            break;
        size_t start = out.len;
        add_name(work, &out, s + from, values->v[i].to - from);
        vec_push(&done, ((struct span){ start, out.len }));
        at = values->v[i].to;
    }
    bool fits = out.len <= most;
    *work->growth = fits ? most - out.len : 0;
    vec_release(&masked->done);
    masked->done = done;
    buf_release(masked->text);
    *masked->text = out;
    return fits;
}

/* What came of a mask. */
enum masking { DONE, TAKES_TOO_LONG, BECOMES_TOO_LONG };

static bool judge(const struct mask_spec *mask, enum masking outcome, const char *path,
                  struct err *err)
{
    if (outcome == DONE)
        return true;
    if (outcome == BECOMES_TOO_LONG) {
        err_at(err, ERR_INPUT, path, mask->line,
               "the mask `%s` makes what was printed over %d MiB longer", mask->name,
               MAX_GROWTH >> 20);
        return err_hint(err, "let it take fewer values");
    }
    err_at(err, ERR_INPUT, path, mask->line, "the mask `%s` takes too long on what was printed",
           mask->name);
    return err_hint(err, "let its `match` begin with what stands before the value; no repetition "
                         "inside a repetition, as (a+)+; as few `.*` as possible");
}

static struct mask_range range_of(const struct mask_facts *facts, enum mask_kind kind)
{
    switch (kind) {
    case MASK_PORT:
        return facts->port;
    case MASK_PID:
        return facts->pid;
    case MASK_INODE:
        return facts->inode;
    default:
        return (struct mask_range){ 1, 0 };
    }
}

/* What the masks of a run may still take together. */
struct budget {
    size_t each;   /* steps of one pattern */
    size_t steps;  /* of all */
    size_t growth; /* bytes */
};

/* Applies MASK to the N outputs. *MATCHED is set where it replaces anything. */
static enum masking apply(const struct mask_spec *mask, const struct mask_facts *facts,
                          struct masked *all, size_t n, struct budget *budget, bool *matched)
{
    struct pattern *own = mask->kind == MASK_TIME ? time_pattern() : NULL;
    const struct pattern *pattern = own ? own : mask->pattern;
    size_t steps = budget->each < budget->steps ? budget->each : budget->steps;
    struct work work = {
        .mask = mask,
        .range = range_of(facts, mask->kind),
        .only = mask->kind == MASK_PORT ? facts->given : (struct box_ports){ 0 },
        .search = pattern ? pattern_search_new(pattern, steps) : NULL,
        .growth = &budget->growth,
    };
    enum masking outcome = DONE;
    for (size_t i = 0; i < n && outcome == DONE; i++) {
        struct spans values = { 0 };
        if (!find_values(&work, &all[i], &values))
            outcome = TAKES_TOO_LONG;
        else if (values.n && !replace(&work, &all[i], &values))
            outcome = BECOMES_TOO_LONG;
        *matched = *matched || values.n;
        vec_release(&values);
    }
    tdestroy(work.seen, free_seen);
    if (work.search)
        budget->steps -= steps - pattern_search_end(work.search);
    pattern_free(own);
    return outcome;
}

bool mask_apply(const struct mask_specs *masks, const char *path, const struct mask_facts *facts,
                struct buf *texts, size_t n, bool *matched, struct err *err)
{
    struct masked *all = mem_alloc((n + 1) * sizeof(*all));
    size_t len = 0;
    bool ok = true;
    for (size_t i = 0; i < n; i++) {
        all[i].text = &texts[i];
        len += texts[i].len;
    }
    size_t each = pattern_steps(len);
    struct budget budget = { each, TOGETHER * each, MAX_GROWTH };
    for (size_t i = 0; i < masks->n && ok; i++) {
        bool any = false;
        ok = judge(&masks->v[i], apply(&masks->v[i], facts, all, n, &budget, &any), path, err);
        if (matched)
            matched[i] = any;
    }
    for (size_t i = 0; i < n; i++)
        vec_release(&all[i].done);
    free(all);
    return ok;
}

/* Tells a clock from a date alone and from a duration, which ends in its unit. */
static bool is_reading(const char *s, size_t len)
{
    size_t digits = 0;
    while (digits < len && is_digit(s[digits]))
        digits++;
    return memchr(s, ':', len) || (digits >= UNIX_DIGITS && is_digit(s[len - 1]));
}

bool mask_sees_clock(struct slice text)
{
    struct pattern *pattern = time_pattern();
    struct pattern_search *search = pattern_search_new(pattern, SIZE_MAX);
    struct pattern_match match;
    bool seen = false;
    for (size_t at = 0; !seen && pattern_find(search, text, at, &match) == PATTERN_FOUND;
         at = match.next)
        seen = is_reading(text.s + match.value.from, match.value.to - match.value.from);
    pattern_search_end(search);
    pattern_free(pattern);
    return seen;
}

/* Copies of the outputs of RUN, as many as it has processes. Owned by the caller. */
static struct buf *copy_outputs(const struct outcome *run)
{
    struct buf *copies = mem_alloc((run->processes->n + 1) * sizeof(*copies));
    for (size_t i = 0; i < run->processes->n; i++)
        buf_adds(&copies[i], run->processes->v[i].output);
    return copies;
}

/* How many lines of A and B differ, place by place. */
static size_t lines_differing(const struct buf *a, const struct buf *b)
{
    struct slice x = buf_slice(a), y = buf_slice(b), line, other;
    size_t count = 0;
    for (bool more = true; more;) {
        bool one = text_line(&x, &line), two = text_line(&y, &other);
        more = one || two;
        count += one != two ||
                 (one && (line.len != other.len || memcmp(line.s, other.s, line.len) != 0));
    }
    return count;
}

/* How many lines of the two RUNS differ by the masks whose kinds are the bits of SET. */
static size_t differences(const struct outcome runs[2], unsigned set)
{
    struct mask_specs masks = { 0 };
    struct buf *outputs[2];
    struct err err = { 0 };
    size_t n = runs[0].processes->n, count = 0;
    bool ok = true;
    for (unsigned kind = 0; kind < KINDS; kind++) {
        if (!(set & 1U << kind))
            continue;
        struct mask_spec *mask = vec_add(&masks);
        mask->kind = (enum mask_kind)kind;
        mask->name = mem_strdup(mask_kind_name(mask->kind));
    }
    for (int i = 0; i < 2; i++) {
        outputs[i] = copy_outputs(&runs[i]);
        ok = ok && mask_apply(&masks, NULL, runs[i].facts, outputs[i], n, NULL, &err);
    }
    for (size_t i = 0; i < n; i++) {
        if (!buf_equal(&outputs[0][i], &outputs[1][i]))
            count += lines_differing(&outputs[0][i], &outputs[1][i]);
        buf_release(&outputs[0][i]);
        buf_release(&outputs[1][i]);
    }
    free(outputs[0]);
    free(outputs[1]);
    err_release(&err);
    mask_specs_release(&masks);
    return ok ? count : SIZE_MAX;
}

static char *set_names(unsigned set)
{
    struct buf out = BUF_INIT;
    for (unsigned kind = 0; kind < KINDS; kind++)
        if (set & 1U << kind)
            buf_printf(&out, "%s%s", out.len ? ", " : "", mask_kind_name((enum mask_kind)kind));
    return buf_steal(&out);
}

char *mask_suggest(const struct mask_specs *masks, const struct outcome runs[2], size_t *left)
{
    size_t len = 0, least;
    unsigned used = 0, best = 0;
    for (int i = 0; i < 2; i++)
        vec_each (process, runs[i].processes)
            len += strlen(process->output);
    if (len > MAX_SUGGESTED || (least = differences(runs, 0)) == 0)
        return NULL;
    vec_each (mask, masks)
        if (mask->kind != MASK_PATTERN)
            used |= 1U << mask->kind;
    for (int size = 1; size <= KINDS && least; size++)
        for (unsigned set = 1; set < 1U << KINDS && least; set++) {
            if (__builtin_popcount(set) != size || (set & used))
                continue;
            size_t count = differences(runs, set);
            best = count < least ? set : best;
            least = count < least ? count : least;
        }
    if (left)
        *left = least;
    return best && (left || least == 0) ? set_names(best) : NULL;
}

char *mask_look(const struct mask_specs *masks, const struct mask_facts *facts,
                const struct buf *texts, size_t n)
{
    struct buf *copies = mem_alloc((n + 1) * sizeof(*copies));
    unsigned used = 1U << MASK_INODE, found = 0;
    struct err err = { 0 };
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        buf_add(&copies[i], buf_str(&texts[i]), texts[i].len);
        len += texts[i].len;
    }
    bool ok = len <= MAX_SUGGESTED && mask_apply(masks, NULL, facts, copies, n, NULL, &err);
    vec_each (mask, masks)
        if (mask->kind != MASK_PATTERN)
            used |= 1U << mask->kind;
    for (unsigned kind = 0; kind < KINDS && ok; kind++) {
        struct mask_spec spec = { .kind = (enum mask_kind)kind, .name = (char[]){ "x" } };
        const struct mask_specs one = { .v = &spec, .n = 1 };
        bool matched = false;
        if (used & 1U << kind)
            continue;
        ok = mask_apply(&one, NULL, facts, copies, n, &matched, &err);
        found |= matched ? 1U << kind : 0;
    }
    for (size_t i = 0; i < n; i++)
        buf_release(&copies[i]);
    free(copies);
    err_release(&err);
    return found ? set_names(found) : NULL;
}
