/* engine/plan/plan: reading a project, and each thing that can be wrong with its files. */
#include "project.h"

#define SOURCE "int main(void)\n{\n    return 0;\n}\n"

static void project_is_read_in_a_stable_order(void **state)
{
    (void)state;
    PROJECT({ "snippets/socket/create.c", SOURCE }, { "snippets/bind.c", SOURCE },
            { "snippets/socket/create.yml", "title: 만들기\nargs: [a]\n" },
            { "snippets/a-b.c", SOURCE }, { "snippets/notes.txt", "" }, { "snippets/x.h", "" },
            { "_posts/b.md", "" }, { "_posts/sub/a.markdown", "" }, { "_posts/a.md", "" },
            { "_posts/c.txt", "" }, { "_posts/.hidden.md", "<!-- snip x -->\n" });
    struct plan plan = load();
    static const char *const names[] = { "a-b", "bind", "socket/create" };
    static const char *const posts[] = { "_posts/a.md", "_posts/b.md", "_posts/sub/a.markdown" };
    assert_int_equal(plan.snippets.n, COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++)
        assert_string_equal(plan.snippets.v[i].name, names[i]);
    assert_int_equal(plan.pages.n, COUNT(posts));
    for (size_t i = 0; i < COUNT(posts); i++)
        assert_string_equal(plan.pages.v[i].path, posts[i]);
    const struct snippet *create = plan_find(&plan, "socket/create");
    assert_string_equal(create->folder, "snippets/socket");
    assert_true(create->single);
    assert_string_equal(create->path, "snippets/socket/create.c");
    assert_string_equal(create->record_path, "_data/snippets/socket/create.json");
    assert_string_equal(create->manifest.title, "만들기");
    assert_string_equal(buf_str(&create->sources.v[0].text), SOURCE);
    assert_false(create->has_record);
    assert_null(plan_find(&plan, "socket"));
    assert_null(plan_find(&plan, "zzz"));
    plan_release(&plan);
    assert_errors(NULL, "");
}

static void folders_can_be_others(void **state)
{
    (void)state;
    PROJECT({ "snip.yml", "posts: [articles, notes]\nsnippets: code\nrecords: out\n" },
            { "code/a.c", SOURCE }, { "articles/z.md", "" }, { "notes/a.md", "" });
    struct plan plan = load();
    assert_string_equal(plan.snippets.v[0].record_path, "out/a.json");
    assert_string_equal(plan.pages.v[0].path, "articles/z.md");
    assert_string_equal(plan.pages.v[1].path, "notes/a.md");
    plan_release(&plan);
}

static void snippets_may_lie_at_the_top(void **state)
{
    (void)state;
    PROJECT({ "snip.yml", "snippets: .\n" }, { "a.c", SOURCE }, { "_posts/a.md", "" });
    struct plan plan = load();
    assert_int_equal(plan.snippets.n, 1);
    assert_string_equal(plan.snippets.v[0].folder, ".");
    plan_release(&plan);
}

static void folder_that_is_no_project(void **state)
{
    (void)state;
    PROJECT({ "other/file", "" });
    assert_errors(NULL, "snip: there is no snip.yml, no _posts and no snippets folder here\n"
                        "  run snip in the project's folder, or say where it is: snip -C DIR\n");
}

static void folder_that_is_not_there(void **state)
{
    (void)state;
    PROJECT({ "snip.yml", "posts: _pots\n" }, { "snippets/a.c", SOURCE });
    assert_errors(NULL, "snip.yml: the folder _pots is not there\n"
                        "  make it (mkdir _pots), or name another\n");
}

