/* doc/settings/yaml: the tree and its lines, every refusal, limits, and mutated files. */
#include "unit.h"

#include "base/buf.h"
#include "base/mem.h"
#include "doc/settings/yaml.h"

/* Reads TEXT, which must be right. */
static struct node read_ok(const char *text, size_t len)
{
    struct err err = { 0 };
    struct node root;
    if (!node_read(&root, "f.yml", (struct slice){ text, len }, &err))
        fail_msg("line %d: %s", err.line, err.text);
    return root;
}

/* Reads TEXT, which must be right, to the end and forgets it. */
static void assert_read(const struct buf *text)
{
    struct node root = read_ok(text->s, text->len);
    node_release(&root);
}

/* The tree as a line of text: lines before @, quoted or block scalars in quotes. */
static void outline(struct buf *out, const struct node *node)
{
    static const char *const ends[] = { [NODE_LIST] = "[]", [NODE_MAP] = "{}" };
    if (node->key)
        buf_printf(out, "%d@%s=", node->key_line, node->key);
    buf_printf(out, "%d@", node->line);
    if (node->kind == NODE_SCALAR) {
        const char *quote = node->plain ? "" : "\"";
        buf_printf(out, "%s%s%s", quote, node->text, quote);
        return;
    }
    buf_addc(out, ends[node->kind][0]);
    vec_each (child, &node->children) {
        buf_adds(out, child == node->children.v ? "" : " ");
        outline(out, child);
    }
    buf_addc(out, ends[node->kind][1]);
}

static void trees_and_lines(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "a: b\n", "1@{1@a=1@b}" },
        { "# c\n\na: 1\n\nb:\n  - x\n  - 'y'\n", "3@{3@a=3@1 5@b=6@[6@x 7@\"y\"]}" },
        { "a:\n  b: {c: [1, \"2\"],\n      d: 3}\n",
          "1@{1@a=2@{2@b=2@{2@c=2@[2@1 2@\"2\"] 3@d=3@3}}}" },
        { "a: |\n  one\n  two\nb: >\n  x\n  y\n", "1@{1@a=1@\"one\ntwo\n\" 4@b=4@\"x y\n\"}" },
        { "a:\nb: ~\nc: ''\n", "1@{1@a=1@ 2@b=2@~ 3@c=3@\"\"}" },
        { "a: 1\r\nb: 2\r\n", "1@{1@a=1@1 2@b=2@2}" },
        { "a: 1\rb: 2", "1@{1@a=1@1 2@b=2@2}" },
        { "\xEF\xBB\xBF"
          "a: 1\n",
          "1@{1@a=1@1}" },
        { "---\na: 1\n...\n", "2@{2@a=2@1}" },
        { "%YAML 1.1\n---\na: 1\n", "3@{3@a=3@1}" },
        { "'a b': 소켓\n", "1@{1@a b=1@소켓}" },
        { "a:\tb\n", "1@{1@a=1@b}" },
        { "- [a]\n- {}\n- []\n", "1@[1@[1@a] 2@{} 3@[]]" },
        { "{? a}\n", "1@{1@a=1@}" },
        { "8080", "1@8080" },
        { "a: [8080, 0.0.0.0, yes, null, 1e3, -x, 0x1F, 010]",
          "1@{1@a=1@[1@8080 1@0.0.0.0 1@yes 1@null 1@1e3 1@-x 1@0x1F 1@010]}" },
        { "<<: x\n", "1@{1@<<=1@x}" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf got = BUF_INIT;
        struct node root = read_ok(cases[i][0], strlen(cases[i][0]));
        outline(&got, &root);
        assert_string_equal(buf_str(&got), cases[i][1]);
        buf_release(&got);
        node_release(&root);
    }
}

