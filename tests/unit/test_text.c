/* base/text: UTF-8, what can be shown, lines, near names, shell words. */
#include "unit.h"

#include <iconv.h>

#include "base/mem.h"
#include "base/text.h"

static void starts_and_ends(void **state)
{
    (void)state;
    assert_true(text_starts("snippet", "snip"));
    assert_true(text_starts("snip", ""));
    assert_false(text_starts("sni", "snip"));
    assert_true(text_ends("a.yml", ".yml"));
    assert_true(text_ends("a", ""));
    assert_false(text_ends("yml", ".yml"));
    assert_false(text_ends("a.yml ", ".yml"));
}

/* Appends C in UTF-8, surrogates too. */
static void encode(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_addc(out, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = { 0, 0xC0, 0xE0, 0xF0 };
    buf_addc(out, (char)(lead[more] | c >> 6 * more));
    while (more-- > 0)
        buf_addc(out, (char)(0x80 | (c >> 6 * more & 0x3F)));
}

/* Each code point: encoded, decoded, and the same again; each byte of it missing: refused. */
static void every_code_point_round_trips(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        bool surrogate = c >= 0xD800 && c <= 0xDFFF;
        uint32_t got = 0xDEAD;
        buf_clear(&b);
        encode(&b, c);
        size_t expected = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (b.len != expected || utf8_decode(b.s, b.len, &got) != (surrogate ? 0 : expected) ||
            (!surrogate && got != c) || utf8_decode(b.s, b.len - 1, &got) != 0)
            fail_msg("U+%04X does not come back", (unsigned)c);
    }
    buf_release(&b);
}

/* The C library's own converter, which is strict, decides what is UTF-8. */
static bool is_utf8(iconv_t converter, const char *s, size_t len)
{
    char in[8], out[64];
    memcpy(in, s, len);
    char *from = in, *to = out;
    size_t left = len, room = sizeof(out);
    iconv(converter, NULL, NULL, NULL, NULL);
    return iconv(converter, &from, &left, &to, &room) != (size_t)-1 && left == 0;
}

static void validity_agrees_with_iconv(void **state)
{
    (void)state;
    static const unsigned char edges[] = { 0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                           0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF,
                                           0xF0, 0xF3, 0xF4, 0xF5, 0xF8, 0xFE, 0xFF };
    iconv_t converter = iconv_open("UTF-32LE", "UTF-8");
    assert_ptr_not_equal(converter, (iconv_t)-1);
    size_t n = COUNT(edges), valid = 0;
    for (size_t i = 0; i < n * n * n * n; i++) {
        char s[4] = { (char)edges[i % n], (char)edges[i / n % n], (char)edges[i / n / n % n],
                      (char)edges[i / n / n / n] };
        for (size_t len = 1; len <= 4; len++) {
            bool ours = utf8_valid(s, len, NULL);
            valid += ours;
            if (ours != is_utf8(converter, s, len))
                fail_msg("%02X %02X %02X %02X, the first %zu", s[0] & 255, s[1] & 255, s[2] & 255,
                         s[3] & 255, len);
        }
    }
    assert_in_range(valid, 1000, n * n * n * n * 4 - 1000);
    iconv_close(converter);
}

static void first_bad_byte_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t at;
    } cases[] = {
        { "\xFF", 0 },           { "ab\xC0\x80", 2 },
        { "가\xED\xA0\x80", 3 }, { "a\xF4\x90\x80\x80", 1 },
        { "a가\xEA\xB0", 4 },    { "\xE0\x80\x80", 0 },
        { "x\x80y", 1 },         { "ok\xF8\x88\x80\x80\x80", 2 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t bad = 99;
        assert_false(utf8_valid(cases[i].s, strlen(cases[i].s), &bad));
        assert_int_equal(bad, cases[i].at);
    }
    size_t bad = 99;
    assert_true(utf8_valid("가나다 a\0b 😀", 19, &bad));
    assert_true(utf8_valid("", 0, &bad));
    assert_int_equal(bad, 99);
}

static void assert_shown(const char *s, size_t len, const char *expected)
{
    struct buf out = BUF_INIT;
    text_show(&out, s, len);
    assert_string_equal(buf_str(&out), expected);
    buf_release(&out);
}

static void show_line_is_one_line(void **state)
{
    (void)state;
    struct buf out = BUF_INIT;
    text_show_line(&out, "\ta\r\nb\xff소켓\0\n", 14);
    assert_string_equal(buf_str(&out), "\\x09a\\x0D\\x0Ab\\xFF소켓\\x00\\x0A");
    buf_clear(&out);
    text_show_line(&out, "", 0);
    assert_string_equal(buf_str(&out), "");
    buf_release(&out);
}

