/* doc/post/directive and doc/post/block: comments, their words, and what a block made of them answers. */
#include "unit.h"

#include "doc/post/directive.h"
#include "file/digest.h"

static struct slice slice(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

/* The role of the first comment in HTML; -1 where there is none. */
static int role_of(const char *html)
{
    struct comment comment;
    size_t at = 0;
    return comment_next(slice(html), &at, &comment) ? (int)directive_role(&comment) : -1;
}

static void comments_are_found_one_by_one(void **state)
{
    (void)state;
    const char *html = "a<!-- one --><!--two--> <!-- open";
    struct comment comment;
    size_t at = 0;
    assert_true(comment_next(slice(html), &at, &comment));
    assert_int_equal(comment.from, 1);
    assert_int_equal(comment.to, 13);
    assert_true(comment.closed);
    assert_true(comment_next(slice(html), &at, &comment));
    assert_int_equal(comment.content.len, 3);
    assert_true(comment_next(slice(html), &at, &comment));
    assert_false(comment.closed);
    assert_false(comment_next(slice(html), &at, &comment));
}

static void the_first_word_decides(void **state)
{
    (void)state;
    assert_int_equal(role_of("<!-- snip code a.c -->"), DIRECTIVE_OPEN);
    assert_int_equal(role_of("<!--snip code a.c-->"), DIRECTIVE_OPEN);
    assert_int_equal(role_of("<!-- snip -->"), DIRECTIVE_OPEN);
    assert_int_equal(role_of("<!-- /snip -->"), DIRECTIVE_CLOSE);
    assert_int_equal(role_of("<!-- snippet -->"), DIRECTIVE_NONE);
    assert_int_equal(role_of("<!-- a snip -->"), DIRECTIVE_NONE);
    assert_int_equal(role_of("text"), -1);
}

/* Reads the opener HTML into BLOCK; the errors, if any, are in ERRS. */
static bool read_opener(const char *html, struct block *block, struct errs *errs)
{
    struct comment comment;
    size_t at = 0;
    assert_true(comment_next(slice(html), &at, &comment));
    *block = (struct block){ 0 };
    return directive_read_opener(&comment, block, "a.md", 7, errs);
}

static void openers_are_read(void **state)
{
    (void)state;
    struct block block;
    struct errs errs = { 0 };
    assert_true(read_opener("<!-- snip code bind/any.c#x_1 -->", &block, &errs));
    assert_int_equal(block.kind, VIEW_CODE);
    assert_string_equal(block.target, "bind/any.c");
    assert_string_equal(block.region, "x_1");
    block_release(&block);
    assert_true(read_opener("<!-- snip output bind/any only=a,b -->", &block, &errs));
    assert_int_equal(block.kind, VIEW_OUTPUT);
    assert_string_equal(block_attribute(&block, "only"), "a,b");
    assert_null(block_attribute(&block, "onl"));
    block_release(&block);
    assert_true(read_opener("<!-- snip code a.c mark=3-5,9 -->", &block, &errs));
    assert_string_equal(block_attribute(&block, "mark"), "3-5,9");
    block_release(&block);
    assert_int_equal(errs.n, 0);
}

static void wrong_openers_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        { "<!-- snip -->", "" },
        { "<!-- snip cod a.c -->", "did you mean `code`?" },
        { "<!-- snip code -->", "" },
        { "<!-- snip code ../a.c -->", "" },
        { "<!-- snip code /a.c -->", "" },
        { "<!-- snip code A.c -->", "a.c" },
        { "<!-- snip output a.c -->", "" },
        { "<!-- snip output a only=x only=y -->", "" },
        { "<!-- snip output a onyl=x -->", "did you mean `only`?" },
        { "<!-- snip code a.c mrak=1 -->", "did you mean `mark`?" },
        { "<!-- snip output a mark=1 -->", "it has `only`" },
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct block block;
        struct errs errs = { 0 };
        assert_false(read_opener(wrong[i][0], &block, &errs));
        assert_int_equal(errs.n, 1);
        assert_int_equal(errs.v[0].line, 7);
        assert_contains(errs.v[0].hint, wrong[i][1]);
        errs_release(&errs);
        block_release(&block);
    }
}

static void closers_are_read(void **state)
{
    (void)state;
    struct errs errs = { 0 };
    struct comment comment;
    char digest[BLOCK_DIGEST + 1];
    size_t at = 0;
    assert_true(comment_next(slice("<!-- /snip 0123456789abcdef -->"), &at, &comment));
    assert_true(directive_read_closer(&comment, digest, "a.md", 1, &errs));
    assert_string_equal(digest, "0123456789abcdef");
    at = 0;
    assert_true(comment_next(slice("<!-- /snip 0123 -->"), &at, &comment));
    assert_false(directive_read_closer(&comment, digest, "a.md", 1, &errs));
    assert_int_equal(errs.n, 1);
    errs_release(&errs);
}

static void a_digest_is_the_head_of_the_whole(void **state)
{
    (void)state;
    char digest[BLOCK_DIGEST + 1], whole[DIGEST_HEX + 1];
    block_digest(slice("abc\n"), digest);
    digest_hex("abc\n", 4, whole);
    assert_int_equal(strlen(digest), BLOCK_DIGEST);
    assert_memory_equal(digest, whole, BLOCK_DIGEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_are_found_one_by_one),
        cmocka_unit_test(the_first_word_decides),
        cmocka_unit_test(openers_are_read),
        cmocka_unit_test(wrong_openers_are_refused),
        cmocka_unit_test(closers_are_read),
        cmocka_unit_test(a_digest_is_the_head_of_the_whole),
    };
    return cmocka_run_group_tests_name("directive", tests, NULL, NULL);
}
