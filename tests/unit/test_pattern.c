/* doc/settings/pattern: what compiles, what is found, what is refused, what is bounded. */
#include "unit.h"

#include "base/buf.h"
#include "base/mem.h"
#include "doc/settings/pattern.h"

static struct pattern *compile(const char *regex)
{
    struct err err = { 0 };
    struct pattern *pattern = pattern_new(regex, &err);
    if (!pattern)
        fail_msg("%s: %s", regex, err.text);
    return pattern;
}

static void wrong_ones_are_said(void **state)
{
    (void)state;
    static const struct {
        const char *regex, *says;
    } cases[] = {
        { "(a", "missing closing parenthesis, at its end" },
        { "a)b", "unmatched closing parenthesis, at character 2" },
        { "번호 [z-a]", "range out of order in character class, at character 7" },
        { "*a", "quantifier does not follow a repeatable item, at character 1" },
        { "\\C", "using \\C is disabled by the application, at its end" },
        { "\xFF", "UTF-8 error: illegal byte (0xfe or 0xff), at character 1" },
        { "(a{1000}){10000}", "regular expression is too large, at its end" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct err err = { 0 };
        assert_null(pattern_new(cases[i].regex, &err));
        assert_int_equal(err.kind, ERR_INPUT);
        assert_string_equal(err.text, cases[i].says);
        err_release(&err);
    }
    pattern_free(NULL);
}

/* Holds that REGEX is refused, and that what is said ends in SAYS. */
static void assert_refused(const char *regex, const char *says)
{
    struct err err = { 0 };
    if (pattern_new(regex, &err))
        fail_msg("taken: %s", regex);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_contains(err.text, says);
    err_release(&err);
}

/* What no step shows, however it is written. */
static void uncounted_ones_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *regex, *at;
    } cases[] = {
        { "\\X", "1" },
        { "a\\X{2}", "2" },
        { "(?x) \\X", "6" },
        { "\\Q\\E\\X", "5" },
        { "(*UTF)\\X", "7" },
        { "번(?=\\X)", "5" },
        { "(?C1)\\X", "6" },
        { "(a(?R)?b)", "3" },
        { "(a)(?1)", "4" },
        { "(a)(?-1)", "4" },
        { "(?+1)(a)", "1" },
        { "(?<n>a)(?&n)", "8" },
        { "(?<n>a)(?P>n)", "8" },
        { "(?<n>a)\\g<n>", "8" },
        { "(a)\\g'1'", "4" },
        { "(*sr:\\w+)", "1" },
        { "(*atomic_script_run:\\w+)", "1" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *says =
            mem_printf("calls of groups are disabled, at character %s", cases[i].at);
        assert_refused(cases[i].regex, says);
    }
    pattern_free(compile("\\\\X"));
    pattern_free(compile("\\Q\\X(?R)\\E"));
    pattern_free(compile("(?:x)(?-i:a)(?=b)(?(1)a)(c)\\1"));
}

static void long_ones_are_refused(void **state)
{
    (void)state;
    char regex[1002];
    memset(regex, 'a', sizeof(regex));
    regex[1001] = '\0';
    assert_refused(regex, "it is longer than 1000 bytes");
    pattern_free(compile(regex + 1));
}

static void empty_ones_are_known(void **state)
{
    (void)state;
    static const char *const empty[] = { "", "x*", "\\b", "^", "(?:a|)", "(?=x)", "a?b*" };
    static const char *const others[] = { "x+", "x(a*)", "a?b", "(a|bc)", "\\bx\\b", "." };
    for (size_t i = 0; i < COUNT(empty); i++) {
        struct pattern *pattern = compile(empty[i]);
        assert_true(pattern_is_empty(pattern));
        pattern_free(pattern);
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        struct pattern *pattern = compile(others[i]);
        assert_false(pattern_is_empty(pattern));
        pattern_free(pattern);
    }
}