static void wrong_settings_are_all_said_in_order(void **state)
{
    (void)state;
    PROJECT({ "snip.yml", "post: _posts\nflags: -Wall\n" });
    struct plan plan;
    struct err err = { 0 };
    assert_false(plan_load(&plan, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_int_equal(plan.errs.n, 2);
    assert_int_equal(plan.errs.v[0].line, 1);
    assert_int_equal(plan.errs.v[1].line, 2);
    plan_release(&plan);
}

static void settings_too_large_are_refused(void **state)
{
    (void)state;
    AUTO_FREE char *much = mem_alloc(70000);
    memset(much, '#', 69999);
    PROJECT({ "snip.yml", much });
    assert_errors(NULL, "snip.yml: is larger than 65536 bytes\n");
}

static void names_are_lower_case(void **state)
{
    (void)state;
    static const char *const good[] = { "a", "socket/create", "a-b/c_d/0", "0", "_", "a-" };
    static const char *const bad[] = { "",    "/",   "/a",   "a/",  "a//b", "A",    "a.b", "../a",
                                       "a/.", "a b", "소켓", "a\n", "-a",   "a/-b", "a\\b" };
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(plan_is_name(good[i]));
    for (size_t i = 0; i < COUNT(bad); i++)
        if (plan_is_name(bad[i]))
            fail_msg("accepted: `%s`", bad[i]);
    PROJECT({ "snippets/Socket.c", SOURCE }, { "snippets/-x.c", SOURCE });
    static const char hint[] =
        "  rename it: folders and files are of a-z, 0-9, _ and -, and begin with no -\n";
    AUTO_FREE char *expected = mem_printf("snippets/-x.c: is not a name for a snippet\n%s"
                                          "snippets/Socket.c: is not a name for a snippet\n%s",
                                          hint, hint);
    assert_errors(NULL, expected);
}

/* A record is JSON, and so UTF-8: a file that it cannot name could change unseen. */
static void names_of_files_are_utf8(void **state)
{
    (void)state;
    PROJECT({ "snippets/a/snippet.yml", "run: { cat: { command: [cat, x] } }\n" },
            { "snippets/a/x", "x\n" }, { "snippets/a/\xff", "x\n" },
            { "snippets/b/snippet.yml", "title: b\n" }, { "snippets/b/\xff.c", "" });
    assert_errors(NULL, "snippets/a/\\xFF: has a name that is not UTF-8\n"
                        "  rename it: a record cannot name it\n"
                        "snippets/b/\\xFF.c: has a name that is not UTF-8\n"
                        "  rename it: a record cannot name it\n");
}

static void names_must_not_clash_with_folders(void **state)
{
    (void)state;
    PROJECT({ "snippets/bind.c", SOURCE }, { "snippets/bind/any.c", SOURCE },
            { "snippets/bind/deep/er.c", SOURCE }, { "snippets/bind-any.c", SOURCE });
    assert_errors(NULL,
                  "snippets/bind.c: has the name of the folder that snippets/bind/any.c is in\n"
                  "  rename one of the two\n");
}

static void manifests_belong_to_programs(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.yml", "title: x\n" }, { "snippets/b.c", SOURCE },
            { "snippets/b.yaml", "title: x\n" }, { "snippets/c/snippet.yml", "title: x\n" });
    assert_errors(NULL, "snippets/a.yml: is the manifest of no snippet\n"
                        "  a manifest lies beside its program: snippets/a.c\n"
                        "snippets/b.yaml: is not read by snip\n"
                        "  rename it to snippets/b.yml\n"
                        "snippets/c/snippet.yml: there is no C file in the snippet's folder\n"
                        "  write one, beside the manifest\n");
}

static void wrong_manifest_is_said_with_its_line(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "snippets/a.yml", "title: x\nexpct: 3\n" });
    assert_errors(NULL, "snippets/a.yml:2: unknown key `expct`\n  did you mean `expect`?\n");
}

static void wrong_markers_are_said_though_no_post_shows_them(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE "// region: x\n" });
    assert_errors(NULL, "snippets/a.c:5: region `x` is never closed\n"
                        "  put `// endregion` after its last line\n");
}

static void files_must_be_text_of_a_sane_size(void **state)
{
    (void)state;
    AUTO_FREE char *much = mem_alloc((1 << 20) + 2);
    memset(much, '\n', (1 << 20) + 1);
    PROJECT({ "snippets/a.c", "int a;\n\xff\n" }, { "snippets/b.c", much });
    assert_errors(NULL, "snippets/a.c:2: is not UTF-8\n"
                        "  save the file as UTF-8; a byte that is meant is an escape: \"\\xFF\"\n"
                        "snippets/b.c: is larger than 1048576 bytes\n"
                        "  a text of at most 1024 KiB belongs there\n");
}

