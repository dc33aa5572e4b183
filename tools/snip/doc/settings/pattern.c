#include "doc/settings/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <ctype.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

enum {
    OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C,
    /*
     * PCRE2's short cuts to where a match could begin are not counted, and some look through all
     * that follows for each search: (?i)a for an `A`.
     */
    COUNTED = PCRE2_AUTO_CALLOUT | PCRE2_NO_START_OPTIMIZE,
    MAX_LENGTH = 1000, /* bytes: compiling a class of all letters, without case, takes 6 ms */
    MAX_HEAP_KIB = 64 << 10,
    STEPS = 2000000,
    STEPS_PER_BYTE = 4,
};

/* What takes about the time of one step, 25 ns. */
enum {
    STEP_SCANNED = 32,      /* bytes that an item of ASCII passes over */
    STEP_FRAME = 128,       /* bytes of a frame: copied, and new to the processor's cache */
    STEP_ALTERNATIVES = 16, /* passed over in search of their end */
    SLOW_ITEM = 4, /* an item of Unicode is slower than one of ASCII: so much, and its own length */
    SEARCH_STEPS = 4,  /* to begin a search */
    PLAIN_FRAME = 256, /* a frame of eight groups is no more than a step itself */
};

/* An item of the expression, a `\d+` say. */
struct item {
    size_t weight;    /* of a byte that it passes over, against one of ASCII */
    size_t least;     /* characters that it may pass over and still fail, or 1 */
    bool is_backward; /* a reference to a group: each of these characters is as long as the group */
};

struct pattern {
    pcre2_code *code;
    char *regex;
    struct item *items; /* by their offset in regex; NULL: not counted */
    size_t step;        /* what each step costs besides its item */
};

/* What a search may still take, as it goes on. */
struct allowance {
    const struct pattern *pattern;
    size_t left;
    size_t at;     /* where in the text it last was */
    size_t weight; /* of the item that was tried there */
};

struct pattern_search {
    struct allowance allowance;
    pcre2_match_context *context;
    pcre2_match_data *data; /* its frames are there for the next search too */
};

static size_t longest_group(const pcre2_callout_block *block)
{
    size_t longest = 1;
    for (uint32_t i = 1; i < block->capture_top; i++) {
        size_t from = block->offset_vector[2 * i], to = block->offset_vector[2 * i + 1];
        if (from != PCRE2_UNSET && to > from && to - from > longest)
            longest = to - from;
    }
    return longest;
}

/*
 * PCRE2's own match limit starts anew at each character, so it does not bound a search. A callout
 * before each item of the expression sees all that a search does but the bytes that one item passes
 * over. Where the item matches, they show in how far the search has come. Where it fails, they do
 * not: the most that it can pass over is taken beforehand.
 */
static int count_step(pcre2_callout_block *block, void *data)
{
    struct allowance *allowance = data;
    const struct item *item = &allowance->pattern->items[block->pattern_position];
    size_t at = block->current_position;
    size_t passed = at > allowance->at ? at - allowance->at : 0;
    size_t ahead = item->least * (item->is_backward ? longest_group(block) : 1);
    size_t cost = allowance->pattern->step +
                  (passed * allowance->weight + ahead * item->weight) / STEP_SCANNED;
    allowance->at = at;
    allowance->weight = item->weight;
    if (cost >= allowance->left)
        return PCRE2_ERROR_MATCHLIMIT;
    allowance->left -= cost;
    return 0;
}

/* The least of a `{least,most}` in ITEM, else 1. In `\x{41}` it is a character's number. */
static size_t least_repeats(struct slice item)
{
    size_t least = 1;
    for (size_t i = 1; i < item.len; i++) {
        bool is_code = i > 1 && item.s[i - 2] == '\\' &&
                       (item.s[i - 1] == 'x' || item.s[i - 1] == 'o');
        if (item.s[i] != '{' || is_code)
            continue;
        size_t number = strtoul(item.s + i + 1, NULL, 10);
        least = number > least ? number : least;
    }
    return least;
}

static bool begins_any(struct slice item, const char *const *prefixes)
{
    while (*prefixes && !slice_starts(item, *prefixes))
        prefixes++;
    return *prefixes != NULL;
}