/* All values that REGEX finds in TEXT, each followed by a `|`. */
static char *find_all(const char *regex, const char *text)
{
    struct pattern *pattern = compile(regex);
    struct slice subject = { text, strlen(text) };
    struct pattern_match match = { { 0, 0 }, 0 };
    struct pattern_search *search = pattern_search_new(pattern, pattern_steps(subject.len));
    struct buf out = BUF_INIT;
    enum pattern_result result = PATTERN_NONE;
    buf_adds(&out, "");
    for (size_t from = 0; from <= subject.len; from = match.next) {
        result = pattern_find(search, subject, from, &match);
        if (result != PATTERN_FOUND)
            break;
        assert_true(match.next > from && match.next <= subject.len);
        assert_true(match.value.from <= match.value.to && match.value.to <= subject.len);
        buf_add(&out, text + match.value.from, match.value.to - match.value.from);
        buf_addc(&out, '|');
    }
    assert_true(result != PATTERN_TOO_LONG);
    pattern_search_end(search);
    pattern_free(pattern);
    return buf_steal(&out);
}

static void what_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *regex, *text, *found;
    } cases[] = {
        { "x", "", "" },
        { "x", "abc", "" },
        { "seq=(\\d+)", "seq=1 ack=2 seq=34", "1|34|" },
        { "seq=\\d+", "seq=1 ack=2 seq=34", "seq=1|seq=34|" },
        { "(a)|b", "ab", "a|b|" },
        { "(?<year>\\d{4})-(\\d\\d)", "2026-11", "2026|" },
        { "x(a*)", "x xa", "|a|" },
        { "^\\w+", "one two\nthree", "one|three|" },
        { "\\w+$", "one two\nthree", "two|three|" },
        { "a.b", "a\nb a\rb", "a\rb|" },
        { "\\w+", "소켓 x", "소켓|x|" },
        { "\\d+", "\xD9\xA3 3", "\xD9\xA3|3|" }, /* Arabic-Indic three */
        { ".", "가나", "가|나|" },
        { "\\bx", "x ax", "x|" },
        { "(?<=a)b", "ab b", "b|" },
        { "x*", "axx", "xx|" },
        { "(?i)ABC", "xabc", "abc|" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *found = find_all(cases[i].regex, cases[i].text);
        if (strcmp(found, cases[i].found) != 0)
            fail_msg("%s in %s: %s", cases[i].regex, cases[i].text, found);
    }
}

/*
 * Searches UNIT, COUNT times, and END for REGEX with the steps that are due. *USED (may be NULL) is set
 * to those taken.
 */
static enum pattern_result search(const char *regex, const char *unit, size_t count,
                                  const char *end, size_t *used)
{
    struct pattern *pattern = compile(regex);
    struct buf text = BUF_INIT;
    struct pattern_match match;
    for (size_t i = 0; i < count; i++)
        buf_adds(&text, unit);
    buf_adds(&text, end);
    size_t steps = pattern_steps(text.len);
    struct slice subject = { text.s, text.len };
    struct pattern_search *searches = pattern_search_new(pattern, steps);
    enum pattern_result result = pattern_find(searches, subject, 0, &match);
    size_t left = pattern_search_end(searches);
    if (used)
        *used = steps - left;
    buf_release(&text);
    pattern_free(pattern);
    return result;
}

/* COUNT groups in each other around a letter. Owned by the caller. */
static char *nested(int count)
{
    struct buf out = BUF_INIT;
    for (int i = 0; i < count; i++)
        buf_addc(&out, '(');
    buf_addc(&out, 'a');
    for (int i = 0; i < count; i++)
        buf_addc(&out, ')');
    buf_adds(&out, ";");
    return buf_steal(&out);
}

/* A look-ahead with COUNT alternatives, of which the first matches. Owned by the caller. */
static char *bars(int count)
{
    struct buf out = BUF_INIT;
    buf_adds(&out, "(?=a");
    for (int i = 0; i < count; i++)
        buf_addc(&out, '|');
    buf_adds(&out, ")a;");
    return buf_steal(&out);
}