static void links_must_not_leave(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", "->/etc/hostname" }, { "snippets/b.c", "->../c.c" },
            { "c.c", SOURCE }, { "snippets/d.c", SOURCE }, { "snippets/e.c", "->d.c" },
            { "snippets/d.yml", "->/etc/hostname" }, { "_posts/a.md", "->/etc/hostname" },
            { "_posts/b.md", "->../c.md" }, { "c.md", "text\n" });
    assert_errors(NULL, "snippets/a.c: is a symbolic link out of snippets\n"
                        "  put the file itself there\n"
                        "snippets/b.c: is a symbolic link out of snippets\n"
                        "  put the file itself there\n"
                        "snippets/d.yml: is a symbolic link out of snippets\n"
                        "  put the file itself there\n"
                        "_posts/a.md: is a symbolic link out of the project\n"
                        "  put the file itself there\n");
}

static void linked_folders_are_said(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "other/b.c", SOURCE }, { "snippets/sub", "->../other" },
            { "snippets/real/README", "" }, { "snippets/top", "->real" });
    assert_errors(NULL, "snippets/sub: is a symbolic link out of snippets\n"
                        "  put the file itself there\n"
                        "snippets/top: is a symbolic link to a folder, and is not followed\n"
                        "  put the folder itself there\n");
}

#define RECORD_OF(NAME)                                                                            \
    "{ \"snippet\": \"" NAME "\", \"inputs\": {}, \"environment\": { \"kernel\": \"\", "           \
    "\"compiler\": \"\", \"libc\": \"\" }, \"compile\": [], \"processes\": [] }\n"

static void records_are_read_or_their_fault_kept(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "snippets/b.c", SOURCE },
            { "_data/snippets/a.json", "{\n\n" }, { "_data/snippets/c.json", RECORD_OF("c") },
            { "_data/snippets/d/e.json", RECORD_OF("d/e") }, { "_data/snippets/notes.txt", "" },
            { "_data/snippets/theirs.json", "{}" }, { "_data/snippets/f.json", RECORD_OF("g") },
            { "_data/snippets/.c.json.snip-new", "{" });
    struct plan plan = load();
    const struct snippet *a = plan_find(&plan, "a"), *b = plan_find(&plan, "b");
    assert_true(a->has_record);
    assert_false(a->record_ok);
    assert_int_equal(a->record_error.kind, ERR_FALSE);
    assert_contains(a->record_error.text, "is not JSON");
    assert_false(b->has_record);
    /* What snip did not write is not its to remove. */
    assert_int_equal(plan.orphans.n, 2);
    assert_string_equal(plan.orphans.v[0], "_data/snippets/c.json");
    assert_string_equal(plan.orphans.v[1], "_data/snippets/d/e.json");
    plan_release(&plan);
}

static void records_folder_must_be_one(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", SOURCE }, { "_data/snippets", "" });
    assert_errors(NULL, "_data/snippets: is a file, not a folder\n"
                        "  records are kept there: take it away, or name another folder in "
                        "snip.yml\n");
}

static void only_what_is_selected_is_complained_of(void **state)
{
    (void)state;
    PROJECT({ "snippets/a.c", "// endregion\n" }, { "snippets/b.c", SOURCE },
            { "_posts/a.md", "<!-- snip code a.c -->\n" }, { "_posts/b.md", "" });
    assert_errors("b", "");
    assert_errors("b.md", "");
    assert_errors("a", "snippets/a.c:1: `// endregion` closes no region\n"
                       "  take it out, or put `// region: name` above it\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(project_is_read_in_a_stable_order),
        cmocka_unit_test(folders_can_be_others),
        cmocka_unit_test(snippets_may_lie_at_the_top),
        cmocka_unit_test(folder_that_is_no_project),
        cmocka_unit_test(folder_that_is_not_there),
        cmocka_unit_test(wrong_settings_are_all_said_in_order),
        cmocka_unit_test(settings_too_large_are_refused),
        cmocka_unit_test(names_are_lower_case),
        cmocka_unit_test(names_of_files_are_utf8),
        cmocka_unit_test(names_must_not_clash_with_folders),
        cmocka_unit_test(manifests_belong_to_programs),
        cmocka_unit_test(wrong_manifest_is_said_with_its_line),
        cmocka_unit_test(wrong_markers_are_said_though_no_post_shows_them),
        cmocka_unit_test(files_must_be_text_of_a_sane_size),
        cmocka_unit_test(links_must_not_leave),
        cmocka_unit_test(linked_folders_are_said),
        cmocka_unit_test(records_are_read_or_their_fault_kept),
        cmocka_unit_test(records_folder_must_be_one),
        cmocka_unit_test(only_what_is_selected_is_complained_of),
    };
    return cmocka_run_group_tests_name("plan", tests, set_up, tear_down);
}
