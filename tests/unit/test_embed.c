/*
 * doc/post/embed: what becomes of a block in each state, and the bytes written. tests/md holds every kind of
 * container with every kind of content.
 */
#include "unit.h"

#include "base/mem.h"
#include "doc/post/embed.h"

#define OPEN     "<!-- snip code a.c -->\n"
#define CLOSE    "<!-- /snip -->\n"
#define X_DIGEST "73cb3858a687a849" /* of "x\n" */

enum { BLOCKS_MOST = 4 };

/* What came of embedding. */
struct result {
    bool good;
    struct buf out;
    enum block_state states[BLOCKS_MOST];
    struct err err;
};

static struct slice slice_of(const char *s)
{
    return (struct slice){ s, s ? strlen(s) : 0 };
}

/* Embeds TEXTS, one a block (NULL: unknown), under INFO. */
static struct result embed(const char *text, const char *const *texts, const char *info,
                           bool overwrite)
{
    struct post post;
    struct errs errs = { 0 };
    struct result r = { 0 };
    assert_true(post_parse(&post, "post.md", slice_of(text), &errs));
    assert_in_range(post.blocks.n, 1, BLOCKS_MOST);
    struct content contents[BLOCKS_MOST];
    for (size_t i = 0; i < post.blocks.n; i++)
        contents[i] = (struct content){ slice_of(texts[i]), info };
    r.good = embed_blocks(&post, contents, overwrite, &r.out, r.states, &r.err);
    post_release(&post);
    return r;
}

static void release(struct result *r)
{
    buf_release(&r->out);
    err_release(&r->err);
}

/* Asserts what becomes of TEXT, a post of one block that shall show CONTENT under info "c". */
static void assert_embeds(const char *text, const char *content, enum block_state state,
                          const char *wanted)
{
    struct result r = embed(text, &content, "c", false);
    assert_true(r.good);
    assert_int_equal(r.states[0], state);
    assert_string_equal(r.out.s, wanted);
    assert_int_equal(r.out.len, strlen(wanted));
    release(&r);
}

static void test_same(void **state)
{
    (void)state;
    const char *post = OPEN "```c\nx\n```\n<!-- /snip " X_DIGEST " -->\n";
    assert_embeds(post, "x\n", BLOCK_SAME, post);
    assert_embeds(post, "x", BLOCK_SAME, post);
    const char *odd = OPEN "\n  ~~~~ c \n  x\n ~~~~~\n\n   <!--/snip " X_DIGEST "--> \n";
    assert_embeds(odd, "x\n", BLOCK_SAME, odd);
}

static void test_unknown_content(void **state)
{
    (void)state;
    assert_embeds(OPEN CLOSE, NULL, BLOCK_SAME, OPEN CLOSE);
    const char *edited = OPEN "```\nmine\n```\n" CLOSE;
    assert_embeds(edited, NULL, BLOCK_SAME, edited);
}

static void test_empty_is_filled(void **state)
{
    (void)state;
    const char *wanted = OPEN "```c\nx\n```\n<!-- /snip " X_DIGEST " -->\n";
    assert_embeds(OPEN CLOSE, "x\n", BLOCK_WRITTEN, wanted);
    assert_embeds(OPEN "\n  \n" CLOSE, "x", BLOCK_WRITTEN, wanted);
    assert_embeds(OPEN "```\n```\n" CLOSE, "x\n", BLOCK_WRITTEN, wanted);
    assert_embeds(OPEN "<!-- /snip 0123456789abcdef -->\n", "x\n", BLOCK_WRITTEN, wanted);
    assert_embeds(OPEN "```c\n```\n<!-- /snip 0123456789abcdef -->\n", "x\n", BLOCK_WRITTEN,
                  wanted);
}

static void test_stale_is_written(void **state)
{
    (void)state;
    assert_embeds(OPEN "```c\nx\n```\n<!-- /snip " X_DIGEST " -->\n", "abc", BLOCK_WRITTEN,
                  OPEN "```c\nabc\n```\n<!-- /snip edeaaff3f1774ad2 -->\n");
    assert_embeds(OPEN "~~~~~\nx\n~~~~~\n<!-- /snip " X_DIGEST " -->\n", "", BLOCK_WRITTEN,
                  OPEN "```c\n```\n<!-- /snip e3b0c44298fc1c14 -->\n");
}

/* Blank lines round the fence are the author's style. */
static void test_blank_lines_stay(void **state)
{
    (void)state;
    assert_embeds("> " OPEN ">\n> ~~~\n> x\n> ~~~\n> \n> <!-- /snip " X_DIGEST " -->\n", "abc",
                  BLOCK_WRITTEN,
                  "> " OPEN ">\n> ```c\n> abc\n> ```\n> \n> <!-- /snip edeaaff3f1774ad2 -->\n");
}

