/*
 * engine/plan/command: a call as a reader would type it. What is shown is also given to a shell, which
 * must pass on just that.
 */
#include "unit.h"

#include "base/buf.h"
#include "base/mem.h"
#include "engine/plan/command.h"

static char source[] = "server.c";

/* SPEC with ARGS, ENV (each ending in NULL, or NULL) and INPUT (or NULL). */
static struct process_spec spec_of(const char *const *args, const char *const *env,
                                   const char *input)
{
    struct process_spec spec = { .source = source };
    for (; args && *args; args++)
        strings_add(&spec.args, mem_strdup(*args));
    for (; env && *env; env++)
        strings_add(&spec.env, mem_strdup(*env));
    if (input)
        vec_push(&spec.input.items,
                 ((struct input){ .text = mem_strdup(input), .len = strlen(input) }));
    return spec;
}

static void spec_release(struct process_spec *spec)
{
    strings_release(&spec->args);
    strings_release(&spec->env);
    input_release(&spec->input);
}

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void assert_shown(const char *const *args, const char *const *env, const char *input,
                         const char *expected)
{
    AUTO(spec_release) struct process_spec spec = spec_of(args, env, input);
    AUTO_FREE char *shown = command_show(&spec);
    assert_string_equal(shown, expected);
}

/* Holds that SPEC is executed with the words EXPECTED, joined by '|'. */
static void assert_argv(const struct process_spec *spec, const char *expected)
{
    AUTO(strings_release) struct strings argv = { 0 };
    struct buf joined = BUF_INIT;
    command_argv(spec, &argv);
    assert_null(argv.v[argv.n - 1]);
    for (size_t i = 0; i + 1 < argv.n; i++)
        buf_printf(&joined, "%s%s", i ? "|" : "", argv.v[i]);
    assert_string_equal(buf_str(&joined), expected);
    buf_release(&joined);
}

static void programs_are_paths(void **state)
{
    (void)state;
    char *args[] = { (char[]){ "a b" } }, *command[] = { (char[]){ "sh" }, (char[]){ "-c" } };
    struct process_spec spec = { .source = source, .args = { args, 1, 1 } };
    assert_argv(&spec, "./server|a b");
    spec = (struct process_spec){ .command = { command, 2, 2 } };
    AUTO_FREE char *shell = command_find("sh", command_path);
    AUTO_FREE char *expected = mem_printf("%s|-c", shell);
    assert_argv(&spec, expected);
    command[0] = (char[]){ "./server" };
    assert_argv(&spec, "./server|-c");
    AUTO_FREE char *shown = command_show(&spec);
    assert_string_equal(shown, "./server -c");
    assert_null(command_find("no-such-program", command_path));
    assert_null(command_find("/usr", command_path));
}

static void arguments_are_quoted_where_a_shell_needs_it(void **state)
{
    (void)state;
    assert_shown(NULL, NULL, NULL, "./server");
    assert_shown(LIST("0.0.0.0", "8080", "a=b", "-v"), NULL, NULL, "./server 0.0.0.0 8080 a=b -v");
    assert_shown(LIST("two words", "", "it's", "$HOME", "*", "~"), NULL, NULL,
                 "./server 'two words' '' 'it'\\''s' '$HOME' '*' '~'");
    assert_shown(LIST("소켓", "a;b", "`id`"), NULL, NULL, "./server '소켓' 'a;b' '`id`'");
}

static void environment_goes_before(void **state)
{
    (void)state;
    assert_shown(LIST("x"), LIST("A=1", "B=two words", "C="), NULL,
                 "A=1 B='two words' C='' ./server x");
}

static void input_of_lines_is_a_here_document(void **state)
{
    (void)state;
    assert_shown(NULL, NULL, "one\ntwo\n", "./server <<'EOF'\none\ntwo\nEOF");
    assert_shown(LIST("a"), LIST("A=1"), "$HOME `x`\n", "A=1 ./server a <<'EOF'\n$HOME `x`\nEOF");
    assert_shown(NULL, NULL, "\n", "./server <<'EOF'\n\nEOF");
    assert_shown(NULL, NULL, "", "./server");
}

static void delimiter_is_no_line_of_the_input(void **state)
{
    (void)state;
    assert_shown(NULL, NULL, "EOF\n", "./server <<'EOF_'\nEOF\nEOF_");
    assert_shown(NULL, NULL, "EOF_\nEOF\n", "./server <<'EOF__'\nEOF_\nEOF\nEOF__");
    assert_shown(NULL, NULL, " EOF\nEOFs\n", "./server <<'EOF'\n EOF\nEOFs\nEOF");
}

static void input_without_last_newline_is_printed(void **state)
{
    (void)state;
    assert_shown(NULL, NULL, "no newline", "printf %s 'no newline' | ./server");
    assert_shown(LIST("a"), LIST("A=1"), "it's 100%\nEOF",
                 "printf %s 'it'\\''s 100%\nEOF' | A=1 ./server a");
    assert_shown(NULL, NULL, "x", "printf %s x | ./server");
}

