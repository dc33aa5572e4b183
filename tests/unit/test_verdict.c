/*
 * engine/truth/verdict: what is judged from a plan and its sessions, and what is written. Nothing is run:
 * the sessions are made here.
 */
#include "project.h"

#include "engine/truth/verdict.h"

#define SOURCE "int main(void)\n{\n    return 0;\n}\n"
#define CODE   "<!-- snip code a.c -->\n<!-- /snip -->\n"
#define OUTPUT "<!-- snip output a -->\n<!-- /snip -->\n"

/* A project that was read, and sessions as if its snippets had run. */
struct work {
    struct plan plan;
    struct sessions sessions;
    struct verdict verdict;
};

/* The session of SNIPPET, whose one process printed OUTPUT. */
static struct session make_session(struct snippet *snippet, const char *output)
{
    struct session session = { .snippet = snippet };
    const struct snippet_file *source = &snippet->sources.v[0];
    struct record *record = &session.record;
    record->snippet = mem_strdup(snippet->name);
    record_add_input(record, "flags", "", 0);
    record_add_input(record, snippet->name, buf_str(&source->text), source->text.len);
    record->environment = (struct environment){ mem_strdup("Linux 9.9"), mem_strdup("gcc 99.1"),
                                                mem_strdup("glibc 9.9") };
    vec_push(&record->processes, ((struct record_process){ .name = mem_strdup("a"),
                                                           .command = mem_strdup("./a"),
                                                           .output = mem_strdup(output) }));
    return session;
}

/* Reads the project, and lets each snippet print OUTPUT. */
static struct work begin(const char *output)
{
    struct work work = { 0 };
    struct err err = { 0 };
    if (!plan_load(&work.plan, &err) || !plan_select(&work.plan, NULL, 0, &err))
        fail_msg("%s", err.text);
    work.sessions.n = work.plan.snippets.n;
    work.sessions.v = mem_alloc(work.sessions.n * sizeof(*work.sessions.v));
    for (size_t i = 0; i < work.sessions.n; i++)
        work.sessions.v[i] = make_session(&work.plan.snippets.v[i], output);
    return work;
}

static void judge(struct work *work, bool overwrite)
{
    verdict_make(&work->verdict, &work->plan, &work->sessions,
                 &(struct verdict_options){ .overwrite = overwrite });
}

static void finish(struct work *work)
{
    verdict_release(&work->verdict);
    for (size_t i = 0; i < work->sessions.n; i++) {
        struct session *session = &work->sessions.v[i];
        record_release(&session->record);
        errs_release(&session->faults);
    }
    free(work->sessions.v);
    plan_release(&work->plan);
}

static void assert_file(const char *path, const char *expected)
{
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    if (!fs_read(path, 1 << 20, &text, &err))
        fail_msg("%s", err.text);
    assert_string_equal(buf_str(&text), expected);
    buf_release(&text);
}

static void assert_counts(const struct work *work, size_t faults, size_t drift, size_t changes)
{
    assert_int_equal(work->verdict.faults.n, faults);
    assert_int_equal(work->verdict.drift.n, drift);
    assert_int_equal(work->verdict.changes.n, changes);
}

static void assert_tally(const struct work *work, size_t snippets_true, size_t snippets_false,
                         size_t posts_true, size_t posts_false)
{
    const struct tally *tally = &work->verdict.tally;
    assert_int_equal(tally->snippets_true, snippets_true);
    assert_int_equal(tally->snippets_false, snippets_false);
    assert_int_equal(tally->posts_true, posts_true);
    assert_int_equal(tally->posts_false, posts_false);
}

/* Runs an update of the project in which snippets print OUTPUT; all must be written. */
static size_t update(const char *output)
{
    struct work work = begin(output);
    judge(&work, false);
    assert_int_equal(work.verdict.faults.n, 0);
    size_t written = verdict_write(&work.verdict);
    assert_int_equal(work.verdict.faults.n, 0);
    finish(&work);
    return written;
}