static void words_are_counted_from_0(void **state)
{
    (void)state;
    static const char line[] = "  one \ttwo three";
    assert_string_equal(text_word(line, 0), "one \ttwo three");
    assert_string_equal(text_word(line, 1), "two three");
    assert_string_equal(text_word(line, 2), "three");
    assert_string_equal(text_word(line, 3), "");
    assert_string_equal(text_word(line, 9), "");
    assert_string_equal(text_word("", 0), "");
}

static void show_escapes_what_cannot_be_shown(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "", "" },
        { "plain 소켓 😀\t\n", "plain 소켓 😀\t\n" },
        { "\x1b[31mred", "\\x1B[31mred" },
        { "a\r\nb", "a\\r\nb" },
        { "a\rb\r", "a\\rb\\r" },
        { "\r\r\n", "\\r\\r\n" },
        { "\x7f", "\\x7F" },
        { "\xC2\x85", "\\u{0085}" },
        { "\xC2\x9f\xC2\xA0", "\\u{009F}\xC2\xA0" },
        { "\xff\xfe", "\\xFF\\xFE" },
        { "\xEA\xB0", "\\xEA\\xB0" },
        { "\xEF\xBF\xBE", "\\u{FFFE}" },
        { "\xF4\x8F\xBF\xBF", "\\u{10FFFF}" },
        { "\xEF\xB7\x90", "\\u{FDD0}" },
        { "\xE2\x80\xAEtxt", "\\u{202E}txt" },
        { "\xE2\x81\xA6", "\\u{2066}" },
        { "\xE2\x80\xA8", "\\u{2028}" },
        { "\xEF\xBB\xBFx", "\\u{FEFF}x" },
        { "\xEF\xBF\xBD", "\xEF\xBF\xBD" },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_shown(cases[i][0], strlen(cases[i][0]), cases[i][1]);
    assert_shown("a\0b", 3, "a\\x00b");
}

/* Whatever the bytes: the result is UTF-8 without controls, and shows as itself. */
static void shown_bytes_are_text(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 3000; round++) {
        char bytes[64];
        size_t len = chance_below(&seed, sizeof(bytes));
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)chance(&seed);
        struct buf once = BUF_INIT, twice = BUF_INIT;
        text_show(&once, bytes, len);
        text_show(&twice, buf_str(&once), once.len);
        assert_true(buf_equal(&once, &twice));
        assert_true(utf8_valid(buf_str(&once), once.len, NULL));
        for (size_t i = 0; i < once.len; i++)
            assert_true((unsigned char)once.s[i] >= ' ' || once.s[i] == '\n' || once.s[i] == '\t');
        buf_release(&once);
        buf_release(&twice);
    }
}

static void assert_lines(const char *text, const char *const *expected, size_t count)
{
    struct slice rest = { text, strlen(text) }, line;
    for (size_t i = 0; i < count; i++) {
        assert_true(text_line(&rest, &line));
        AUTO_FREE char *got = mem_strndup(line.s, line.len);
        assert_string_equal(got, expected[i]);
    }
    assert_false(text_line(&rest, &line));
    assert_int_equal(text_lines(text, strlen(text)), count);
}

static void lines_are_cut_at_newlines(void **state)
{
    (void)state;
    assert_lines("", NULL, 0);
    assert_lines("\n", (const char *const[]){ "" }, 1);
    assert_lines("a", (const char *const[]){ "a" }, 1);
    assert_lines("a\n", (const char *const[]){ "a" }, 1);
    assert_lines("a\r\n\nb", (const char *const[]){ "a\r", "", "b" }, 3);
    assert_lines("\n\n", (const char *const[]){ "", "" }, 2);
    assert_int_equal(text_lines(NULL, 0), 0);
}

static void line_of_an_offset(void **state)
{
    (void)state;
    static const char text[] = "ab\n\ncd\n";
    static const int lines[] = { 1, 1, 1, 2, 3, 3, 3, 4 };
    for (size_t at = 0; at < COUNT(lines); at++)
        assert_int_equal(text_line_at(text, at), lines[at]);
}

static void nearest_name(void **state)
{
    (void)state;
    static const char *const names[] = { "title", "compile", "expect", "limits",
                                         "stdin", "args",    "env" };
    static const char *const cases[][2] = {
        { "titel", "title" },    { "tilte", "title" },   { "compil", "compile" },
        { "expects", "expect" }, { "exepct", "expect" }, { "limit", "limits" },
        { "stdn", "stdin" },     { "arg", "args" },      { "agrs", "args" },
        { "envs", "env" },       { "args", "args" },     { "Args", "args" },
        { "stdni", "stdin" },
    };
    static const char *const far[] = { "",       "x",     "lab",    "run",       "mask", "depends",
                                       "rights", "files", "memory", "processes", "소켓" };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *near = text_nearest(cases[i][0], names, COUNT(names));
        if (!near || strcmp(near, cases[i][1]) != 0)
            fail_msg("%s: %s, not %s", cases[i][0], near ? near : "none", cases[i][1]);
    }
    for (size_t i = 0; i < COUNT(far); i++) {
        const char *near = text_nearest(far[i], names, COUNT(names));
        if (near)
            fail_msg("%s is not near %s", far[i], near);
    }
    assert_null(text_nearest("args", NULL, 0));
}