static void empty_documents_are_null(void **state)
{
    (void)state;
    static const char *const empty[] = { "",      "\n\n",      "# only a comment\n",
                                         "---\n", "null",      "~\n",
                                         "NULL",  "Null",      "\xEF\xBB\xBF",
                                         " \n",   "---\n...\n" };
    static const char *const other[] = { "''", "\"null\"", "'~'", "nulL", "[]", "{}", "0", "|\n" };
    for (size_t i = 0; i < COUNT(empty); i++) {
        AUTO(node_release) struct node root = read_ok(empty[i], strlen(empty[i]));
        assert_true(node_is_null(&root));
    }
    for (size_t i = 0; i < COUNT(other); i++) {
        AUTO(node_release) struct node root = read_ok(other[i], strlen(other[i]));
        assert_false(node_is_null(&root));
        assert_false(node_is_missing(&root));
    }
    AUTO(node_release) struct node nothing = read_ok(NULL, 0);
    assert_true(node_is_missing(&nothing));
}

/* A wrong file, the line that is named, what is said, and how to mend it (NULL: no hint). */
struct wrong_case {
    const char *text;
    int line;
    const char *says;
    const char *hint;
};

static const struct wrong_case refusals[] = {
    { "a: &x 1\nb: *x\n", 1, "anchors (`&name`) are not read", "needs quotes" },
    { "a: &x [1]\n", 1, "anchors", "quotes" },
    { "a: &x {b: 1}\n", 1, "anchors", "quotes" },
    { "b: 1\n&x a: 1\n", 2, "anchors", "quotes" },
    { "a: 1\nb: *x\n", 2, "aliases (`*name`) are not read", "needs quotes" },
    { "*x : 1\n", 1, "aliases", "quotes" },
    { "a: !x 1\n", 1, "tags (`!name`) are not read", "begins with `!` needs quotes" },
    { "a: !!str 1\n", 1, "tags", "quotes" },
    { "a: !x [1]\n", 1, "tags", "quotes" },
    { "a: !x {b: 1}\n", 1, "tags", "quotes" },
    { "a: ! x\n", 1, "tags", "quotes" },
    { "!x a: 1\n", 1, "tags", "quotes" },
    { "a: !!\n", 1, "tags", "quotes" },
    { "a: !<x\n", 1, "tags", "quotes" },
    { "a: !no!x 1\n", 1, "tags", "quotes" },
    { "a: 1\n---\nb: 2\n", 2, "a second document begins here", "take out `---`" },
    { "a: 1\n...\n---\nb: 2\n", 3, "a second document begins here", "take out `---`" },
    { "a: 1\nb: 2\na: 3\n", 3, "the key `a` was already there on line 1", "keep one of the two" },
    { "x: {k: 1,\n  k: 2}\n", 2, "the key `k` was already there on line 1", "keep one" },
    { "a: 1\n'a': 2\n", 2, "the key `a` was already there on line 1", "keep one" },
    { "[a]: 1\n", 1, "a key must be text, not a list or a mapping", "`key: value`" },
    { "? {a: 1}\n: 2\n", 1, "a key must be text", "`key: value`" },
    { "\"a\\0\": 1\n", 1, "a key holds a NUL", NULL },
};

