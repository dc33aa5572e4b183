/* file/secret: the key of who runs snip, and where it may lie. */
#include "folder.h"

#include <sys/wait.h>

#include "file/secret.h"

/* The code that another process makes, which reads the key anew; "" for none. Owned by the caller. */
static char *code_of(const char *text)
{
    int ends[2];
    char code[DIGEST_HEX + 1] = "";
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        bool ok = secret_code(text, strlen(text), code);
        _exit(!ok || write(ends[1], code, DIGEST_HEX) != DIGEST_HEX);
    }
    close(ends[1]);
    assert_true(pid > 0 && read(ends[0], code, DIGEST_HEX) >= 0);
    close(ends[0]);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return mem_strdup(code);
}

static void assert_key(bool wanted)
{
    AUTO_FREE char *first = code_of("text"), *again = code_of("text"), *other = code_of("texts");
    assert_string_equal(first, again);
    assert_int_equal(strlen(first), wanted ? DIGEST_HEX : 0);
    assert_int_equal(strcmp(first, other) != 0, wanted);
}

/* Has the key below the folder BELOW, beside the project that is worked in from then on. */
static void begin(const struct folder *folder, const char *variable, const char *below)
{
    AUTO_FREE char *path = mem_printf("%s/%s", folder->path, below);
    assert_int_equal(unsetenv("XDG_STATE_HOME") | unsetenv("HOME"), 0);
    assert_int_equal(setenv(variable, path, 1), 0);
    assert_int_equal(mkdir("project", 0755) | chdir("project"), 0);
}

static void one_key_for_all_runs(void **state)
{
    begin(*state, "HOME", "");
    assert_key(true);
    assert_int_equal(mode_of("../.local/state/snip/key"), 0600);
    assert_int_equal(mode_of("../.local/state/snip"), 0700);
}

static void the_folder_of_states_is_made(void **state)
{
    begin(*state, "XDG_STATE_HOME", "states");
    assert_key(true);
    assert_int_equal(mode_of("../states"), 0700);
}

/* As a full disk leaves one, or an older snip. */
static void half_a_key_is_made_anew(void **state)
{
    begin(*state, "XDG_STATE_HOME", "states");
    assert_int_equal(mkdir("../states", 0700) | mkdir("../states/snip", 0700), 0);
    put("../states/snip/key", "half");
    assert_int_equal(chmod("../states/snip/key", 0600), 0);
    assert_key(true);
}

/* A key that others could have read is no secret any more. */
static void a_key_of_all_is_made_anew(void **state)
{
    begin(*state, "XDG_STATE_HOME", "states");
    assert_key(true);
    AUTO_FREE char *before = code_of("text");
    assert_int_equal(chmod("../states/snip/key", 0644), 0);
    AUTO_FREE char *after = code_of("text");
    assert_int_equal(strlen(after), DIGEST_HEX);
    assert_string_not_equal(before, after);
}

static void none_where_others_may_write(void **state)
{
    begin(*state, "XDG_STATE_HOME", "states");
    assert_int_equal(mkdir("../states", 0700) | mkdir("../states/snip", 0700), 0);
    assert_int_equal(chmod("../states/snip", 0777), 0);
    assert_key(false);
}

static void none_in_the_project(void **state)
{
    begin(*state, "HOME", "link");
    assert_int_equal(symlink("project", "../link"), 0);
    assert_key(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(one_key_for_all_runs),        in_folder(the_folder_of_states_is_made),
        in_folder(half_a_key_is_made_anew),     in_folder(a_key_of_all_is_made_anew),
        in_folder(none_where_others_may_write), in_folder(none_in_the_project),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