static void test_equal_is_adopted(void **state)
{
    (void)state;
    const char *wanted = OPEN "~~~c\nx\n~~~\n<!-- /snip " X_DIGEST " -->\n";
    assert_embeds(OPEN "~~~c\nx\n~~~\n" CLOSE, "x\n", BLOCK_WRITTEN, wanted);
    assert_embeds(OPEN "~~~c\nx\n~~~\n<!-- /snip 0123456789abcdef -->\n", "x\n", BLOCK_WRITTEN,
                  wanted);
    assert_embeds(OPEN "~~~\nx\n~~~\n<!-- /snip " X_DIGEST " -->\n", "x\n", BLOCK_WRITTEN,
                  OPEN "```c\nx\n```\n<!-- /snip " X_DIGEST " -->\n");
}

static void test_edited_is_kept(void **state)
{
    (void)state;
    static const char *const posts[] = {
        OPEN "```c\nmine\n```\n" CLOSE,
        OPEN "```c\nmine\n```\n<!-- /snip " X_DIGEST " -->\n",
        OPEN "```c\n\n```\n" CLOSE,
    };
    for (size_t i = 0; i < 3; i++) {
        assert_embeds(posts[i], "x\n", BLOCK_EDITED, posts[i]);
        const char *content = "x\n";
        struct result r = embed(posts[i], &content, "c", true);
        assert_true(r.good);
        assert_int_equal(r.states[0], BLOCK_WRITTEN);
        assert_string_equal(r.out.s, OPEN "```c\nx\n```\n<!-- /snip " X_DIGEST " -->\n");
        release(&r);
    }
}

static void test_several_blocks(void **state)
{
    (void)state;
    const char *post = "a\n" OPEN CLOSE "b\n" OPEN "```\nmine\n```\n" CLOSE "c\n" OPEN CLOSE
                       "d\n" OPEN "```c\nx\n```\n<!-- /snip " X_DIGEST " -->";
    const char *const contents[] = { "x", "x", NULL, "x" };
    struct result r = embed(post, contents, "c", false);
    assert_true(r.good);
    assert_int_equal(r.states[0], BLOCK_WRITTEN);
    assert_int_equal(r.states[1], BLOCK_EDITED);
    assert_int_equal(r.states[2], BLOCK_SAME);
    assert_int_equal(r.states[3], BLOCK_SAME);
    assert_string_equal(r.out.s, "a\n" OPEN "```c\nx\n```\n<!-- /snip " X_DIGEST " -->\nb\n" OPEN
                                 "```\nmine\n```\n" CLOSE "c\n" OPEN CLOSE "d\n" OPEN
                                 "```c\nx\n```\n<!-- /snip " X_DIGEST " -->");
    release(&r);
}

static void test_no_info(void **state)
{
    (void)state;
    const char *content = "x\n";
    struct result r = embed(OPEN CLOSE, &content, "", false);
    assert_true(r.good);
    assert_string_equal(r.out.s, OPEN "```\nx\n```\n<!-- /snip " X_DIGEST " -->\n");
    release(&r);
}

