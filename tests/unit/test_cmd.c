/*
 * cmd: options, their errors, help. Commands that do something run in a process of their own, as
 * they do for a person.
 */
#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "file/fs.h"
#include "file/project.h"

static char *project;

static int set_up(void **state)
{
    (void)state;
    struct err err = { 0 };
    static const char source[] = "int main(void)\n{\n    return 0;\n}\n";
    static const char post[] = "<!-- snip code socket/create.c -->\n<!-- /snip -->\n";
    project = mem_strdup("/tmp/snip-unit-XXXXXX");
    return mkdtemp(project) && chdir(project) == 0 &&
                   project_write("snippets/socket/create.c", ".", PROJECT_REPLACE, NULL, source,
                                 strlen(source), &err) &&
                   project_write("_posts/2026-01-02-a.md", ".", PROJECT_REPLACE, NULL, post,
                                 strlen(post), &err)
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    (void)state;
    fs_remove_tree(project);
    free(project);
    return 0;
}

enum { WORDS = 8 };

/* Runs the words of LINE, split at blanks, as `snip LINE`. */
static bool call(const char *line, struct err *err)
{
    char *argv[WORDS + 2] = { (char[]){ "snip" } };
    AUTO_FREE char *words = mem_strdup(line);
    int argc = 1;
    for (char *rest = words, *word; argc <= WORDS && (word = strsep(&rest, " "));)
        argv[argc++] = word;
    return cmd_main(*line ? argc : 1, argv, err);
}

static void assert_wrong(const char *line, const char *text, const char *hint)
{
    struct err err = { 0 };
    if (call(line, &err))
        fail_msg("accepted: snip %s", line);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.text, text);
    if (hint)
        assert_string_equal(err.hint, hint);
    err_release(&err);
}

/*
 * What `snip LINE` prints on standard output, in a child; owned by the caller. *STATUS: 0, or the
 * kind of its error.
 */
static char *output_of(const char *line, int *status)
{
    int ends[2], wait_status = -1;
    struct buf out = BUF_INIT;
    char chunk[4096];
    assert_int_equal(pipe(ends), 0);
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = { 0 };
        dup2(ends[1], 1);
        dup2(ends[1], 2);
        bool ok = call(line, &err);
        if (!ok && err.text)
            err_print(stderr, &err);
        fflush(stdout);
        _exit(ok ? 0 : (int)err.kind);
    }
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], chunk, sizeof(chunk))) > 0;)
        buf_add(&out, chunk, (size_t)n);
    close(ends[0]);
    assert_int_equal(waitpid(child, &wait_status, 0), child);
    assert_true(WIFEXITED(wait_status));
    *status = WEXITSTATUS(wait_status);
    buf_addc(&out, '\0');
    return buf_steal(&out);
}

static void assert_output(const char *line, int expected_status, const char *expected)
{
    int status = -1;
    AUTO_FREE char *text = output_of(line, &status);
    assert_string_equal(text, expected);
    assert_int_equal(status, expected_status);
}

static void help_names_every_command(void **state)
{
    (void)state;
    int status;
    AUTO_FREE char *text = output_of("--help", &status);
    assert_int_equal(status, 0);
    for (const struct command *const *c = commands; *c; c++) {
        AUTO_FREE char *line = mem_printf("\n  %s ", (*c)->name);
        assert_contains(text, line);
        assert_contains(text, (*c)->summary);
    }
    AUTO_FREE char *brief = output_of("-h", &status);
    assert_string_equal(brief, text);
}

static void each_command_explains_itself(void **state)
{
    (void)state;
    for (const struct command *const *c = commands; *c; c++) {
        int status = -1;
        AUTO_FREE char *line = mem_printf("%s --help", (*c)->name);
        AUTO_FREE char *brief = mem_printf("%s -h", (*c)->name);
        AUTO_FREE char *text = output_of(line, &status);
        AUTO_FREE char *same = output_of(brief, &status);
        AUTO_FREE char *example = mem_printf("\n  snip %s", (*c)->name);
        assert_int_equal(status, 0);
        assert_string_equal(same, text);
        assert_contains(text, (*c)->help);
        assert_contains(text, example);
        for (const struct option_spec *const *o = (*c)->options; o && *o; o++) {
            AUTO_FREE char *option = mem_printf("--%s", (*o)->name);
            assert_contains(text, option);
            assert_contains(text, (*o)->help);
        }
    }
}