/*
 * What takes more work than steps and bytes show: it looks back over text, or groups, it came
 * through.
 */
static bool is_uncounted(struct slice item)
{
    static const char *const all[] = {
        "\\X",  "(?R",   "(?&",    "(?P>",          "\\g<",
        "\\g'", "(*sr:", "(*asr:", "(*script_run:", "(*atomic_script_run:",
        NULL
    };
    size_t sign = item.len > 2 && strchr("+-", item.s[2]) ? 1 : 0;
    bool is_call = slice_starts(item, "(?") && item.len > 2 + sign &&
                   isdigit((unsigned char)item.s[2 + sign]);
    return is_call || begins_any(item, all);
}

static bool is_reference(struct slice item)
{
    static const char *const all[] = { "\\g", "\\k", "(?P=", NULL };
    return begins_any(item, all) ||
           (item.len > 1 && item.s[0] == '\\' && isdigit((unsigned char)item.s[1]));
}

static bool is_behind(struct slice item)
{
    static const char *const all[] = { "(?<=", "(?<!", "(*", NULL };
    return begins_any(item, all);
}

static bool is_ascii(struct slice item)
{
    for (size_t i = 0; i < item.len; i++)
        if ((unsigned char)item.s[i] >= 0x80 || item.s[i] == '\\' || item.s[i] == ':')
            return false;
    return true;
}

/* What pcre2_callout_enumerate(3) goes on with: the first item that cannot be counted ends it. */
struct enumeration {
    struct pattern *pattern;
    size_t behind; /* characters of the longest look-behind */
    size_t alternatives;
    size_t refused; /* offset of an item that cannot be counted */
};

static int weigh_item(pcre2_callout_enumerate_block *block, void *data)
{
    struct enumeration *enumeration = data;
    struct slice text = { enumeration->pattern->regex + block->pattern_position,
                          block->next_item_length };
    struct item *item = &enumeration->pattern->items[block->pattern_position];
    enumeration->refused = block->pattern_position;
    if (is_uncounted(text))
        return 1;
    enumeration->alternatives += slice_starts(text, "|");
    item->weight = is_ascii(text) ? 1 : SLOW_ITEM + text.len;
    item->least = is_behind(text) ? enumeration->behind : least_repeats(text);
    item->is_backward = is_reference(text);
    return 0;
}

/*
 * Weighs the items of PATTERN. Returns false where one cannot be counted; *REFUSED is its offset.
 */
static bool weigh(struct pattern *pattern, size_t *refused)
{
    struct enumeration enumeration = { .pattern = pattern };
    uint32_t behind;
    size_t frame;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_MAXLOOKBEHIND, &behind);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_FRAMESIZE, &frame);
    enumeration.behind = behind;
    pattern->items = mem_alloc((strlen(pattern->regex) + 1) * sizeof(*pattern->items));
    if (pcre2_callout_enumerate(pattern->code, weigh_item, &enumeration) != 0) {
        *refused = enumeration.refused;
        return false;
    }
    pattern->step = 1 + enumeration.alternatives / STEP_ALTERNATIVES +
                    (frame > PLAIN_FRAME ? frame / STEP_FRAME : 0);
    return true;
}

static pcre2_code *compile(const char *regex, unsigned more, int *code, size_t *offset)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        mem_missing();
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    if (more)
        pcre2_set_max_pattern_length(context, MAX_LENGTH);
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, OPTIONS | more,
                                         code, offset, context);
    pcre2_compile_context_free(context);
    return compiled;
}

/* Says WHAT is wrong with REGEX, and at which character; returns NULL. */
static struct pattern *refuse(const char *regex, const char *what, size_t offset, struct err *err)
{
    AUTO_FREE char *before = mem_strndup(regex, offset);
    if (offset >= strlen(regex))
        err_set(err, ERR_INPUT, "%s, at its end", what);
    else
        err_set(err, ERR_INPUT, "%s, at character %zu", what, text_width(before) + 1);
    return NULL;
}