static void empty_blocks_are_filled(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", "# T\n\n" CODE "\n" OUTPUT "\nend\n" });
    struct work work = begin("hi\n");
    judge(&work, false);
    assert_counts(&work, 0, 2, 2);
    assert_tally(&work, 0, 1, 0, 1);
    assert_string_equal(work.verdict.drift.v[0].file, "_posts/p.md");
    assert_int_equal(work.verdict.drift.v[0].line, 3);
    assert_string_equal(work.verdict.drift.v[0].text, "`code a.c` is empty");
    assert_int_equal(work.verdict.drift.v[1].line, 6);
    assert_string_equal(work.verdict.drift.v[1].text, "`output a` is empty");
    assert_false(fs_exists("_data"));
    assert_int_equal(verdict_write(&work.verdict), 2);
    finish(&work);
    assert_true(fs_exists("_data/snippets/a.json"));
    struct work again = begin("hi\n");
    assert_contains(again.plan.pages.v[0].post.text.s, "```console\n$ ./a\nhi\n```\n<!-- /snip ");
    judge(&again, false);
    assert_counts(&again, 0, 0, 0);
    assert_tally(&again, 1, 0, 1, 0);
    finish(&again);
}

static void drift_is_shown_by_a_diff(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", OUTPUT }, { "_posts/q.md", "text\n" });
    assert_int_equal(update("one\n"), 2);
    struct work work = begin("two\n");
    judge(&work, false);
    assert_counts(&work, 0, 1, 2);
    assert_tally(&work, 0, 1, 1, 1);
    const struct err *drift = &work.verdict.drift.v[0];
    assert_int_equal(drift->kind, ERR_FALSE);
    assert_string_equal(drift->file, "_posts/p.md");
    assert_int_equal(drift->line, 1);
    assert_string_equal(drift->text, "`output a` is not what it shows");
    assert_string_equal(drift->detail, "@@ -3,2 +3,2 @@\n $ ./a\n-one\n+two\n");
    finish(&work);
    assert_int_equal(update("two\n"), 2);
    assert_int_equal(update("two\n"), 0);
}

/* No post shows it, so the record is what is told of. */
static void unseen_records_drift_by_themselves(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE });
    struct work work = begin("one\n");
    judge(&work, false);
    assert_counts(&work, 0, 1, 1);
    assert_string_equal(work.verdict.drift.v[0].file, "snippets/a.c");
    assert_string_equal(work.verdict.drift.v[0].text, "has no record yet");
    finish(&work);
    assert_int_equal(update("one\n"), 1);
    work = begin("two\n");
    judge(&work, false);
    assert_counts(&work, 0, 1, 1);
    assert_string_equal(work.verdict.drift.v[0].file, "_data/snippets/a.json");
    assert_contains(work.verdict.drift.v[0].detail, "two");
    finish(&work);
}

static void same_outcome_keeps_the_environment(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", OUTPUT });
    assert_int_equal(update("one\n"), 2);
    for (int changed = 0; changed < 2; changed++) {
        struct work work = begin(changed ? "two\n" : "one\n");
        work.sessions.v[0].record.environment.kernel[6] = '5';
        judge(&work, false);
        assert_int_equal(work.verdict.changes.n, changed ? 2 : 0);
        finish(&work);
    }
}

static void changed_inputs_alone_are_stale(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", OUTPUT });
    assert_int_equal(update("one\n"), 2);
    make_file(&(struct file){ "snippets/a.c", SOURCE "/* more */\n" });
    struct work work = begin("one\n");
    judge(&work, false);
    assert_counts(&work, 0, 1, 1);
    assert_tally(&work, 0, 1, 1, 0);
    assert_contains(work.verdict.drift.v[0].text, "is stale: a changed");
    finish(&work);
}