static void help_fits_a_terminal(void **state)
{
    (void)state;
    for (const struct command *const *c = commands; *c; c++) {
        int status = -1;
        AUTO_FREE char *line = mem_printf("%s --help", (*c)->name);
        AUTO_FREE char *text = output_of(line, &status);
        struct slice rest = { text, strlen(text) }, one;
        while (text_line(&rest, &one))
            assert_true(one.len <= 100);
    }
}

static void version_is_told(void **state)
{
    (void)state;
    assert_output("--version", 0, "snip " SNIP_VERSION "\n");
}

static void commands_are_suggested(void **state)
{
    (void)state;
    assert_wrong("", "no command was given", "see `snip --help`");
    assert_wrong("chekc", "unknown command `chekc`", "did you mean `snip check`?");
    assert_wrong("udpate x", "unknown command `udpate`", "did you mean `snip update`?");
    assert_wrong("frobnicate", "unknown command `frobnicate`", "see `snip --help`");
    assert_wrong("--verison", "unknown option `--verison`", "see `snip --help`");
    assert_wrong("-x check", "unknown option `-x`", "see `snip --help`");
}

static void unknown_options_are_named(void **state)
{
    (void)state;
    assert_wrong("check --frob", "unknown option `--frob`", "see `snip check --help`");
    assert_wrong("update --overwrtie", "unknown option `--overwrtie`", "did you mean --overwrite?");
    assert_wrong("check --overwrite", "unknown option `--overwrite`", "see `snip check --help`");
    assert_wrong("check -x", "unknown option `-x`", "see `snip check --help`");
    assert_wrong("check a -x b", "unknown option `-x`", "see `snip check --help`");
    assert_wrong("list -j 2", "unknown option `-j`", "see `snip list --help`");
}

/* The word that is wrong is named, though several letters share it. */
static void letters_in_one_word_are_named(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_false(call("check -xy", &err));
    assert_contains(err.text, "unknown option `-x");
    assert_false(call("check -Cdir", &err));
    assert_contains(err.text, "unknown option `-C");
    err_release(&err);
}

static void values_are_checked(void **state)
{
    (void)state;
    static const char *const bad[] = { "0", "-1", "x", "1x", "1025", "99999999999999999999" };
    assert_wrong("check -j", "a value is missing after `-j`", "see `snip check --help`");
    assert_wrong("update a --jobs", "a value is missing after `--jobs`",
                 "see `snip update --help`");
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_FREE char *spaced = mem_printf("check -j %s", bad[i]);
        AUTO_FREE char *joined = mem_printf("check --jobs=%s", bad[i]);
        AUTO_FREE char *text = mem_printf("--jobs takes a number from 1 to 1024, not `%s`", bad[i]);
        assert_wrong(spaced, text, NULL);
        assert_wrong(joined, text, NULL);
    }
    assert_wrong("check --jobs=", "--jobs takes a number from 1 to 1024, not ``", NULL);
    assert_wrong("new post x --slug A_B",
                 "--slug takes words joined by `-`, of 200 bytes at most, as in a-b, not `A_B`",
                 NULL);
}

static void arguments_are_counted(void **state)
{
    (void)state;
    assert_wrong("run", "`snip run` needs NAME", "see `snip run --help`");
    assert_wrong("run a b", "too many arguments: what is `b`", "see `snip run --help`");
    assert_wrong("doctor now", "too many arguments: what is `now`", "see `snip doctor --help`");
    assert_wrong("new post", "`snip new` needs post TITLE | snippet NAME", "see `snip new --help`");
}