static struct pattern *cannot_compile(const char *regex, int code, size_t offset, struct err *err)
{
    char message[256];
    if (strlen(regex) > MAX_LENGTH) {
        err_set(err, ERR_INPUT, "it is longer than %d bytes", MAX_LENGTH);
        return NULL;
    }
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof(message));
    return refuse(regex, message, offset, err);
}

static struct pattern *make_pattern(pcre2_code *code, const char *regex)
{
    struct pattern *pattern = mem_alloc(sizeof(*pattern));
    pattern->code = code;
    pattern->regex = mem_strdup(regex);
    return pattern;
}

struct pattern *pattern_new(const char *regex, struct err *err)
{
    int code;
    size_t offset;
    pcre2_code *compiled = compile(regex, COUNTED, &code, &offset);
    if (!compiled)
        return cannot_compile(regex, code, offset, err);
    struct pattern *pattern = make_pattern(compiled, regex);
    if (weigh(pattern, &offset))
        return pattern;
    pattern_free(pattern);
    return refuse(regex, "\\X, script runs and calls of groups are disabled", offset, err);
}

struct pattern *pattern_constant(const char *regex)
{
    int code;
    size_t offset;
    pcre2_code *compiled = compile(regex, 0, &code, &offset);
    if (!compiled)
        abort();                                     /* it is constant: the tests compile it */
    pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE); /* where this cannot be, it is but slower */
    return make_pattern(compiled, regex);
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern->items);
    free(pattern->regex);
    free(pattern);
}

bool pattern_is_empty(const struct pattern *pattern)
{
    uint32_t empty = 0;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_MATCHEMPTY, &empty);
    return empty != 0;
}

struct pattern_search *pattern_search_new(const struct pattern *pattern, size_t steps)
{
    struct pattern_search *search = mem_alloc(sizeof(*search));
    search->allowance = (struct allowance){ .pattern = pattern, .left = steps };
    search->context = pcre2_match_context_create(NULL);
    search->data = pcre2_match_data_create(2, NULL);
    if (!search->context || !search->data)
        mem_missing();
    if (pattern->items)
        pcre2_set_callout(search->context, count_step, &search->allowance);
    pcre2_set_heap_limit(search->context, MAX_HEAP_KIB);
    return search;
}

size_t pattern_search_end(struct pattern_search *search)
{
    size_t left = search->allowance.left;
    pcre2_match_data_free(search->data);
    pcre2_match_context_free(search->context);
    free(search);
    return left;
}

/* Searches as pattern_find() does; PARTS gets the match and group 1. */
static enum pattern_result find(struct pattern_search *search, struct slice text, size_t from,
                                struct span parts[2])
{
    search->allowance.at = from;
    search->allowance.weight = 1;
    int found = pcre2_match(search->allowance.pattern->code, (PCRE2_SPTR)(text.s ? text.s : ""),
                            text.len, from, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY, search->data,
                            search->context);
    const size_t *at = pcre2_get_ovector_pointer(search->data);
    if (found < 0)
        return found == PCRE2_ERROR_NOMATCH ? PATTERN_NONE : PATTERN_TOO_LONG;
    parts[0] = (struct span){ at[0], at[1] };
    parts[1] = found == 1 ? parts[0] : (struct span){ at[2], at[3] };
    if (parts[1].from == PCRE2_UNSET)
        parts[1] = parts[0];
    return PATTERN_FOUND;
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

enum pattern_result pattern_find(struct pattern_search *search, struct slice text, size_t from,
                                 struct pattern_match *match)
{
    struct span parts[2];
    size_t begin = search->allowance.pattern->items ? SEARCH_STEPS : 0;
    if (search->allowance.left < begin)
        return PATTERN_TOO_LONG;
    search->allowance.left -= begin;
    enum pattern_result result = find(search, text, from, parts);
    if (result != PATTERN_FOUND)
        return result;
    match->value = parts[1];
    match->next = parts[0].to > from ? parts[0].to : behind(text, from);
    return result;
}

const char *pattern_version(void)
{
    static char version[24]; /* as pcre2api(3) has it, with the date of the release */
    pcre2_config(PCRE2_CONFIG_VERSION, version);
    version[strcspn(version, " ")] = '\0';
    return version;
}
