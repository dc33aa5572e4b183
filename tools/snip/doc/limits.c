#include "doc/limits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define COUNT(TABLE) (sizeof(TABLE) / sizeof(*(TABLE)))

/* A unit of a limit, and how many of the smallest it stands for. */
struct unit {
    const char *name;
    unsigned long long factor;
};

/* A kind of limit: its units, what it may be at most, and the words about it. */
struct measure {
    const struct unit *units;
    size_t count;
    unsigned long long max;
    const char *what, *max_name;
    const char *right; /* how to write one */
};

static const struct unit time_units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60 * 1000 } };
static const struct unit size_units[] = { { "", 1 }, { "K", 1 << 10 }, { "M", 1 << 20 } };

static const struct measure time_measure = {
    time_units,     COUNT(time_units),
    10 * 60 * 1000, "a length of time",
    "10m",          "write a whole number and its unit: 500ms, 5s or 1m",
};

static const struct measure size_measure = {
    size_units, COUNT(size_units),
    8 << 20,    "a size",
    "8M",       "write bytes, or a whole number with K or M: 65536, 64K or 1M",
};

static const struct unit *find_unit(const struct measure *measure, const char *name)
{
    for (size_t i = 0; i < measure->count; i++)
        if (strcmp(measure->units[i].name, name) == 0)
            return &measure->units[i];
    return NULL;
}

static bool is_number(const char *text)
{
    return *text && strspn(text, "0123456789") == strlen(text);
}

/* Says why NODE is no MEASURE. */
static void no_amount(const struct reading *r, const struct node *node,
                      const struct measure *measure)
{
    AUTO_FREE char *name = mem_printf("`%s`", node->key);
    const char *text = node_string(node);
    if (text && is_number(text))
        err_hint(field_wrong(r, node, "%s lacks its unit", name), "did you mean %ss?", text);
    else if (text && *text == '-' && is_number(text + 1))
        field_not(r, node, name, "more than 0", measure->right);
    else
        field_not(r, node, name, measure->what, measure->right);
}

/*
 * Reads NODE as a MEASURE, in its smallest unit. Returns 0 where it is none, which is reported.
 * strtoull() stops at its largest value, and dividing cannot overflow where multiplying would.
 */
static unsigned long long read_amount(const struct reading *r, const struct node *node,
                                      const struct measure *measure)
{
    const char *text = node_string(node);
    size_t digits = text ? strspn(text, "0123456789") : 0;
    const struct unit *unit = digits ? find_unit(measure, text + digits) : NULL;
    if (!unit) {
        no_amount(r, node, measure);
        return 0;
    }
    unsigned long long number = strtoull(text, NULL, 10);
    AUTO_FREE char *name = mem_printf("`%s`", node->key);
    AUTO_FREE char *most = mem_printf("%s at most", measure->max_name);
    if (number > 0 && number <= measure->max / unit->factor)
        return number * unit->factor;
    field_not(r, node, name, number ? most : "more than 0", measure->right);
    return 0;
}

static void read_time(const struct reading *r, const struct node *node)
{
    unsigned long long time = read_amount(r, node, &time_measure);
    if (time)
        ((struct limits *)r->into)->time_ms = (long long)time;
}

static void read_output(const struct reading *r, const struct node *node)
{
    unsigned long long size = read_amount(r, node, &size_measure);
    if (size)
        ((struct limits *)r->into)->output = (size_t)size;
}

static const struct field fields[] = { { "time", read_time }, { "output", read_output } };

void limits_read(const struct reading *r, const struct node *node)
{
    if (node->kind == NODE_MAP && node->children.n > 0)
        fields_read(r, node, "`limits`", fields, COUNT(fields));
    else
        field_not(r, node, "`limits`", "a mapping with what is limited",
                  "write limits: { time: 5s, output: 64K }");
}