static void test_prefix(void **state)
{
    (void)state;
    static const struct {
        const char *opener, *prefix, *empty;
    } cases[] = {
        { "", "", "" },          { "   ", "   ", "" },         { "- ", "  ", "" },
        { ">", "> ", ">" },      { ">\t", ">   ", ">" },       { "> - ", ">   ", ">" },
        { ">>", "> > ", "> >" }, { ">1. ", ">    ", ">" },     { "-\t> ", "    > ", "    >" },
        { "10) ", "    ", "" },  { "- >+ ", "  >   ", "  >" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *p = cases[i].prefix;
        AUTO_FREE char *post = mem_printf("%s%s%s%s", cases[i].opener, OPEN, p, CLOSE);
        AUTO_FREE char *wanted = mem_printf("%s%s%s```c\n%s\tx\n%s\n%s```\n%s<!-- /snip %s -->\n",
                                            cases[i].opener, OPEN, p, p, cases[i].empty, p, p,
                                            "6edaf09ce1f9cc24");
        char digest[BLOCK_DIGEST + 1];
        block_digest(slice_of("\tx\n\n"), digest);
        memcpy(strstr(wanted, "6edaf09ce1f9cc24"), digest, BLOCK_DIGEST);
        assert_embeds(post, "\tx\n\n", BLOCK_WRITTEN, wanted);
    }
}

static void test_fence_is_longer(void **state)
{
    (void)state;
    char digest[BLOCK_DIGEST + 1];
    const char *content = "a ```` b\n```\n";
    block_digest(slice_of(content), digest);
    AUTO_FREE char *wanted =
        mem_printf(OPEN "`````c\n%s`````\n<!-- /snip %s -->\n", content, digest);
    assert_embeds(OPEN CLOSE, content, BLOCK_WRITTEN, wanted);
}

static char *run_of(char c, size_t n)
{
    struct buf b = BUF_INIT;
    buf_fill(&b, c, n);
    buf_addc(&b, '\n');
    return buf_steal(&b);
}

/* cmark counts a fence's length no further than 255. */
static void test_fence_beyond_count(void **state)
{
    (void)state;
    AUTO_FREE char *ticks = run_of('`', 255), *tildes = run_of('~', 255);
    AUTO_FREE char *both = mem_printf("%s%s", ticks, tildes), *inside = mem_printf("x%s", ticks);
    struct result r = embed(OPEN CLOSE, (const char *const *)&ticks, "c", false);
    assert_true(r.good);
    assert_non_null(strstr(r.out.s, "\n~~~c\n"));
    release(&r);
    r = embed(OPEN CLOSE, (const char *const *)&inside, "c", false);
    assert_true(r.good);
    assert_null(strstr(r.out.s, "~"));
    release(&r);
    r = embed("text\n" OPEN CLOSE, (const char *const *)&both, "c", false);
    assert_false(r.good);
    assert_int_equal(r.err.kind, ERR_INPUT);
    assert_string_equal(r.err.file, "post.md");
    assert_int_equal(r.err.line, 2);
    assert_non_null(strstr(r.err.text, "no fence can hold both"));
    release(&r);
}

static void test_bad_content(void **state)
{
    (void)state;
    static const struct {
        struct slice text;
        const char *words;
    } cases[] = { { { "a\rb\n", 4 }, "a carriage return" },
                  { { "a\0b\n", 4 }, "a NUL" },
                  { { "a\xFF\n", 3 }, "not UTF-8" } };
    for (size_t i = 0; i < 3; i++) {
        struct post post;
        struct errs errs = { 0 };
        struct buf out = BUF_INIT;
        struct err err = { 0 };
        enum block_state states[1];
        struct content content = { cases[i].text, "c" };
        assert_true(post_parse(&post, "post.md", slice_of("\n" OPEN CLOSE), &errs));
        assert_false(embed_blocks(&post, &content, false, &out, states, &err));
        assert_int_equal(err.kind, ERR_INPUT);
        assert_int_equal(err.line, 2);
        assert_non_null(strstr(err.text, cases[i].words));
        err_release(&err);
        buf_release(&out);
        post_release(&post);
    }
}

/* An info string that ends its own line breaks the post: the second parsing must see it. */
static void test_damage_is_refused(void **state)
{
    (void)state;
    static const char *const infos[] = { "c\n```\n\ntext\n", "c`", " c", "c\n\n" };
    const char *content = "x\n";
    for (size_t i = 0; i < 4; i++) {
        struct result r = embed("> " OPEN "> " CLOSE, &content, infos[i], false);
        assert_false(r.good);
        assert_int_equal(r.err.kind, ERR_SYSTEM);
        assert_string_equal(r.err.file, "post.md");
        assert_non_null(strstr(r.err.text, "left as it is"));
        assert_non_null(r.err.hint);
        release(&r);
    }
}

static void test_line_ends(void **state)
{
    (void)state;
    assert_embeds("a\n<!-- snip code a.c -->\r\n<!-- /snip -->\nb", "x\n\n", BLOCK_WRITTEN,
                  "a\n<!-- snip code a.c -->\r\n```c\r\nx\r\n\r\n```\r\n"
                  "<!-- /snip d1329c6d1284e888 -->\nb");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_unknown_content),
        cmocka_unit_test(test_empty_is_filled),
        cmocka_unit_test(test_stale_is_written),
        cmocka_unit_test(test_blank_lines_stay),
        cmocka_unit_test(test_equal_is_adopted),
        cmocka_unit_test(test_edited_is_kept),
        cmocka_unit_test(test_several_blocks),
        cmocka_unit_test(test_no_info),
        cmocka_unit_test(test_prefix),
        cmocka_unit_test(test_fence_is_longer),
        cmocka_unit_test(test_fence_beyond_count),
        cmocka_unit_test(test_bad_content),
        cmocka_unit_test(test_damage_is_refused),
        cmocka_unit_test(test_line_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