static const struct wrong_case syntax[] = {
    { "\ta: 1\n", 1, "is indented by a tab, which YAML does not allow", "indent with spaces" },
    { "a:\n\tb: 1\n", 2, "is indented by a tab", "spaces" },
    { "a:\n  b: 1\n \tc: 2\n", 3, "is indented by a tab", "spaces" },
    { "a: |\n\ttext\n", 2, "is indented by a tab", "spaces" },
    { "a: b: c\n", 1, "a `: ` cannot stand here", "in quotes" },
    { "a: 1\n  b: 2\n", 2, "a `: ` cannot stand here",
      "indent a key as much as the keys beside it" },
    { "a: ? b\n", 1, "a `? ` cannot stand here", "in quotes" },
    { "a: - b\n", 1, "a `- ` cannot stand here", "on a line of its own" },
    { "a: 1\nfoo\nb: 2\n", 2, "this is neither a key with its value",
      "with a space after the colon" },
    { "a: 1\nb 2\n", 2, "this is neither a key with its value", "`key: value`" },
    { "a:\n  b: 1\n c: 2\n", 3,
      "this does not continue the mapping before it (the mapping began on line 1)",
      "same number of spaces" },
    { "a: 1\n- b\n", 2, "this does not continue the mapping before it", "same number of spaces" },
    { "a: \"x\" y\n", 1, "this cannot follow the value before it", "the whole value in quotes" },
    { "a: [1] 2\n", 1, "this cannot follow the value before it", "the whole value in quotes" },
    { "a:\n  - b\n  c: d\n", 3,
      "this does not continue the list before it (the list began on line 2)",
      "same number of spaces" },
    { "a: [1, 2\nb: 3\n", 2,
      "a `,` or the closing `]` is missing before this (the list began on line 1)", "[one, two]" },
    { "a: {b: 1\n", 1, "a `,` or the closing `}` is missing before this", "{ key: value" },
    { "a: {b: 1]\n", 1, "a `,` or the closing `}`", "{ key: value" },
    { "a: [,]\n", 1, "a value is missing here", "write \"\"" },
    { "a: }\n", 1, "a value is missing here", "needs quotes" },
    { "[a] b\n", 1, "this does not belong to what stands before it", "one mapping" },
    { "b: 1\na: \"x\n\ny: 2\n", 2, "the quote that opens here is never closed", "same quote" },
    { "a: 'x\n---\n", 1, "the quote that opens here is never closed", "same quote" },
    { "a: \"\\q\"\n", 1, "there is no such escape in double quotes", "in single quotes" },
    { "a: \"\\xG1\"\n", 1, "an escape lacks its hexadecimal digits", "in single quotes" },
    { "a: \"\\ud800\"\n", 1, "an escape names no Unicode character", "in single quotes" },
    { "a: *\n", 1, "a value cannot begin with `&` or `*`", "in quotes" },
    { "a: & b\n", 1, "a value cannot begin with `&` or `*`", "in quotes" },
    { "a: @x\n", 1, "a value cannot begin with `@`", "in quotes" },
    { "b: 1\na: %x\n", 2, "a value cannot begin with `%`", "in quotes" },
    { "a: `x`\n", 1, "a value cannot begin with a backquote", "in quotes" },
    { "a: | text\n", 1, "text cannot follow `|` or `>` on their line", "on the next line" },
    { "a: |0\n  x\n", 1, "a block cannot be indented by 0", "leave the digit" },
    { "%FOO\na: 1\n", 1, "directives (`%NAME`) are not read", "leave the line out" },
    { "%YAML 3.0\n---\na: 1\n", 1, "directives (`%NAME`) are not read", "leave the line out" },
    { "a: {b: 1\n\n\n", 3,
      "a `,` or the closing `}` is missing before this (the mapping began on line 1)",
      "{ key: value" },
    { "a: \x01\n", 1, "holds the control character U+0001", "\"\\u0001\"" },
    { "a: 1\nb: \x1b[1m\n", 2, "holds the control character U+001B", "\"\\u001B\"" },
    { "a: \xEF\xBF\xBE\n", 1, "holds the control character U+FFFE", "\"\\uFFFE\"" },
};

static void assert_wrong(const char *text, size_t len, const struct wrong_case *expected)
{
    struct err err = { 0 };
    struct node root;
    if (node_read(&root, "dir/f.yml", (struct slice){ text, len }, &err))
        fail_msg("accepted: %s", text);
    node_release(&root);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.file, "dir/f.yml");
    assert_contains(err.text, expected->says);
    if (err.line != expected->line)
        fail_msg("%s: line %d, not %d", text, err.line, expected->line);
    if (expected->hint)
        assert_contains(err.hint, expected->hint);
    else
        assert_null(err.hint);
    err_release(&err);
}

static void what_is_not_read_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++)
        assert_wrong(refusals[i].text, strlen(refusals[i].text), &refusals[i]);
}

static void syntax_is_explained(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(syntax); i++)
        assert_wrong(syntax[i].text, strlen(syntax[i].text), &syntax[i]);
}