static void broken_records_are_written_anew(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_data/snippets/a.json", "{\n  broken\n" });
    struct work work = begin("one\n");
    judge(&work, false);
    assert_counts(&work, 0, 1, 1);
    assert_int_equal(work.verdict.drift.v[0].line, 2);
    assert_contains(work.verdict.drift.v[0].text, "is not JSON");
    assert_int_equal(verdict_write(&work.verdict), 1);
    finish(&work);
    assert_int_equal(update("one\n"), 0);
}

static void edited_blocks_are_left_alone(void **state)
{
    (void)state;
    static const char edited[] = "<!-- snip output a -->\n```console\nmine\n```\n"
                                 "<!-- /snip 0123456789abcdef -->\n\n";
    AUTO_FREE char *post = mem_printf("%s%s", edited, OUTPUT);
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", post });
    struct work work = begin("hi\n");
    judge(&work, false);
    assert_counts(&work, 1, 1, 2);
    assert_string_equal(work.verdict.faults.v[0].text, "`output a` was edited by hand");
    assert_int_equal(work.verdict.faults.v[0].line, 1);
    assert_contains(work.verdict.faults.v[0].hint, "--overwrite");
    assert_int_equal(work.verdict.posts_faulty, 1);
    assert_int_equal(verdict_write(&work.verdict), 2);
    finish(&work);
    work = begin("hi\n");
    assert_contains(work.plan.pages.v[0].post.text.s, "mine");
    assert_contains(work.plan.pages.v[0].post.text.s, "$ ./a\nhi\n");
    judge(&work, true);
    assert_counts(&work, 0, 1, 1);
    assert_int_equal(work.verdict.posts_faulty, 0);
    assert_int_equal(verdict_write(&work.verdict), 1);
    finish(&work);
    work = begin("hi\n");
    assert_null(strstr(work.plan.pages.v[0].post.text.s, "mine"));
    finish(&work);
}

/*
 * Its content is right, so only the digest is put in: it must not be called a difference in what it
 * shows.
 */
static void right_content_without_digest_is_adopted(void **state)
{
    (void)state;
    PROJECT(
        { "snippets/a.c", SOURCE },
        { "_posts/p.md", "<!-- snip output a -->\n```console\n$ ./a\nhi\n```\n<!-- /snip -->\n" });
    struct work work = begin("hi\n");
    judge(&work, false);
    assert_counts(&work, 0, 1, 2);
    assert_null(strstr(work.verdict.drift.v[0].text, "is not what it shows"));
    assert_int_equal(verdict_write(&work.verdict), 2);
    finish(&work);
    assert_int_equal(update("hi\n"), 0);
}

/* A snippet that is not as declared: its record stays, and its blocks as they are. */
static void faulty_snippets_are_never_written(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "snippets/b.c", SOURCE }, { "_posts/p.md", OUTPUT },
            { "_posts/q.md", "<!-- snip output b -->\n<!-- /snip -->\n" });
    struct work work = begin("hi\n");
    errs_add(&work.sessions.v[0].faults, ERR_FALSE, "snippets/a.c", 0, "ended with status 3");
    judge(&work, false);
    assert_counts(&work, 1, 1, 2);
    assert_tally(&work, 0, 2, 0, 2);
    assert_int_equal(work.verdict.snippets_faulty, 1);
    assert_int_equal(work.verdict.posts_faulty, 1);
    assert_int_equal(verdict_write(&work.verdict), 2);
    finish(&work);
    assert_false(fs_exists("_data/snippets/a.json"));
    assert_file("_posts/p.md", OUTPUT);
}

#define ORPHAN                                                                                     \
    "{ \"snippet\": \"gone\", \"inputs\": {}, \"environment\": { \"kernel\": \"\", "               \
    "\"compiler\": \"\", \"libc\": \"\" }, \"compile\": [], \"processes\": [] }\n"

static void orphans_go_with_a_full_update_only(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_data/snippets/gone.json", ORPHAN });
    struct work work = begin("hi\n");
    work.plan.whole = false;
    judge(&work, false);
    assert_counts(&work, 0, 1, 1);
    finish(&work);
    work = begin("hi\n");
    judge(&work, false);
    assert_counts(&work, 0, 2, 2);
    assert_string_equal(work.verdict.drift.v[1].file, "_data/snippets/gone.json");
    assert_string_equal(work.verdict.drift.v[1].text, "is the record of no snippet");
    assert_int_equal(verdict_write(&work.verdict), 2);
    assert_false(fs_exists("_data/snippets/gone.json"));
    finish(&work);
}

/* Judges, lets CHANGE happen to the post, writes, and holds that only the record was written. */
static void assert_left(void (*change)(void), const char *text, const char *after)
{
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", OUTPUT });
    struct work work = begin("hi\n");
    judge(&work, false);
    change();
    assert_int_equal(verdict_write(&work.verdict), 1);
    assert_int_equal(work.verdict.faults.n, 1);
    assert_int_equal(work.verdict.faults.v[0].kind, ERR_SYSTEM);
    assert_string_equal(work.verdict.faults.v[0].file, "_posts/p.md");
    assert_contains(work.verdict.faults.v[0].text, text);
    assert_non_null(work.verdict.faults.v[0].hint);
    /* The last line must not count it as true. */
    assert_int_equal(work.verdict.posts_faulty, 1);
    finish(&work);
    if (after)
        assert_file("_posts/p.md", after);
    else
        assert_false(fs_exists("_posts/p.md"));
}

