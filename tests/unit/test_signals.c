/* doc/settings/signals: numbers and names. */
#include "unit.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "doc/settings/signals.h"

static void names_and_numbers_agree(void **state)
{
    (void)state;
    int named = 0;
    for (int number = 1; number <= SIGRTMAX; number++) {
        const char *name = signal_name(number);
        if (strcmp(name, "?") == 0)
            continue;
        named++;
        char full[32];
        snprintf(full, sizeof(full), "SIG%s", name);
        assert_int_equal(signal_by_name(name), number);
        assert_int_equal(signal_by_name(full), number);
    }
    /* 32 and 33 are the C library's own. */
    assert_int_equal(named, 62);
}

/* The C library knows the same names. */
static void the_library_agrees(void **state)
{
    (void)state;
    for (int number = 1; number < 32; number++)
        assert_int_equal(signal_by_name(sigabbrev_np(number)), number);
}

static void some_by_name(void **state)
{
    (void)state;
    assert_int_equal(signal_by_name("SEGV"), SIGSEGV);
    assert_int_equal(signal_by_name("SIGPIPE"), SIGPIPE);
    assert_int_equal(signal_by_name("IOT"), SIGABRT);
    assert_int_equal(signal_by_name("CLD"), SIGCHLD);
    assert_int_equal(signal_by_name("RTMIN"), SIGRTMIN);
    assert_int_equal(signal_by_name("RTMIN+3"), SIGRTMIN + 3);
    assert_int_equal(signal_by_name("SIGRTMAX-1"), SIGRTMAX - 1);
    assert_string_equal(signal_name(SIGABRT), "ABRT");
    assert_string_equal(signal_name(SIGRTMAX), "RTMAX");
}

static void no_such_names(void **state)
{
    (void)state;
    static const char *const none[] = { "",   "SIG",   "segv",     "Segv", "SIGSIGSEGV",
                                        "11", "SEGV ", "RTMIN+16", "EXIT" };
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(signal_by_name(none[i]), 0);
    assert_string_equal(signal_name(0), "?");
    assert_string_equal(signal_name(-1), "?");
    assert_string_equal(signal_name(32), "?");
    assert_string_equal(signal_name(999), "?");
}

static void nearest(void **state)
{
    (void)state;
    assert_string_equal(signal_nearest("SEGF"), "SEGV");
    assert_string_equal(signal_nearest("sigsegv"), "SEGV");
    assert_string_equal(signal_nearest("pipe"), "PIPE");
    assert_string_equal(signal_nearest("ABORT"), "ABRT");
    assert_null(signal_nearest("nothing like it"));
    assert_null(signal_nearest(""));
}

/* Asks the kernel: does SIGNAL end a process that left it at its default? */
static bool ends_a_child(int number)
{
    pid_t pid = fork();
    if (pid == 0) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_UNBLOCK, &all, NULL);
        for (int i = 1; i <= SIGRTMAX; i++)
            signal(i, SIG_DFL);
        raise(number);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
    if (WIFSTOPPED(status)) {
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        return false;
    }
    return WIFSIGNALED(status);
}

static void the_kernel_agrees_on_what_ends(void **state)
{
    (void)state;
    /* No core files for a question. */
    struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
    for (int number = 1; number <= SIGRTMAX; number++)
        if (number != 32 && number != 33 && signal_ends(number) != ends_a_child(number))
            fail_msg("SIG%s", signal_name(number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_numbers_agree),
        cmocka_unit_test(the_library_agrees),
        cmocka_unit_test(some_by_name),
        cmocka_unit_test(no_such_names),
        cmocka_unit_test(nearest),
        cmocka_unit_test(the_kernel_agrees_on_what_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