/* What is given item by item is shown as one input; what is typed on a terminal is not. */
static void input_that_stays_open_is_no_document(void **state)
{
    (void)state;
    AUTO(spec_release) struct process_spec spec = spec_of(NULL, NULL, "one\n");
    vec_push(&spec.input.items, ((struct input){ .kind = INPUT_PRINTS, .text = mem_strdup("x") }));
    vec_push(&spec.input.items,
             ((struct input){ .kind = INPUT_TEXT, .text = mem_strdup("two\n"), .len = 4 }));
    spec.input.paced = true;
    AUTO_FREE char *ends = command_show(&spec);
    assert_string_equal(ends, "./server <<'EOF'\none\ntwo\nEOF");
    spec.input.stays_open = true;
    AUTO_FREE char *open = command_show(&spec);
    assert_string_equal(open, "{ cat; sleep infinity; } <<'EOF' | ./server\none\ntwo\nEOF");
    spec.terminal = true;
    AUTO_FREE char *typed = command_show(&spec);
    assert_string_equal(typed, "./server");
    spec.terminal = false;
    spec.input.items.v[2].len = 3;
    AUTO_FREE char *printed = command_show(&spec);
    assert_string_equal(printed, "{ printf %s 'one\ntwo'; sleep infinity; } | ./server");
    vec_each (item, &spec.input.items)
        item->len = 0;
    AUTO_FREE char *nothing = command_show(&spec);
    assert_string_equal(nothing, "sleep infinity | ./server");
}

static void control_characters_are_shown(void **state)
{
    (void)state;
    assert_shown(LIST("a\x1b[m"), NULL, NULL, "./server 'a\\x1B[m'");
    assert_shown(NULL, NULL, "\x01\n", "printf '\\001\\n' | ./server");
    assert_shown(NULL, NULL, "a 50%\r\n\\it's", "printf 'a 50%%\\r\\n\\\\it'\\''s' | ./server");
}

/* What the shell makes of COMMAND, "./server" being a function that prints what it was given. */
static char *run_by_shell(const char *command)
{
    AUTO_FREE char *script = mem_strdup("/tmp/snip-unit-XXXXXX");
    int fd = mkstemp(script);
    FILE *file = fdopen(fd, "w");
    fprintf(file,
            "server() { for a; do printf '[%%s]' \"$a\"; done; "
            "printf '{%%s}' \"$A\"; printf '<'; cat; printf '>'; }\n%s\n",
            command);
    fclose(file);
    AUTO_FREE char *call = mem_printf("sh %s </dev/null", script);
    struct buf out = BUF_INIT;
    FILE *shell = popen(call, "r");
    for (int c; (c = getc(shell)) != EOF;)
        buf_addc(&out, (char)c);
    assert_int_equal(pclose(shell), 0);
    remove(script);
    return buf_steal(&out);
}

/* Property: typed into a shell, the command passes on just the arguments, variable and input. */
static void shell_understands_what_is_shown(void **state)
{
    (void)state;
    static const char *const pieces[] = { "a", " ", "'", "\"", "$A", "\\", "\n", "EOF",  "*",
                                          "`", ";", "&", "%s", "~",  "-n", "#",  "소켓", "EOF\n" };
    uint64_t seed = 20261123;
    for (int round = 0; round < 60; round++) {
        struct buf texts[3] = { BUF_INIT, BUF_INIT, BUF_INIT }, expected = BUF_INIT;
        for (int i = 0; i < 3; i++)
            for (size_t n = chance_below(&seed, 6); n > 0; n--)
                buf_adds(&texts[i], pieces[chance_below(&seed, COUNT(pieces))]);
        if (chance_below(&seed, 3) == 0)
            buf_adds(&texts[2], "\r\n\x1b");
        AUTO_FREE char *variable = mem_printf("A=%s", buf_str(&texts[1]));
        AUTO(spec_release)
        struct process_spec spec =
            spec_of(LIST(buf_str(&texts[0]), "x"), LIST(variable), buf_str(&texts[2]));
        AUTO_FREE char *shown = command_show(&spec);
        /* The path of a program becomes the name of a function. */
        char *at = strstr(shown, "./server");
        memmove(at, at + 2, strlen(at + 2) + 1);
        AUTO_FREE char *got = run_by_shell(shown);
        buf_printf(&expected, "[%s][x]{%s}<%s>", buf_str(&texts[0]), buf_str(&texts[1]),
                   buf_str(&texts[2]));
        assert_string_equal(got, buf_str(&expected));
        buf_release(&expected);
        for (int i = 0; i < 3; i++)
            buf_release(&texts[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_are_paths),
        cmocka_unit_test(arguments_are_quoted_where_a_shell_needs_it),
        cmocka_unit_test(environment_goes_before),
        cmocka_unit_test(input_of_lines_is_a_here_document),
        cmocka_unit_test(delimiter_is_no_line_of_the_input),
        cmocka_unit_test(input_without_last_newline_is_printed),
        cmocka_unit_test(input_that_stays_open_is_no_document),
        cmocka_unit_test(control_characters_are_shown),
        cmocka_unit_test(shell_understands_what_is_shown),
    };
    return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
