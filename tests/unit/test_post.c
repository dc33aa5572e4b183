/*
 * doc/post/post and what it is made of: lines, source, directive, block. tests/md holds what is said of wrong
 * posts word by word, and finds blocks in every corner of CommonMark.
 */
#include "unit.h"

#include "base/mem.h"
#include "doc/post/directive.h"
#include "doc/post/lines.h"
#include "doc/post/post.h"
#include "doc/post/source.h"

/* A post and what was said of it. */
struct parsed {
    struct post post;
    struct errs errs;
    bool good;
};

static struct slice slice_of(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

static struct parsed parse(const char *text)
{
    struct parsed p = { 0 };
    p.good = post_parse(&p.post, "dir/post.md", slice_of(text), &p.errs);
    assert_int_equal(p.good, p.errs.n == 0);
    return p;
}

static void release(struct parsed *p)
{
    post_release(&p->post);
    errs_release(&p->errs);
}

static void assert_span(const struct post *post, struct span span, const char *text)
{
    assert_int_equal(span.to - span.from, strlen(text));
    assert_memory_equal(post->text.s + span.from, text, strlen(text));
}

static void assert_error(const struct parsed *p, size_t i, int line, const char *words)
{
    assert_in_range(i + 1, 1, p->errs.n);
    const struct err *err = &p->errs.v[i];
    assert_int_equal(err->kind, ERR_INPUT);
    assert_string_equal(err->file, "dir/post.md");
    assert_int_equal(err->line, line);
    assert_non_null(strstr(err->text, words));
    assert_non_null(err->hint);
}

static void test_no_blocks(void **state)
{
    (void)state;
    static const char *const texts[] = { "",
                                         "\n",
                                         "text",
                                         "---\na: snip\n---\n",
                                         "# snip\n",
                                         "<!-- snippet -->\n",
                                         "```\n<!-- snip code x -->\n```\n" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct parsed p = parse(texts[i]);
        assert_true(p.good);
        assert_int_equal(p.post.blocks.n, 0);
        assert_int_equal(p.post.text.len, strlen(texts[i]));
        assert_string_equal(p.post.path, "dir/post.md");
        release(&p);
    }
}

static void test_whole_block(void **state)
{
    (void)state;
    struct parsed p = parse("---\ntitle: x\n---\n\n"
                            "1. <!-- snip code a/b_1-c.c#Loop -->\n\n   ~~~ c  \n   \tint x;\n"
                            "\n   ~~~\n\n   <!-- /snip 0123456789abcdef -->\n");
    assert_true(p.good);
    assert_int_equal(p.post.body_line, 4);
    assert_int_equal(p.post.blocks.n, 1);
    const struct block *b = &p.post.blocks.v[0];
    assert_int_equal(b->kind, VIEW_CODE);
    assert_string_equal(b->target, "a/b_1-c.c");
    assert_string_equal(b->region, "Loop");
    assert_int_equal(b->attributes.n, 0);
    assert_int_equal(b->line, 5);
    assert_int_equal(b->fence_line, 7);
    assert_int_equal(b->close_line, 12);
    assert_string_equal(b->literal, "\tint x;\n\n");
    assert_int_equal(b->literal_len, 9);
    assert_string_equal(b->info, "c");
    assert_string_equal(b->digest, "0123456789abcdef");
    assert_span(&p.post, b->open, "1. <!-- snip code a/b_1-c.c#Loop -->\n");
    assert_span(&p.post, b->fence, "   ~~~ c  \n   \tint x;\n\n   ~~~\n");
    assert_span(&p.post, b->close, "   <!-- /snip 0123456789abcdef -->\n");
    release(&p);
}

static void test_empty_block(void **state)
{
    (void)state;
    struct parsed p = parse("<!-- snip output a/b only=alice,bob -->\r\n<!-- /snip -->");
    assert_true(p.good);
    const struct block *b = &p.post.blocks.v[0];
    assert_int_equal(b->kind, VIEW_OUTPUT);
    assert_null(b->region);
    assert_null(b->literal);
    assert_null(b->info);
    assert_int_equal(b->fence_line, 0);
    assert_string_equal(b->digest, "");
    assert_string_equal(block_attribute(b, "only"), "alice,bob");
    assert_null(block_attribute(b, "onl"));
    assert_span(&p.post, b->open, "<!-- snip output a/b only=alice,bob -->\r\n");
    assert_span(&p.post, b->close, "<!-- /snip -->");
    release(&p);
}

static void test_kinds(void **state)
{
    (void)state;
    static const char *const names[] = { "code",  "output",  "table",    "diagnostics", "lab",
                                         "calls", "packets", "timeline", "states",      "queue" };
    static const char *const fences[] = { "c",    "console", "text", "console", "text",
                                          "text", "text",    "text", "text",    "text" };
    assert_int_equal(VIEW_COUNT, COUNT(names));
    for (int kind = 0; kind < VIEW_COUNT; kind++) {
        assert_string_equal(view_grammar((enum view_kind)kind)->name, names[kind]);
        assert_string_equal(view_grammar((enum view_kind)kind)->fence, fences[kind]);
    }
    struct parsed p = parse("<!-- snip diagnostics a.h -->\n<!-- /snip -->\n");
    assert_true(p.good);
    assert_int_equal(p.post.blocks.v[0].kind, VIEW_DIAGNOSTICS);
    release(&p);
}

/* A first line of content that looks like the fence must not make it indented code, nor the reverse. */
static void test_fenced_or_indented(void **state)
{
    (void)state;
    struct parsed p = parse("<!-- snip code a.c -->\n```c\n```c\n```\n<!-- /snip -->\n"
                            "<!-- snip code a.c -->\n\n    ```\n    ```\n\n<!-- /snip -->\n"
                            "- <!-- snip code a.c -->\n\n  \t  ~~~c\n\n  <!-- /snip -->\n"
                            "> <!-- snip code a.c -->\n>\t~~~\n>\t~~~\n> <!-- /snip -->\n");
    assert_int_equal(p.post.blocks.n, 2);
    assert_string_equal(p.post.blocks.v[0].literal, "```c\n");
    assert_string_equal(p.post.blocks.v[1].literal, "");
    assert_int_equal(p.errs.n, 2);
    assert_error(&p, 0, 8, "indented code");
    assert_error(&p, 1, 14, "indented code");
    release(&p);
}

static void test_errors_are_in_order(void **state)
{
    (void)state;
    struct parsed p = parse("<!-- /snip -->\n\ntext <!-- snip code b.c --> text\n\n"
                            "<!-- /snip -->\n\n<!-- snip kode c.c -->\n<!-- /snip -->\n\n"
                            "<!-- /snip -->\n\n<!-- snip code d.c -->\n<!-- /snip -->\n\n"
                            "<!-- snip code e.c -->\n");
    assert_false(p.good);
    assert_int_equal(p.errs.n, 5);
    assert_error(&p, 0, 1, "none is open");
    assert_error(&p, 1, 3, "inside a paragraph");
    assert_error(&p, 2, 7, "unknown kind");
    assert_string_equal(p.errs.v[2].hint, "did you mean `code`?");
    assert_error(&p, 3, 10, "closed twice");
    assert_error(&p, 4, 15, "never closed");
    assert_int_equal(p.post.blocks.n, 1);
    assert_string_equal(p.post.blocks.v[0].target, "d.c");
    release(&p);
}

static void test_errors_are_appended(void **state)
{
    (void)state;
    struct errs errs = { 0 };
    struct post post;
    errs_add(&errs, ERR_FALSE, "other", 99, "earlier");
    assert_true(post_parse(&post, "p", slice_of("snip\n"), &errs));
    post_release(&post);
    assert_false(post_parse(&post, "p", slice_of("<!-- /snip -->\n"), &errs));
    post_release(&post);
    assert_int_equal(errs.n, 2);
    assert_string_equal(errs.v[0].text, "earlier");
    errs_release(&errs);
}

static void test_outline(void **state)
{
    (void)state;
    static const char *const same[] = {
        "# a\n- <!-- snip code a.c -->\n  <!-- /snip -->\n- b\n",
        "# a\n- <!-- snip code a.c -->\n  ```c\n  x\n  ```\n  <!-- /snip 0123456789abcdef -->\n- "
        "b\n",
        "---\n---\n# a\n- <!-- snip code a.c -->\n  ~~~\n  ~~~\n  <!-- /snip -->\n- b\n",
    };
    static const char *const other[] = {
        "## a\n- <!-- snip code a.c -->\n  <!-- /snip -->\n- b\n",
        "# a\n- <!-- snip code b.c -->\n  <!-- /snip -->\n- b\n",
        "# a\n1. <!-- snip code a.c -->\n   <!-- /snip -->\n2. b\n",
        "# a\n- <!-- snip code a.c -->\n  <!-- /snip -->\n- c\n",
        "# a\n- <!-- snip code a.c -->\n  <!-- /snip -->\n\n  ```\n  ```\n- b\n",
        "# a\n- <!-- snip code a.c -->\n  <!-- /snip -->\n\nb\n",
    };
    struct buf first = BUF_INIT;
    for (size_t i = 0; i < 9; i++) {
        struct parsed p = parse(i < 3 ? same[i] : other[i - 3]);
        struct buf out = BUF_INIT;
        assert_true(p.good);
        post_outline(&p.post, &out);
        if (i == 0)
            buf_add(&first, out.s, out.len);
        assert_int_equal(buf_equal(&first, &out), i < 3);
        buf_release(&out);
        release(&p);
    }
    buf_release(&first);
}

static void test_digest(void **state)
{
    (void)state;
    char digest[BLOCK_DIGEST + 1];
    block_digest(slice_of(""), digest);
    assert_string_equal(digest, "e3b0c44298fc1c14");
    block_digest(slice_of("abc"), digest);
    assert_string_equal(digest, "ba7816bf8f01cfea");
}

static void test_lines(void **state)
{
    (void)state;
    const char *text = "skip\na\r\nb\rc\n\r\r\nd";
    static const struct {
        const char *text;
        int number;
    } rows[] = {
        { "a\r\n", 7 }, { "b\r", 8 }, { "c\n", 8 }, { "\r", 9 }, { "\r\n", 9 }, { "d", 10 }
    };
    struct line_table table = { 0 };
    line_table_fill(&table, slice_of(text), 5, 7);
    assert_int_equal(table.n, 6);
    for (size_t i = 0; i < table.n; i++) {
        struct span span = line_table_span(&table, i);
        assert_int_equal(span.to - span.from, strlen(rows[i].text));
        assert_memory_equal(text + span.from, rows[i].text, span.to - span.from);
        assert_int_equal(line_table_number(&table, i), rows[i].number);
    }
    assert_int_equal(line_table_span(&table, 6).from, strlen(text));
    assert_int_equal(line_table_span(&table, 99).to, strlen(text));
    assert_int_equal(line_table_number(&table, 99), 10);
    line_table_release(&table);
    line_table_fill(&table, (struct slice){ "", 0 }, 0, 1);
    assert_int_equal(table.n, 0);
    assert_int_equal(line_table_number(&table, 0), 1);
    line_table_release(&table);
}

static void test_line_endings(void **state)
{
    (void)state;
    assert_string_equal(line_ending(slice_of("a\n")), "\n");
    assert_string_equal(line_ending(slice_of("a\r\n")), "\r\n");
    assert_string_equal(line_ending(slice_of("a\r")), "\r");
    assert_string_equal(line_ending(slice_of("\n")), "\n");
    assert_string_equal(line_ending(slice_of("a")), "");
    assert_string_equal(line_ending(slice_of("")), "");
    struct slice trimmed = line_trim(slice_of(" \t a b\r\n"));
    assert_int_equal(trimmed.len, 3);
    assert_memory_equal(trimmed.s, "a b", 3);
    assert_int_equal(line_trim(slice_of(" \n")).len, 0);
}

static void test_front_matter(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum front_state state;
        const char *body;
        int line;
    } cases[] = {
        { "", FRONT_NONE, "", 1 },
        { "text\n---\n", FRONT_NONE, "text\n---\n", 1 },
        { "---", FRONT_NONE, "---", 1 },
        { "----\n", FRONT_NONE, "----\n", 1 },
        { " ---\n---\n", FRONT_NONE, " ---\n---\n", 1 },
        { "\n---\n---\n", FRONT_NONE, "\n---\n---\n", 1 },
        { "\xEF\xBB\xBF", FRONT_NONE, "", 1 },
        { "\xEF\xBB\xBFx", FRONT_NONE, "x", 1 },
        { "---\n", FRONT_OPEN, "---\n", 1 },
        { "---\n --- \n....\n", FRONT_OPEN, "---\n --- \n....\n", 1 },
        { "---\n---\nx", FRONT_CLOSED, "x", 3 },
        { "---\r\na\r\n...\t \r\nx", FRONT_CLOSED, "x", 4 },
        { "\xEF\xBB\xBF--- \n---", FRONT_CLOSED, "", 3 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t body;
        int line;
        assert_int_equal(front_matter(slice_of(cases[i].text), &body, &line), cases[i].state);
        assert_string_equal(cases[i].text + body, cases[i].body);
        assert_int_equal(line, cases[i].line);
    }
}

static void test_comments(void **state)
{
    (void)state;
    struct slice html =
        slice_of("a<!-- snip x --><!--/snip--><!--> <!---> <!-- snipx --> <!--\nsnip");
    static const struct {
        const char *content;
        enum directive_role role;
        bool closed;
    } wanted[] = { { " snip x ", DIRECTIVE_OPEN, true }, { "/snip", DIRECTIVE_CLOSE, true },
                   { "", DIRECTIVE_NONE, true },         { "", DIRECTIVE_NONE, true },
                   { " snipx ", DIRECTIVE_NONE, true },  { "\nsnip", DIRECTIVE_OPEN, false } };
    struct comment comment;
    size_t at = 0, i = 0;
    for (; comment_next(html, &at, &comment); i++) {
        assert_in_range(i, 0, 5);
        assert_int_equal(comment.content.len, strlen(wanted[i].content));
        assert_memory_equal(comment.content.s, wanted[i].content, comment.content.len);
        assert_int_equal(directive_role(&comment), wanted[i].role);
        assert_int_equal(comment.closed, wanted[i].closed);
    }
    assert_int_equal(i, 6);
}

static void test_sizes(void **state)
{
    (void)state;
    struct errs errs = { 0 };
    assert_true(source_check("p", (struct slice){ NULL, 0 }, &errs));
    /* No byte of it is read: the size is judged first. */
    assert_false(source_check("p", (struct slice){ "", ((size_t)1 << 30) + 1 }, &errs));
    assert_non_null(strstr(errs.v[0].text, "too large"));
    errs_release(&errs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_blocks),
        cmocka_unit_test(test_whole_block),
        cmocka_unit_test(test_empty_block),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_fenced_or_indented),
        cmocka_unit_test(test_errors_are_in_order),
        cmocka_unit_test(test_errors_are_appended),
        cmocka_unit_test(test_outline),
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_line_endings),
        cmocka_unit_test(test_front_matter),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
