/* report/plain: the exact text a person reads. */
#include "unit.h"

#include "base/mem.h"
#include "report/plain.h"

/* A stream into memory. */
struct capture {
    FILE *out;
    char *text;
    size_t len;
};

static void begin(struct capture *capture)
{
    *capture = (struct capture){ 0 };
    capture->out = open_memstream(&capture->text, &capture->len);
    assert_non_null(capture->out);
}

static void assert_captured(struct capture *capture, const char *expected)
{
    fclose(capture->out);
    assert_string_equal(capture->text, expected);
    free(capture->text);
}

/* Whatever the names in it, a line is one line that commands nothing; a text keeps its lines. */
static void nothing_is_a_command(void **state)
{
    (void)state;
    struct capture capture;
    struct snippet snippet = { .name = (char[]){ "a\033[2J\n" } };
    begin(&capture);
    plain_line(capture.out, "%s  %-4s%d", "소켓 \033[2J\n\xE2\x80\xAE\xFF", "\t", 7);
    plain_line(capture.out, "%s", "");
    plain_text(capture.out, "$ ./a\n\t소켓\033]0;x\a\r\n");
    plain_text(capture.out, "");
    plain_progress(capture.out, 1, 2, &snippet);
    assert_captured(&capture, "소켓 \\x1B[2J\\x0A\\u{202E}\\xFF  \\x09   7\n"
                              "\n"
                              "$ ./a\n\t소켓\\x1B]0;x\\x07\\r\n"
                              "\r\033[K[1/2] a\\x1B[2J\\x0A");
}

static struct verdict faulty_verdict(void)
{
    struct verdict verdict = { .tally = { .snippets_true = 1,
                                          .snippets_false = 2,
                                          .posts_true = 0,
                                          .posts_false = 1,
                                          .cached = 0 },
                               .snippets_faulty = 1,
                               .posts_faulty = 1 };
    struct err *e = errs_add(&verdict.faults, ERR_FALSE, "snippets/a.c", 3, "error: no");
    err_detail(e, mem_strdup("  3 | x\n    | ^\n"));
    e = errs_add(&verdict.drift, ERR_FALSE, "_posts/a.md", 7, "`output a` is empty");
    err_hint(e, "`snip update` fills it");
    return verdict;
}

static void errors_with_lines_and_mend(void **state)
{
    (void)state;
    struct capture capture;
    struct verdict verdict = faulty_verdict();
    struct errs none = { 0 };
    begin(&capture);
    plain_errors(capture.out, &none);
    plain_errors(capture.out, &verdict.faults);
    plain_errors(capture.out, &verdict.drift);
    assert_captured(&capture, "snippets/a.c:3: error: no\n"
                              "  |   3 | x\n"
                              "  |     | ^\n"
                              "_posts/a.md:7: `output a` is empty\n"
                              "  `snip update` fills it\n");
    verdict_release(&verdict);
}

static void check_ends_with_the_counts(void **state)
{
    (void)state;
    struct capture capture;
    struct verdict verdict = faulty_verdict();
    begin(&capture);
    plain_check(capture.out, &verdict, 1.239);
    assert_captured(&capture, "snippets/a.c:3: error: no\n"
                              "  |   3 | x\n"
                              "  |     | ^\n"
                              "_posts/a.md:7: `output a` is empty\n"
                              "  `snip update` fills it\n"
                              "snip: 1 of these is mended by `snip update`\n"
                              "1 snippet true, 2 false; 0 posts true, 1 false; 0 cached; 1.24 s\n");
    verdict_release(&verdict);
}

static void update_tells_what_it_could_not_mend(void **state)
{
    (void)state;
    struct capture capture;
    struct verdict verdict = faulty_verdict();
    begin(&capture);
    plain_update(capture.out, &verdict, 1, 0);
    assert_captured(&capture, "snippets/a.c:3: error: no\n"
                              "  |   3 | x\n"
                              "  |     | ^\n"
                              "1 file written; 2 snippets true, 1 false; 0 posts true, 1 false; "
                              "0 cached; 0.00 s\n");
    verdict_release(&verdict);
}

static void nothing_wrong_is_one_line(void **state)
{
    (void)state;
    struct capture capture;
    struct verdict verdict = { .tally = { 12, 0, 1, 0, 3 } };
    begin(&capture);
    plain_check(capture.out, &verdict, 0.5);
    plain_update(capture.out, &verdict, 0, 0.5);
    assert_captured(&capture,
                    "12 snippets true, 0 false; 1 post true, 0 false; 3 cached; 0.50 s\n"
                    "0 files written; 12 snippets true, 0 false; 1 post true, 0 false; 3 cached; "
                    "0.50 s\n");
}

static void progress_is_one_line_written_over(void **state)
{
    (void)state;
    struct capture capture;
    struct snippet snippet = { .name = (char[]){ "socket/create" } };
    begin(&capture);
    plain_progress(capture.out, 1, 2, &snippet);
    plain_progress(capture.out, 2, 2, &snippet);
    assert_captured(&capture, "\r\033[K[1/2] socket/create"
                              "\r\033[K[2/2] socket/create\r\033[K");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_a_command),
        cmocka_unit_test(errors_with_lines_and_mend),
        cmocka_unit_test(check_ends_with_the_counts),
        cmocka_unit_test(update_tells_what_it_could_not_mend),
        cmocka_unit_test(nothing_wrong_is_one_line),
        cmocka_unit_test(progress_is_one_line_written_over),
    };
    return cmocka_run_group_tests_name("plain", tests, NULL, NULL);
}
