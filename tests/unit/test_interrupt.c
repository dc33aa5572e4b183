/*
 * box/interrupt: signals as something to read. Each case is a process of its own, whose signals it
 * may change.
 */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/interrupt.h"

/* Runs BODY in a child and returns its wait status. */
static int status_of(int (*body)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(body());
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static bool open_one(struct interrupt *interrupt)
{
    struct err err = { 0 };
    return interrupt_open(interrupt, &err);
}

static int read_each(void)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    struct interrupt interrupt;
    if (!open_one(&interrupt) || interrupt_read(&interrupt) != 0)
        return 1;
    if (!(fcntl(interrupt.fd, F_GETFD) & FD_CLOEXEC))
        return 2;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct pollfd ready = { .fd = interrupt.fd, .events = POLLIN };
        raise(numbers[i]);
        if (poll(&ready, 1, 0) != 1 || interrupt_read(&interrupt) != numbers[i])
            return 3;
        if (poll(&ready, 1, 0) != 0 || interrupt_read(&interrupt) != 0)
            return 4;
    }
    return 0;
}

static void signals_become_readable(void **state)
{
    (void)state;
    assert_int_equal(status_of(read_each), 0);
}

static int write_to_nobody(void)
{
    struct interrupt interrupt;
    int ends[2];
    if (!open_one(&interrupt) || pipe(ends) < 0)
        return 1;
    close(ends[0]);
    return write(ends[1], "x", 1) < 0 && errno == EPIPE ? 0 : 2;
}

static void broken_pipe_is_an_error_only(void **state)
{
    (void)state;
    assert_int_equal(status_of(write_to_nobody), 0);
}

static int close_with_one_there(void)
{
    struct interrupt interrupt;
    if (!open_one(&interrupt))
        return 1;
    int fd = interrupt.fd;
    raise(SIGTERM);
    if (interrupt_close(&interrupt) != SIGTERM || fcntl(fd, F_GETFD) >= 0)
        return 2;
    return open_one(&interrupt) && interrupt_close(&interrupt) == 0 ? 0 : 3;
}

static int close_and_raise(void)
{
    struct interrupt interrupt;
    if (!open_one(&interrupt) || interrupt_close(&interrupt) != 0)
        return 1;
    raise(SIGTERM);
    return 2;
}

static void closing_lets_signals_through(void **state)
{
    (void)state;
    assert_int_equal(status_of(close_with_one_there), 0);
    int status = status_of(close_and_raise);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
}

static int ignore_hup_and_int(void)
{
    struct interrupt interrupt;
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    if (!open_one(&interrupt))
        return 1;
    raise(SIGHUP);
    raise(SIGINT);
    if (interrupt_read(&interrupt) != 0)
        return 2;
    raise(SIGTERM);
    return interrupt_close(&interrupt) == SIGTERM ? 0 : 3;
}

/* nohup(1), and a shell that starts a job in the background, ask for that. */
static void what_was_ignored_stays_ignored(void **state)
{
    (void)state;
    assert_int_equal(status_of(ignore_hup_and_int), 0);
}

static int block_and_close(void)
{
    struct interrupt interrupt;
    sigset_t term, after;
    sigemptyset(&term);
    sigaddset(&term, SIGTERM);
    sigprocmask(SIG_BLOCK, &term, NULL);
    if (!open_one(&interrupt) || interrupt_close(&interrupt) != 0)
        return 1;
    sigprocmask(SIG_BLOCK, NULL, &after);
    return sigismember(&after, SIGTERM) && !sigismember(&after, SIGINT) ? 0 : 2;
}

static void what_was_blocked_stays_blocked(void **state)
{
    (void)state;
    assert_int_equal(status_of(block_and_close), 0);
}

static int die_of_term(void)
{
    struct interrupt interrupt;
    if (!open_one(&interrupt))
        return 1;
    interrupt_die(SIGTERM);
}

/* A signal that the parent ignored must end us all the same, once we mean to. */
static int die_of_int(void)
{
    signal(SIGINT, SIG_IGN);
    interrupt_die(SIGINT);
}

/* One that came before is pending when the mask is lifted. */
static int die_of_hup(void)
{
    struct interrupt interrupt;
    if (!open_one(&interrupt))
        return 1;
    raise(SIGHUP);
    interrupt_die(SIGHUP);
}

static void ends_by_the_signal(void **state)
{
    (void)state;
    static const struct {
        int (*body)(void);
        int number;
    } cases[] = { { die_of_term, SIGTERM }, { die_of_int, SIGINT }, { die_of_hup, SIGHUP } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int status = status_of(cases[i].body);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), cases[i].number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_become_readable),
        cmocka_unit_test(broken_pipe_is_an_error_only),
        cmocka_unit_test(closing_lets_signals_through),
        cmocka_unit_test(what_was_ignored_stays_ignored),
        cmocka_unit_test(what_was_blocked_stays_blocked),
        cmocka_unit_test(ends_by_the_signal),
    };
    return cmocka_run_group_tests_name("interrupt", tests, NULL, NULL);
}