static void append_a_line(void)
{
    make_file(&(struct file){ "_posts/p.md", OUTPUT "more\n" });
}

static void change_a_letter(void)
{
    make_file(&(struct file){ "_posts/p.md", "<!-- Snip output a -->\n<!-- /snip -->\n" });
}

static void remove_it(void)
{
    unlink("_posts/p.md");
}

static void protect_it(void)
{
    assert_int_equal(chmod("_posts/p.md", 0444), 0);
}

static void posts_that_changed_meanwhile_are_left(void **state)
{
    (void)state;
    assert_left(append_a_line, "was changed while snip ran", OUTPUT "more\n");
    assert_left(change_a_letter, "was changed while snip ran",
                "<!-- Snip output a -->\n<!-- /snip -->\n");
    assert_left(remove_it, "vanished while snip ran", NULL);
    assert_left(protect_it, "is read-only", OUTPUT);
}

static void records_are_written_before_posts(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "snippets/b.c", SOURCE }, { "_posts/p.md", OUTPUT },
            { "_data/snippets/gone.json", ORPHAN });
    struct work work = begin("hi\n");
    judge(&work, false);
    verdict_write(&work.verdict);
    assert_int_equal(work.verdict.changes.n, 4);
    assert_string_equal(work.verdict.changes.v[3].path, "_posts/p.md");
    finish(&work);
}

static void one_snippet_in_two_posts(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", OUTPUT "\n" OUTPUT },
            { "_posts/q.md", CODE });
    assert_int_equal(update("hi\n"), 3);
    assert_int_equal(update("hi\n"), 0);
}

static void posts_are_judged_by_records_alone(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", OUTPUT "\n" CODE });
    assert_int_equal(update("hi\n"), 2);
    struct work work = begin("other\n");
    verdict_from_records(&work.verdict, &work.plan);
    assert_counts(&work, 0, 0, 0);
    finish(&work);
    make_file(&(struct file){ "snippets/a.c", "/* new */\n" SOURCE });
    work = begin("other\n");
    verdict_from_records(&work.verdict, &work.plan);
    assert_int_equal(work.verdict.drift.n, 1);
    assert_string_equal(work.verdict.drift.v[0].text, "`code a.c` is not what it shows");
    finish(&work);
}

static void bytes_outside_stay(void **state)
{
    (void)state;
    static const char before[] = "\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n\r\n";
    static const char after[] = "\r\nno newline at the end";
    AUTO_FREE char *post =
        mem_printf("%s<!-- snip output a -->\r\n<!-- /snip -->\r\n%s", before, after);
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/p.md", post });
    assert_int_equal(update("hi\n"), 2);
    assert_int_equal(update("hi\n"), 0);
    struct work work = begin("hi\n");
    const struct buf *text = &work.plan.pages.v[0].post.text;
    assert_memory_equal(text->s, before, strlen(before));
    assert_string_equal(text->s + text->len - strlen(after), after);
    assert_contains(text->s, "```console\r\n$ ./a\r\nhi\r\n```\r\n");
    finish(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_blocks_are_filled),
        cmocka_unit_test(drift_is_shown_by_a_diff),
        cmocka_unit_test(unseen_records_drift_by_themselves),
        cmocka_unit_test(same_outcome_keeps_the_environment),
        cmocka_unit_test(changed_inputs_alone_are_stale),
        cmocka_unit_test(broken_records_are_written_anew),
        cmocka_unit_test(edited_blocks_are_left_alone),
        cmocka_unit_test(right_content_without_digest_is_adopted),
        cmocka_unit_test(faulty_snippets_are_never_written),
        cmocka_unit_test(orphans_go_with_a_full_update_only),
        cmocka_unit_test(posts_that_changed_meanwhile_are_left),
        cmocka_unit_test(records_are_written_before_posts),
        cmocka_unit_test(one_snippet_in_two_posts),
        cmocka_unit_test(posts_are_judged_by_records_alone),
        cmocka_unit_test(bytes_outside_stay),
    };
    return cmocka_run_group_tests_name("verdict", tests, set_up, tear_down);
}
