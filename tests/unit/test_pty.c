/* box/pty: a raw terminal of a fixed size that is nobody's controlling terminal. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/pty.h"

static struct pty open_pty(void)
{
    struct err err = { 0 };
    struct pty pty;
    if (!pty_open(&pty, &err))
        fail_msg("%s", err.text);
    return pty;
}

/* Reads LEN bytes of the master, waiting for each. */
static void read_exactly(int fd, char *to, size_t len)
{
    while (len > 0) {
        struct pollfd ready = { .fd = fd, .events = POLLIN };
        assert_int_equal(poll(&ready, 1, -1), 1);
        ssize_t n = read(fd, to, len);
        assert_true(n > 0);
        to += n;
        len -= (size_t)n;
    }
}

static void size_is_fixed(void **state)
{
    (void)state;
    struct pty pty = open_pty();
    struct winsize size = { 0 };
    assert_true(isatty(pty.slave));
    assert_int_equal(ioctl(pty.slave, TIOCGWINSZ, &size), 0);
    assert_int_equal(size.ws_row, 24);
    assert_int_equal(size.ws_col, 80);
    close(pty.slave);
    close(pty.master);
}

static void bytes_pass_unchanged(void **state)
{
    (void)state;
    /* Newlines, control characters that a cooked terminal acts on, bytes over 127. */
    static const char text[] = "a\nb\r\n\tc\x03\x04\x11\x13\x1a\x7f\xed\x95\x9c\xff";
    struct pty pty = open_pty();
    char got[sizeof(text)] = "";
    assert_int_equal(write(pty.slave, text, sizeof(text)), sizeof(text));
    read_exactly(pty.master, got, sizeof(text));
    assert_memory_equal(got, text, sizeof(text));
    assert_int_equal(read(pty.master, got, sizeof(got)), -1);
    assert_int_equal(errno, EAGAIN);
    close(pty.slave);
    close(pty.master);
}

static void what_was_printed_outlives_the_slave(void **state)
{
    (void)state;
    struct pty pty = open_pty();
    char text[1000], got[sizeof(text)];
    memset(text, 'x', sizeof(text));
    assert_int_equal(write(pty.slave, text, sizeof(text)), sizeof(text));
    close(pty.slave);
    read_exactly(pty.master, got, sizeof(text));
    assert_memory_equal(got, text, sizeof(text));
    assert_int_equal(read(pty.master, got, sizeof(got)), -1);
    assert_int_equal(errno, EIO);
    close(pty.master);
}

static void ends_are_not_inherited(void **state)
{
    (void)state;
    struct pty pty = open_pty();
    assert_int_equal(fcntl(pty.master, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(fcntl(pty.slave, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    close(pty.slave);
    close(pty.master);
}

/* A session leader without a terminal gets one by opening one without O_NOCTTY. */
static void does_not_become_the_controlling_terminal(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct err err = { 0 };
        struct pty pty;
        setsid();
        bool opened = pty_open(&pty, &err);
        _exit(!opened ? 2 : open("/dev/tty", O_RDWR) < 0 && errno == ENXIO ? 0 : 1);
    }
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static void failure_is_said_and_nothing_stays_open(void **state)
{
    (void)state;
    struct rlimit before, few;
    struct err err = { 0 };
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    int next = dup(0);
    assert_true(next >= 0);
    close(next);
    /* Room for none, then for the master alone. */
    for (int room = 0; room < 2; room++) {
        struct pty pty = { 7, 7 };
        few = (struct rlimit){ (rlim_t)(next + room), before.rlim_max };
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
        bool opened = pty_open(&pty, &err);
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
        assert_false(opened);
        assert_int_equal(err.kind, ERR_SYSTEM);
        assert_contains(err.text, "pseudo-terminal: Too many open files");
        assert_int_equal(pty.master, -1);
        assert_int_equal(pty.slave, -1);
        assert_int_equal(fcntl(next, F_GETFD), -1);
        err_release(&err);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(size_is_fixed),
        cmocka_unit_test(bytes_pass_unchanged),
        cmocka_unit_test(what_was_printed_outlives_the_slave),
        cmocka_unit_test(ends_are_not_inherited),
        cmocka_unit_test(does_not_become_the_controlling_terminal),
        cmocka_unit_test(failure_is_said_and_nothing_stays_open),
    };
    return cmocka_run_group_tests_name("pty", tests, NULL, NULL);
}