static void folders_to_work_in(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_wrong("-C", "a folder is missing after `-C`", "see `snip --help`");
    assert_false(call("-C /no/such list", &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_string_equal(err.text, "cannot work in /no/such: No such file or directory");
    err_release(&err);
    static const char listed[] = "socket/create  _posts/2026-01-02-a.md:1\n"
                                 "1 snippet, 0 shown nowhere, 0 orphaned records\n";
    assert_output("list", 0, listed);
    assert_output("-C . list", 0, listed);
    assert_output("-C snippets -C .. list", 0, listed);
    assert_output("-Csnippets -C.. list", 0, listed);
    assert_output("-C snippets list", 2,
                  "snip: there is no snip.yml, no _posts and no snippets folder here\n"
                  "  run snip in the project's folder, or say where it is: snip -C DIR\n");
}

static void names_are_looked_for(void **state)
{
    (void)state;
    assert_output("list socket/create", 0,
                  "socket/create  _posts/2026-01-02-a.md:1\n1 snippet, 0 shown nowhere\n");
    assert_output("list -- socket", 0,
                  "socket/create  _posts/2026-01-02-a.md:1\n1 snippet, 0 shown nowhere\n");
    assert_output("list socket/creat", 2,
                  "snip: there is no snippet or post `socket/creat`\n"
                  "  did you mean `socket/create`?\n");
}

static void status_says_what_is_missing(void **state)
{
    (void)state;
    int status = 0;
    AUTO_FREE char *text = output_of("status", &status);
    assert_int_equal(status, 1);
    assert_contains(text, "stale  socket/create: it has no record\n");
}

static void new_things_are_made_once(void **state)
{
    (void)state;
    int status = -1;
    AUTO_FREE char *made = output_of("new snippet bind/any", &status);
    assert_int_equal(status, 0);
    assert_true(text_starts(made, "snippets/bind/any.c\n"));
    assert_true(fs_exists("snippets/bind/any.c"));
    static const char *const taken[] = { "bind/any", "bind", "bind/any/more", "bind/any.c" };
    for (size_t i = 0; i < COUNT(taken); i++) {
        AUTO_FREE char *line = mem_printf("new snippet %s", taken[i]);
        AUTO_FREE char *text = output_of(line, &status);
        assert_int_equal(status, 2);
        assert_contains(text, "is taken, by a snippet or a folder of snippets");
    }
    static const char *const bad[] = { "Bind", "../x", "/x", "a//b", "a/", ".c", "a.b" };
    for (size_t i = 0; i < COUNT(bad); i++) {
        AUTO_FREE char *line = mem_printf("new snippet %s", bad[i]);
        AUTO_FREE char *text = output_of(line, &status);
        assert_int_equal(status, 2);
        assert_contains(text, "is not a name for a snippet");
    }
    AUTO_FREE char *what = output_of("new page x", &status);
    assert_int_equal(status, 2);
    assert_contains(what, "makes a post or a snippet, not `page`");
    fs_remove_tree("snippets/bind");
}

/* What has no name or two of them, and what would be one process or nine, makes nothing. */
static void processes_to_make_are_checked(void **state)
{
    (void)state;
    static const char name_hint[] = "a name is of a-z, 0-9, _ and -, begins with a letter, and has "
                                    "32 characters at most";
    static const struct {
        const char *list, *text, *hint;
    } cases[] = {
        { "server", "--processes takes 2 to 8 names, not 1",
          "a server, then its clients: --processes server,client" },
        { "a,b,c,d,e,f,g,h,i", "--processes takes 2 to 8 names, not 9",
          "a server, then its clients: --processes server,client" },
        { "a,b,a", "--processes names `a` twice",
          "each has a name of its own: --processes server,alice,bob" },
        { "", "`` cannot name a process", name_hint },
        { "a,", "`` cannot name a process", name_hint },
        { "a,,b", "`` cannot name a process", name_hint },
        { "Server,b", "`Server` cannot name a process", name_hint },
        { "a,1b", "`1b` cannot name a process", name_hint },
        { "a,../b", "`../b` cannot name a process", name_hint },
        { "a,b.c", "`b.c` cannot name a process", name_hint },
        { "a,b2345678901234567890123456789012x",
          "`b2345678901234567890123456789012x` cannot name a process", name_hint },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *line = mem_printf("new snippet pair --processes=%s", cases[i].list);
        assert_wrong(line, cases[i].text, cases[i].hint);
        assert_false(fs_exists("snippets/pair"));
    }
    assert_wrong("new post pair --processes a,b", "--processes is an option of `snip new snippet`",
                 "see `snip new --help`");
    assert_wrong("new snippet pair --slug a", "--slug is an option of `snip new post`",
                 "see `snip new --help`");
}

/* The most there can be, with the longest name, and the one that YAML would take for nothing. */
static void new_processes_are_a_snippet(void **state)
{
    (void)state;
    int status = -1;
    AUTO_FREE char *made = output_of("new snippet pair/of --processes "
                                     "null,a-b,c_d,e5678901234567890123456789012345,true,no,y,h",
                                     &status);
    assert_int_equal(status, 0);
    assert_true(text_starts(made, "snippets/pair/of/snippet.yml\nsnippets/pair/of/null.c\n"));
    assert_contains(made, "\n\n<!-- snip code pair/of/e5678901234567890123456789012345.c -->\n");
    assert_contains(made, "\n\n<!-- snip output pair/of -->\n<!-- /snip -->\n");
    AUTO_FREE char *listed = output_of("list pair/of", &status);
    assert_int_equal(status, 0);
    assert_string_equal(listed, "pair/of  (no post shows it)\n1 snippet, 1 shown nowhere\n");
    AUTO_FREE char *again = output_of("new snippet pair/of --processes a,b", &status);
    assert_int_equal(status, 2);
    assert_contains(again, "the name `pair/of` is taken, by a snippet or a folder of snippets\n");
    AUTO_FREE char *inside = output_of("new snippet pair/of/it --processes a,b", &status);
    assert_int_equal(status, 2);
    assert_contains(inside, "the name `pair/of/it` is taken");
    fs_remove_tree("snippets/pair");
}

static void new_post_has_a_snippet(void **state)
{
    (void)state;
    int status = -1;
    free(output_of("doctor", &status));
    need(status == 0, "this machine does not let snippets run (see `snip doctor`)");
    AUTO_FREE char *made = output_of("new post 소켓 --slug first-socket", &status);
    assert_int_equal(status, 0);
    assert_contains(made, "-first-socket.md\n");
    assert_contains(made, "snippets/first-socket.c\n");
    AUTO_FREE char *path = mem_strndup(made, strcspn(made, "\n"));
    struct buf text = BUF_INIT;
    struct err err = { 0 };
    assert_true(fs_read(path, 4096, &text, &err));
    assert_contains(text.s, "title: \"소켓\"\n");
    assert_contains(text.s, "\n<!-- snip code first-socket.c -->\n");
    assert_contains(text.s, "\n<!-- snip output first-socket -->\n");
    buf_release(&text);
    AUTO_FREE char *again = output_of("new post 소켓 --slug first-socket", &status);
    assert_int_equal(status, 2);
    assert_contains(again, "is there already");
    AUTO_FREE char *empty = output_of("new post ", &status);
    assert_int_equal(status, 2);
    assert_contains(empty, "a title is one line of text");
    unlink(path);
    unlink("snippets/first-socket.c");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_names_every_command),
        cmocka_unit_test(each_command_explains_itself),
        cmocka_unit_test(help_fits_a_terminal),
        cmocka_unit_test(version_is_told),
        cmocka_unit_test(commands_are_suggested),
        cmocka_unit_test(unknown_options_are_named),
        cmocka_unit_test(letters_in_one_word_are_named),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(arguments_are_counted),
        cmocka_unit_test(folders_to_work_in),
        cmocka_unit_test(names_are_looked_for),
        cmocka_unit_test(status_says_what_is_missing),
        cmocka_unit_test(new_things_are_made_once),
        cmocka_unit_test(processes_to_make_are_checked),
        cmocka_unit_test(new_processes_are_a_snippet),
        cmocka_unit_test(new_post_has_a_snippet),
    };
    return cmocka_run_group_tests_name("cmd", tests, set_up, tear_down);
}