static void bytes_that_are_no_text(void **state)
{
    (void)state;
    assert_wrong("a: 1\nb: \xFF\n", 10,
                 &(struct wrong_case){ NULL, 2, "is not UTF-8", "as UTF-8" });
    assert_wrong("a: \xC3", 4, &(struct wrong_case){ NULL, 1, "is not UTF-8", "as UTF-8" });
    assert_wrong("a: 1\nb: \0\n", 10,
                 &(struct wrong_case){ NULL, 2, "holds a NUL byte", "as UTF-8" });
    assert_wrong("\xFF\xFE"
                 "a\0:\0",
                 6, &(struct wrong_case){ NULL, 1, "is UTF-16, not UTF-8", "iconv" });
    assert_wrong("\xFE\xFF\0a\0:", 6,
                 &(struct wrong_case){ NULL, 1, "is UTF-16, not UTF-8", "iconv" });
}

static void size_is_bounded(void **state)
{
    (void)state;
    static const struct wrong_case large = { NULL, 0, "is larger than 64 KiB", NULL };
    struct buf text = BUF_INIT;
    buf_adds(&text, "a: ");
    buf_fill(&text, 'x', (64 << 10) - text.len);
    assert_read(&text);
    buf_addc(&text, 'x');
    assert_wrong(text.s, text.len, &large);
    buf_fill(&text, 'x', 10 << 20);
    assert_wrong(text.s, text.len, &large);
    buf_release(&text);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    static const struct wrong_case deep = { NULL, 1, "is nested more than 16 deep", "flatter" };
    struct buf text = BUF_INIT;
    buf_fill(&text, '[', 15);
    buf_addc(&text, 'x');
    buf_fill(&text, ']', 15);
    assert_read(&text);
    buf_clear(&text);
    buf_fill(&text, '[', 16);
    buf_addc(&text, 'x');
    buf_fill(&text, ']', 16);
    assert_wrong(text.s, text.len, &deep);
    for (const char *open = "[{-"; *open; open++) {
        buf_clear(&text);
        for (int i = 0; i < 20000; i++)
            buf_adds(&text, *open == '-' ? "- " : *open == '[' ? "[" : "{a: ");
        text.len = text.len < 64000 ? text.len : 64000;
        assert_wrong(text.s, text.len, &deep);
    }
    buf_release(&text);
}

static void count_is_bounded(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    buf_addc(&text, '[');
    for (int i = 0; i < 9999; i++)
        buf_adds(&text, "1,");
    buf_addc(&text, ']');
    assert_read(&text);
    text.s[text.len - 1] = '1';
    buf_addc(&text, ']');
    assert_wrong(text.s, text.len,
                 &(struct wrong_case){ NULL, 1, "holds over 10000 values", NULL });
    buf_release(&text);
}