static void nearest_takes_the_best_and_first(void **state)
{
    (void)state;
    static const char *const names[] = { "abcdefgx", "abcdefgh", "abcdefgy" };
    assert_string_equal(text_nearest("abcdefgh", names, 3), "abcdefgh");
    assert_string_equal(text_nearest("abcdefgz", names, 3), "abcdefgx");
}

static void nearest_is_bounded(void **state)
{
    (void)state;
    char longest[129], longer[130];
    memset(longest, 'a', 128);
    longest[128] = '\0';
    memset(longer, 'a', 129);
    longer[129] = '\0';
    const char *const names[] = { longer, longest };
    assert_ptr_equal(text_nearest(longest, names, 2), longest);
    assert_null(text_nearest(longer, names, 2));
}

static void shell_words(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "./create", "./create" },
        { "0.0.0.0", "0.0.0.0" },
        { "", "''" },
        { "two words", "'two words'" },
        { "it's", "'it'\\''s'" },
        { "'", "''\\'''" },
        { "$HOME", "'$HOME'" },
        { "a;b", "'a;b'" },
        { "~", "'~'" },
        { "소켓", "'소켓'" },
        { "-DX=1", "-DX=1" },
        { "*", "'*'" },
        { "a\nb", "'a\nb'" },
        { "\\", "'\\'" },
        { "!x", "'!x'" },
        { "#", "'#'" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf out = BUF_INIT;
        text_shell_word(&out, cases[i][0]);
        assert_string_equal(buf_str(&out), cases[i][1]);
        buf_release(&out);
    }
}

/* A shell reads back what was given, whatever the bytes. */
static void a_shell_agrees(void **state)
{
    (void)state;
    enum { WORDS = 200 };
    uint64_t seed = 3;
    struct buf command = BUF_INIT, expected = BUF_INIT, got = BUF_INIT;
    buf_adds(&command, "printf '%s\\0'");
    for (int i = 0; i < WORDS; i++) {
        char word[12] = { 0 };
        for (size_t n = chance_below(&seed, sizeof(word) - 1); n > 0; n--)
            word[n - 1] = (char)(1 + chance_below(&seed, i % 2 ? 127 : 255));
        buf_addc(&command, ' ');
        text_shell_word(&command, word);
        buf_add(&expected, word, strlen(word) + 1);
    }
    FILE *shell = popen(buf_str(&command), "r");
    assert_non_null(shell);
    for (int c; (c = getc(shell)) != EOF;)
        buf_addc(&got, (char)c);
    assert_int_equal(pclose(shell), 0);
    assert_true(buf_equal(&got, &expected));
    buf_release(&command);
    buf_release(&expected);
    buf_release(&got);
}

static void columns_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(text_columns(""), 0);
    assert_int_equal(text_columns("abc │ … ┄>"), 10);
    assert_int_equal(text_columns("한글 ok"), 7);
    assert_int_equal(text_columns("（全）"), 6);
    assert_int_equal(text_columns("e\xCC\x81"), 1);
}

static void what_was_shown_is_walked_by_characters(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t step;
    } steps[] = {
        { "a", 1 },          { "소", 3 },       { "\xec\xbc", 1 }, { "\\x1Bab", 4 },
        { "\\u{202E}a", 8 }, { "\\n", 2 },      { "\\", 1 },       { "\\소", 1 },
        { "\\xG", 1 },       { "\\u{202E", 1 }, { "\\x1", 1 },     { "\\r", 2 },
    };
    for (size_t i = 0; i < COUNT(steps); i++)
        assert_int_equal(text_shown_step(steps[i].s), steps[i].step);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_shown_is_walked_by_characters),
        cmocka_unit_test(starts_and_ends),
        cmocka_unit_test(every_code_point_round_trips),
        cmocka_unit_test(validity_agrees_with_iconv),
        cmocka_unit_test(first_bad_byte_is_named),
        cmocka_unit_test(show_escapes_what_cannot_be_shown),
        cmocka_unit_test(show_line_is_one_line),
        cmocka_unit_test(words_are_counted_from_0),
        cmocka_unit_test(shown_bytes_are_text),
        cmocka_unit_test(lines_are_cut_at_newlines),
        cmocka_unit_test(line_of_an_offset),
        cmocka_unit_test(columns_are_those_of_a_terminal),
        cmocka_unit_test(nearest_name),
        cmocka_unit_test(nearest_takes_the_best_and_first),
        cmocka_unit_test(nearest_is_bounded),
        cmocka_unit_test(shell_words),
        cmocka_unit_test(a_shell_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
