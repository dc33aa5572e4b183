#include "doc/manifest/limits.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* A unit of a limit, and how many of the smallest it stands for. */
struct unit {
    const char *name;
    unsigned long long factor;
};

/* A kind of limit: its units, what it may be at least and at most, and the words about it. */
struct measure {
    const struct unit *units;
    size_t count;
    unsigned long long min, max;
    const char *what, *min_name, *max_name;
    const char *right; /* how to write one */
};

static const struct unit time_units[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60 * 1000 } };
static const struct unit size_units[] = {
    { "", 1 }, { "K", 1ULL << 10 }, { "M", 1ULL << 20 }, { "G", 1ULL << 30 }
};
static const struct unit count_units[] = { { "", 1 } };

static const struct measure time_measure = {
    .units = time_units,
    .count = COUNT(time_units),
    .min = 1,
    .max = 10 * 60 * 1000,
    .what = "a length of time",
    .min_name = "1ms",
    .max_name = "10m",
    .right = "write a whole number and its unit: 500ms, 5s or 1m",
};

static const struct measure output_measure = {
    .units = size_units,
    .count = COUNT(size_units) - 1, /* no gigabytes */
    .min = 1,
    .max = 8 << 20,
    .what = "a size",
    .min_name = "1",
    .max_name = "8M",
    .right = "write bytes, or a whole number with K or M: 65536, 64K or 1M",
};

/* With less no program starts. */
static const struct measure memory_measure = {
    .units = size_units,
    .count = COUNT(size_units),
    .min = 16 << 20,
    .max = 4ULL << 30,
    .what = "a size",
    .min_name = "16M",
    .max_name = "4G",
    .right = "write a whole number with M or G: 128M or 1G",
};

static const struct measure file_measure = {
    .units = size_units,
    .count = COUNT(size_units),
    .min = 4 << 10,
    .max = 1 << 30,
    .what = "a size",
    .min_name = "4K",
    .max_name = "1G",
    .right = "write bytes, or a whole number with K, M or G: 65536, 64K or 1M",
};

static const struct measure process_measure = {
    .units = count_units,
    .count = COUNT(count_units),
    .min = 1,
    .max = 1000,
    .what = "a whole number",
    .min_name = "1",
    .max_name = "1000",
    .right = "write how many: 64",
};

/* The loader of a program needs some. */
static const struct measure descriptor_measure = {
    .units = count_units,
    .count = COUNT(count_units),
    .min = 8,
    .max = 65536,
    .what = "a whole number",
    .min_name = "8",
    .max_name = "65536",
    .right = "write how many: 1024",
};

static const struct measure cpu_measure = {
    .units = count_units,
    .count = COUNT(count_units),
    .min = 1,
    .max = 64,
    .what = "a whole number",
    .min_name = "1",
    .max_name = "64",
    .right = "write how many: 2",
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

/* Says why NUMBER, in whatever unit, is too little or too much. */
static void out_of_bounds(const struct reading *r, const struct node *node,
                          const struct measure *measure, unsigned long long number, bool much)
{
    AUTO_FREE char *name = mem_printf("`%s`", node->key);
    AUTO_FREE char *bound = mem_printf("%s at %s", much ? measure->max_name : measure->min_name,
                                       much ? "most" : "least");
    field_not(r, node, name, number ? bound : "more than 0", measure->right);
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
    bool much = number > measure->max / unit->factor;
    if (!much && number * unit->factor >= measure->min)
        return number * unit->factor;
    out_of_bounds(r, node, measure, number, much);
    return 0;
}

/* The keys, a row each: its name, where it is kept, what it is. */
#define LIMITS(ROW)                                                                                \
    ROW("time", time_ms, time_measure)                                                             \
    ROW("processor", processor_ms, time_measure)                                                   \
    ROW("memory", memory, memory_measure)                                                          \
    ROW("processes", processes, process_measure)                                                   \
    ROW("files", files, descriptor_measure)                                                        \
    ROW("file-size", file_size, file_measure)                                                      \
    ROW("output", output, output_measure)                                                          \
    ROW("cpus", cpus, cpu_measure)

#define LIMIT_READER(NAME, MEMBER, MEASURE)                                                        \
    static void read_##MEMBER(const struct reading *r, const struct node *node)                    \
    {                                                                                              \
        unsigned long long amount = read_amount(r, node, &MEASURE);                                \
        struct limits *limits = r->into;                                                           \
        if (amount)                                                                                \
            limits->MEMBER = amount;                                                               \
    }
LIMITS(LIMIT_READER)

#define LIMIT_FIELD(NAME, MEMBER, MEASURE) FIELD(NAME, read_##MEMBER),
static const struct field fields[] = { LIMITS(LIMIT_FIELD) };

void limits_read(const struct reading *r, const struct node *node)
{
    if (node->kind == NODE_MAP && node->children.n > 0)
        fields_read(r, node, "`limits`", fields, COUNT(fields), NULL);
    else
        field_not(r, node, "`limits`", "a mapping with what is limited",
                  "write limits: { time: 5s, output: 64K }");
}
