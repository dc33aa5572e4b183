#include "base/sample.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

enum { MAX_LEADS = 24, MAX_UNITS = 32, MAX_LEAD = 256, MAX_GROUPS = 32, MAX_COUNT = 64 };

/* A walk over an expression: what it could have matched so far. */
struct walk {
    const char *at;
    struct buf lead;
    size_t item;               /* where in lead the last item's text begins */
    size_t groups[MAX_GROUPS]; /* lengths of lead at the groups that are open */
    size_t depth;
};

static void add_once(struct strings *list, size_t max, const char *s, size_t len)
{
    AUTO_FREE char *text = mem_strndup(s, len);
    if (list->n < max && !strings_has(list, text))
        strings_add(list, steal(&text));
}

/* The length of the character at S, not at its end. */
static size_t character(const char *s)
{
    uint32_t code;
    size_t n = utf8_decode(s, strlen(s), &code);
    return n ? n : 1;
}

/* A character that the escape `\LETTER` matches; 0 where it matches none by itself. */
static char escape_matches(char letter)
{
    static const char plain[] = "dwsDWSntRhvNXH";
    static const char matches[] = "1a !!a\n\t\n \naa!";
    const char *at = strchr(plain, letter);
    if (at && letter)
        return matches[at - plain];
    return strchr("bBAzZGKQEpPx", letter) ? '\0' : letter;
}

static void add_item(struct walk *w, const char *s, size_t len)
{
    w->item = w->lead.len;
    if (w->lead.len + len <= MAX_LEAD)
        buf_add(&w->lead, s, len);
}

static void walk_escape(struct walk *w)
{
    char matches = w->at[1] ? escape_matches(w->at[1]) : '\0';
    if (matches)
        add_item(w, &matches, 1);
    w->at += w->at[1] ? 2 : 1;
}

/* A class matches its first member, or a character that it does not name where it is negated. */
static void walk_class(struct walk *w)
{
    bool negated = w->at[1] == '^';
    const char *first = w->at + 1 + negated;
    const char *end = *first ? strchr(first + 1, ']') : NULL;
    size_t len = end ? (size_t)(end - first) : strlen(first);
    if (negated) {
        const char *other = "a1~";
        while (other[1] && memchr(first, *other, len))
            other++;
        add_item(w, other, 1);
    } else if (*first == '\\' && len > 1) {
        char matches = escape_matches(first[1]);
        add_item(w, matches ? &matches : "a", 1);
    } else if (len) {
        add_item(w, *first == '[' ? "a" : first, *first == '[' ? 1 : character(first));
    }
    w->at = first + len + (end != NULL);
}

/* Behind the `(` and what says which kind of group it is. */
static void walk_group(struct walk *w)
{
    if (w->depth < MAX_GROUPS)
        w->groups[w->depth] = w->lead.len;
    w->depth++;
    w->at++;
    if (*w->at != '?')
        return;
    w->at += strcspn(w->at, ":>=!')|");
    w->at += *w->at && *w->at != ')';
}

/* A number in braces after an item repeats it. */
static void walk_count(struct walk *w)
{
    char *end;
    unsigned long count = strtoul(w->at + 1, &end, 10);
    AUTO_FREE char *item = mem_strndup(buf_str(&w->lead) + w->item, w->lead.len - w->item);
    for (unsigned long i = 1; i < count && i < MAX_COUNT; i++)
        if (w->lead.len + strlen(item) <= MAX_LEAD)
            buf_adds(&w->lead, item);
    w->at = end + strcspn(end, "}");
    w->at += *w->at == '}';
}

static void walk_alternative(struct walk *w)
{
    size_t start = w->depth && w->depth <= MAX_GROUPS ? w->groups[w->depth - 1] : 0;
    w->lead.len = start < w->lead.len ? start : w->lead.len;
    w->item = w->lead.len;
    w->at++;
}

static void walk_item(struct walk *w)
{
    if (*w->at == '\\') {
        walk_escape(w);
    } else if (*w->at == '[') {
        walk_class(w);
    } else if (*w->at == '(') {
        walk_group(w);
    } else if (*w->at == '|') {
        walk_alternative(w);
    } else if (*w->at == '{' && w->at[1] >= '0' && w->at[1] <= '9') {
        walk_count(w);
    } else if (strchr(")^$*+?", *w->at)) {
        w->depth -= *w->at == ')' && w->depth > 0;
        w->at++;
    } else {
        size_t len = character(w->at);
        add_item(w, *w->at == '.' ? "a" : w->at, len);
        w->at += len;
    }
}

static void find_leads(struct sample *sample, const char *regex)
{
    struct walk w = { .at = regex };
    add_once(&sample->leads, MAX_LEADS, "", 0);
    while (*w.at && sample->leads.n < MAX_LEADS) {
        walk_item(&w);
        add_once(&sample->leads, MAX_LEADS, buf_str(&w.lead), w.lead.len);
    }
    buf_release(&w.lead);
}

static void find_units(struct sample *sample, const char *regex)
{
    static const char *const common[] = { "a", "1", " ", "a1", "a ", "a1 ", "\n", "\xEA\xB0\x80" };
    static const char special[] = "\\^$.[]|()?*+{}";
    for (size_t i = 0; i < COUNT(common); i++)
        add_once(&sample->units, MAX_UNITS, common[i], strlen(common[i]));
    for (const char *s = regex; *s;) {
        size_t run = strcspn(s, special);
        if (run > 0 && run <= MAX_UNITS)
            add_once(&sample->units, MAX_UNITS, s, run);
        s += run + (s[run] != '\0');
    }
    for (const char *s = regex; *s; s += character(s))
        add_once(&sample->units, MAX_UNITS, s, character(s));
}

static void find_ends(struct sample *sample, const char *regex)
{
    static const char candidates[] = "!~;@";
    add_once(&sample->ends, 3, "", 0);
    for (const char *s = candidates; *s; s++)
        if (!strchr(regex, *s))
            add_once(&sample->ends, 2, s, 1);
    add_once(&sample->ends, 3, "\n!", 2);
}

void sample_init(struct sample *sample, const char *regex)
{
    *sample = (struct sample){ 0 };
    find_leads(sample, regex);
    find_units(sample, regex);
    find_ends(sample, regex);
}

void sample_release(struct sample *sample)
{
    strings_release(&sample->leads);
    strings_release(&sample->units);
    strings_release(&sample->ends);
}