static void searches_are_bounded(void **state)
{
    (void)state;
    /* by steps, from one start and from many */
    assert_int_equal(search("(a+)+$", "a", 60, "!", NULL), PATTERN_TOO_LONG);
    assert_int_equal(search("a[^x]*b", "a", 20000, " b! x", NULL), PATTERN_FOUND);
    assert_int_equal(search("a\\w*;", "a", 20000, " ;", NULL), PATTERN_TOO_LONG);
    /* by bytes that one item passes over */
    assert_int_equal(search("a\\w*+;", "a", 20000, " ;", NULL), PATTERN_TOO_LONG);
    /* by memory */
    assert_int_equal(search("(?:a|b)*;", "a", 2000000, ";", NULL), PATTERN_TOO_LONG);
    /* and plain ones go on to the end */
    assert_int_equal(search("seq=(\\d+)", "seq=x 12 foo\n", 200000, "seq=1", NULL), PATTERN_FOUND);
    assert_int_equal(search("\\b\\d+ bytes", "12 byte ", 200000, "", NULL), PATTERN_NONE);
}

/* Expressions that explode on a text which nearly matches are ended by their steps, soon. */
static void explosive_ones_are_bounded(void **state)
{
    (void)state;
    static const struct {
        const char *regex, *unit, *end;
    } cases[] = {
        { "(a+)+$", "a", "!" },          { "(\\w+\\s?)*$", "a", "!" },
        { "(x+x+)+y", "x", "" },         { "(.*a){20}", "ab", "" },
        { "^(\\d+)*$", "1", "x" },       { "(a|a)*b", "a", "" },
        { "(a|aa)+$", "a", "!" },        { "(.*?,){11}P", ",", "" },
        { "([a-zA-Z]+)*1", "a", "" },    { "^(([a-z])+.)+[A-Z]([a-z])+$", "a", "!" },
        { "(foo|foo)*bar", "foo", "" },  { "(?:\\d+|\\w+)*!x", "1", "!" },
        { "(\\s*\\w+\\s*)+:", "a", "" }, { "(?:[^\"\\\\]|\\\\.|[^\"])*;", "\\a", "" },
        { "(가+)+나", "가", "" },        { "(.+)+x", "a", "" },
        { ".*.*.*.*.*=", "a", "" },      { "(a*)*b", "a", "" },
        { "([^x]+)+x", "a", "" },        { "a|(b+)+c", "b", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (search(cases[i].regex, cases[i].unit, 400, cases[i].end, NULL) != PATTERN_TOO_LONG)
            fail_msg("not ended: %s", cases[i].regex);
}

/* Expressions as people write them have steps enough for a long output. */
static void sane_ones_are_not_ended(void **state)
{
    (void)state;
    static const char *const sane[] = {
        "seq=(\\d+)x",
        "[0-9a-f]{32}",
        "token: (\\S+)",
        "\\b\\d+ bytes\\b",
        "^.*: (\\d+)$",
        "(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+);",
        "\"([^\"]*)\"",
        "(?:[0-9a-f]{2}:){5}[0-9a-f]{2}",
        "(?<=id )\\w+",
        "\\w+@\\w+\\.com",
        "^(?:\\w+ )*end$",
        "id=(\\d+), seq=(\\d+), ack (\\d+)!",
        "번호 (\\d+)",
        "(?i)cookie: ([0-9a-f-]+)",
        "(a|b|c)+x",
        "<[^>]+>!",
        "\\((.*)\\);",
        "^\\s*(\\d+)\\s+.*$",
        "(\\d+)(?:, (\\d+))*;",
    };
    for (size_t i = 0; i < COUNT(sane); i++)
        if (search(sane[i], "id=12, seq=3, ack 4 (10.0.1.1) 번 <a> abc\n", 1000, "", NULL) !=
            PATTERN_NONE)
            fail_msg("ended: %s", sane[i]);
}

/*
 * What takes longer than another expression that tries as many items takes more steps, by the factor of
 * the work: bytes that an item passes over and fails, or passes over slowly, frames, alternatives.
 */
static void work_is_counted(void **state)
{
    (void)state;
    AUTO_FREE char *groups = nested(150), *plain = nested(1), *alternatives = bars(900);
    const struct {
        const char *regex, *twin, *unit;
        size_t count, factor;
    } cases[] = {
        { "\\w{900};", "\\w;", "a", 899, 20 }, /* fails at the end, from each start */
        { "(?x)\\w{900} # so many\n;", "\\w;", "a", 899, 20 },
        { "(?=(\\w{800}))(?:a(?!\\1=))*;", "(?=(\\w{800}))(?:a(?!2=))*;", "a", 830, 5 },
        /* compares 800 each time */
        { "(?<!;\\w{900})!", "(?<!;\\w)!", "a", 2000, 10 },    /* goes back 900 */
        { "[^ㄱ-힣㉠-㉿一-龥]++;", "[^A-Z]++;", "z", 300, 5 }, /* compares range by range */
        { "\\w+;", "[a-z]+;", "a", 300, 3 },                   /* asks Unicode's tables */
        { groups, plain, "a", 100, 150 },            /* copies the offsets of 150 groups */
        { alternatives, "(?=a|b)a;", "a", 100, 20 }, /* passes over 900 to the end */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t used, base;
        search(cases[i].regex, cases[i].unit, cases[i].count, "!", &used);
        search(cases[i].twin, cases[i].unit, cases[i].count, "!", &base);
        if (used < base * cases[i].factor)
            fail_msg("%s: %zu steps, where %s takes %zu", cases[i].regex, used, cases[i].twin,
                     base);
    }
}

/* Where a match could begin is not looked for outside of what is counted: each start is a step. */
static void starts_are_counted(void **state)
{
    (void)state;
    static const char *const absent[] = { "(?i)be", "xb?", "\\d+", "^b", "[bB]c" };
    for (size_t i = 0; i < COUNT(absent); i++) {
        size_t used;
        assert_int_equal(search(absent[i], "a", 5000, "", &used), PATTERN_NONE);
        assert_in_range(used, 5000, 15000);
    }
}

/* Searches share their steps: what is left is less each time, and none are found without. */
static void steps_are_used_up(void **state)
{
    (void)state;
    struct pattern *pattern = compile("a(b)");
    struct slice text = { "ab ab ab", 8 };
    struct pattern_match match = { { 0, 0 }, 0 };
    struct pattern_search *search = pattern_search_new(pattern, 25);
    assert_int_equal(pattern_find(search, text, 0, &match), PATTERN_FOUND);
    assert_int_equal(match.value.from, 1);
    assert_int_equal(match.next, 2);
    assert_int_equal(pattern_find(search, text, match.next, &match), PATTERN_FOUND);
    assert_int_equal(match.value.from, 4);
    assert_int_equal(pattern_find(search, text, match.next, &match), PATTERN_TOO_LONG);
    assert_true(pattern_search_end(search) < 12);
    pattern_free(pattern);
}

static void library_has_a_version(void **state)
{
    (void)state;
    const char *version = pattern_version();
    assert_true(strncmp(version, "10.", 3) == 0 && strlen(version) < 10);
    assert_null(strpbrk(version, " -"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_ones_are_said),
        cmocka_unit_test(uncounted_ones_are_refused),
        cmocka_unit_test(long_ones_are_refused),
        cmocka_unit_test(empty_ones_are_known),
        cmocka_unit_test(what_is_found),
        cmocka_unit_test(searches_are_bounded),
        cmocka_unit_test(explosive_ones_are_bounded),
        cmocka_unit_test(sane_ones_are_not_ended),
        cmocka_unit_test(work_is_counted),
        cmocka_unit_test(starts_are_counted),
        cmocka_unit_test(steps_are_used_up),
        cmocka_unit_test(library_has_a_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