/* Ten aliases of ten aliases …: a billion nodes where aliases are followed. */
static void alias_bomb_is_refused(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    buf_adds(&text, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
        buf_printf(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            buf_printf(&text, "*a%d,", i - 1);
        buf_adds(&text, "]\n");
    }
    assert_wrong(text.s, text.len, &(struct wrong_case){ NULL, 1, "anchors", "quotes" });
    buf_release(&text);
}

static void find_and_string(void **state)
{
    (void)state;
    static const char text[] = "a: 1\nb: \"x\\0y\"\nc: [z]\n";
    AUTO(node_release) struct node root = read_ok(text, strlen(text));
    assert_string_equal(node_string(node_find(&root, "a")), "1");
    assert_int_equal(node_find(&root, "b")->len, 3);
    assert_memory_equal(node_find(&root, "b")->text, "x\0y", 4);
    assert_null(node_string(node_find(&root, "b")));
    assert_null(node_string(node_find(&root, "c")));
    assert_null(node_find(&root, "d"));
    assert_null(node_find(node_find(&root, "c"), "z"));
    assert_null(node_find(node_find(&root, "a"), "z"));
}

static void assert_described(const char *text, const char *expected)
{
    AUTO(node_release) struct node root = read_ok(text, strlen(text));
    AUTO_FREE char *got = node_describe(&root);
    assert_string_equal(got, expected);
}

static void descriptions(void **state)
{
    (void)state;
    assert_described("[a]", "a list");
    assert_described("[]", "an empty list");
    assert_described("a: b", "a mapping");
    assert_described("{}", "an empty mapping");
    assert_described("", "missing");
    assert_described("''", "``");
    assert_described("소켓 하나", "`소켓 하나`");
    assert_described("|\n  one\n  two\n", "`one…`");
    assert_described("\"a\\eb\\0\"", "`a\\x1Bb\\x00`");
    assert_described("가가가가가가가가가가가가가가가가가가가가가가",
                     "`가가가가가가가가가가가가가가가가가가가가…`");
    assert_described("a가가가가가가가가가가가가가가가가가가가가가가",
                     "`a가가가가가가가가가가가가가가가가가가가…`");
}

static const char corpus[] =
    "# 소켓\ntitle: \"a \\u00e9\\n b\"\ncompile: warn\nexpect: { signal: SEGV }\n"
    "limits:\n  time: 5s\n  output: 64K\nstdin: |\n  one\n\n  two\nargs:\n"
    "- '0.0.0.0'\n- 8080\n- [x, {y: z}]\nenv: {A: 1, B: \"\"}\n? k\n: >-\n  v\n"
    "--- \n... \n%YAML 1.1\n&a *a !t @ `\t\r\n";

static int count_lines(const struct buf *text)
{
    int lines = 1;
    for (size_t i = 0; i < text->len; i++)
        lines += text->s[i] == '\n' || text->s[i] == '\r';
    return lines;
}

/* Changes TEXT at random: bytes set, cut out, or copied from elsewhere in it. */
static void mutate(struct buf *text, uint64_t *seed)
{
    for (size_t n = 1 + chance_below(seed, 6); n > 0 && text->len > 0; n--) {
        size_t at = chance_below(seed, text->len), len = 1 + chance_below(seed, 12);
        len = len < text->len - at ? len : text->len - at;
        size_t from = chance_below(seed, text->len - len + 1);
        if (n % 3 == 0)
            text->s[at] = (char)chance(seed);
        else if (n % 3 == 1)
            memmove(text->s + at, text->s + from, len);
        else {
            memmove(text->s + at, text->s + at + len, text->len - at - len);
            text->len -= len;
        }
    }
}

/* Whatever the file: a tree, or one error of one shown line at a line that the file has. */
static void mutated_files_end_well(void **state)
{
    (void)state;
    uint64_t seed = 2026;
    int good = 0;
    for (int round = 0; round < 20000; round++) {
        struct buf text = BUF_INIT, shown = BUF_INIT;
        struct err err = { 0 };
        struct node root;
        buf_add(&text, corpus, chance_below(&seed, sizeof(corpus)));
        mutate(&text, &seed);
        struct slice slice = { buf_str(&text), text.len };
        if (node_read(&root, "f", slice, &err)) {
            good++;
            assert_null(err.text);
        } else {
            assert_int_equal(err.kind, ERR_INPUT);
            assert_in_range(err.line, 1, count_lines(&text));
            text_show(&shown, err.text, strlen(err.text));
            assert_string_equal(buf_str(&shown), err.text);
            assert_null(strchr(err.text, '\n'));
        }
        node_release(&root);
        err_release(&err);
        buf_release(&text);
        buf_release(&shown);
    }
    assert_in_range(good, 500, 19500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_and_lines),
        cmocka_unit_test(empty_documents_are_null),
        cmocka_unit_test(what_is_not_read_is_refused),
        cmocka_unit_test(syntax_is_explained),
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(size_is_bounded),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(count_is_bounded),
        cmocka_unit_test(alias_bomb_is_refused),
        cmocka_unit_test(find_and_string),
        cmocka_unit_test(descriptions),
        cmocka_unit_test(mutated_files_end_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
