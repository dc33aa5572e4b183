#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/sample.h"

enum {
    OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C |
              PCRE2_AUTO_CALLOUT,
    MAX_HEAP_KIB = 64 << 10,
    STEPS = 2000000,
    STEPS_PER_BYTE = 4,
    SCANNED_PER_STEP = 32,   /* a class passes over so many bytes in about the time of a step */
    PROBE_STEPS = 60000,     /* of a text of some 50 characters: more than half its cube */
    PROBES_STEPS = 10000000, /* of all such texts for one expression */
};

struct pattern {
    pcre2_code *code;
    char *regex;
};

/* What a search may still take, as it goes on. */
struct meter {
    size_t left;
    size_t at; /* where in the text it last was */
};

/*
 * PCRE2's own match limit starts anew at each character, so it does not bound a search. A callout
 * before each item of the expression sees all that a search does but the bytes that one item, a
 * `\d+` say, passes over; those show in how far it has come.
 */
static int count_step(pcre2_callout_block *block, void *data)
{
    struct meter *meter = data;
    size_t at = block->current_position;
    size_t passed = at > meter->at ? at - meter->at : 0;
    size_t cost = 1 + passed / SCANNED_PER_STEP;
    meter->at = at;
    if (cost >= meter->left)
        return PCRE2_ERROR_MATCHLIMIT;
    meter->left -= cost;
    return 0;
}

static pcre2_code *compile(const char *regex, unsigned more, int *code, size_t *offset)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        abort(); /* out of memory, as base/mem.h has it */
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, OPTIONS | more,
                                         code, offset, context);
    pcre2_compile_context_free(context);
    return compiled;
}

static struct pattern *cannot_compile(const char *regex, int code, size_t offset, struct err *err)
{
    char message[256];
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof(message));
    AUTO_FREE char *before = mem_strndup(regex, offset);
    if (offset >= strlen(regex))
        err_set(err, ERR_INPUT, "%s, at its end", message);
    else
        err_set(err, ERR_INPUT, "%s, at character %zu", message, text_width(before) + 1);
    return NULL;
}

struct pattern *pattern_new(const char *regex, struct err *err)
{
    int code;
    size_t offset;
    pcre2_code *compiled = compile(regex, 0, &code, &offset);
    if (!compiled)
        return cannot_compile(regex, code, offset, err);
    struct pattern *pattern = mem_alloc(sizeof(*pattern));
    pattern->code = compiled;
    pattern->regex = mem_strdup(regex);
    return pattern;
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern->regex);
    free(pattern);
}

bool pattern_is_empty(const struct pattern *pattern)
{
    uint32_t empty = 0;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_MATCHEMPTY, &empty);
    return empty != 0;
}

/* Searches as pattern_find() does; PARTS (may be NULL) gets the match and group 1. */
static enum pattern_result search(const pcre2_code *code, struct slice text, size_t from,
                                  size_t *steps, struct span parts[2])
{
    struct meter meter = { *steps, from };
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_match_data *data = pcre2_match_data_create(2, NULL);
    if (!context || !data)
        abort(); /* out of memory, as base/mem.h has it */
    pcre2_set_callout(context, count_step, &meter);
    pcre2_set_heap_limit(context, MAX_HEAP_KIB);
    int found = pcre2_match(code, (PCRE2_SPTR)(text.s ? text.s : ""), text.len, from,
                            PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, data, context);
    const size_t *at = pcre2_get_ovector_pointer(data);
    if (found >= 0 && parts) {
        parts[0] = (struct span){ at[0], at[1] };
        parts[1] = found == 1 ? parts[0] : (struct span){ at[2], at[3] };
        if (parts[1].from == PCRE2_UNSET)
            parts[1] = parts[0];
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    *steps = meter.left;
    return found >= 0                     ? PATTERN_FOUND
           : found == PCRE2_ERROR_NOMATCH ? PATTERN_NONE
                                          : PATTERN_TOO_LONG;
}

/*
 * Tells whether a search for CODE of LEAD, UNIT over and over, and END explodes. Takes its steps out of
 * *LEFT, and tries nothing where there are none.
 */
static bool explodes(const pcre2_code *code, const char *lead, const char *unit, const char *end,
                     size_t *left)
{
    static const size_t lengths[] = { 17, 32, 50 };
    bool slow = false;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(*lengths) && !slow && *left; i++) {
        struct buf text = BUF_INIT;
        size_t steps = PROBE_STEPS;
        buf_adds(&text, lead);
        for (size_t width = 0; width < lengths[i]; width += text_width(unit))
            buf_adds(&text, unit);
        buf_adds(&text, end);
        struct slice subject = { buf_str(&text), text.len };
        slow = search(code, subject, 0, &steps, NULL) == PATTERN_TOO_LONG;
        buf_release(&text);
        *left -= *left < PROBE_STEPS - steps ? *left : PROBE_STEPS - steps;
    }
    return slow;
}

bool pattern_is_slow(const struct pattern *pattern)
{
    int code;
    size_t offset, left = PROBES_STEPS;
    struct sample sample;
    /* Without PCRE2's short cuts: they depend on the text, and another would do without them. */
    pcre2_code *bare = compile(pattern->regex, PCRE2_NO_START_OPTIMIZE, &code, &offset);
    bool slow = false;
    sample_init(&sample, pattern->regex);
    vec_each (lead, &sample.leads)
        vec_each (unit, &sample.units)
            vec_each (end, &sample.ends)
                slow = slow || explodes(bare, *lead, *unit, *end, &left);
    sample_release(&sample);
    pcre2_code_free(bare);
    return slow;
}

size_t pattern_steps(size_t len)
{
    return STEPS + STEPS_PER_BYTE * len;
}

/* The offset behind the character at AT of TEXT. */
static size_t behind(struct slice text, size_t at)
{
    uint32_t code;
    size_t n = utf8_decode(text.s + at, text.len - at, &code);
    return at + (n ? n : 1);
}

enum pattern_result pattern_find(const struct pattern *pattern, struct slice text, size_t from,
                                 size_t *steps, struct pattern_match *match)
{
    struct span parts[2];
    enum pattern_result result = search(pattern->code, text, from, steps, parts);
    if (result != PATTERN_FOUND)
        return result;
    match->value = parts[1];
    match->next = parts[0].to > from ? parts[0].to : behind(text, from);
    return result;
}

const char *pattern_library(void)
{
    static char text[64];
    char version[32] = "";
    int len = pcre2_config(PCRE2_CONFIG_VERSION, NULL);
    if (len > 0 && (size_t)len <= sizeof(version))
        pcre2_config(PCRE2_CONFIG_VERSION, version);
    version[strcspn(version, " ")] = '\0';
    snprintf(text, sizeof(text), "PCRE2 %s", version);
    return text;
}
