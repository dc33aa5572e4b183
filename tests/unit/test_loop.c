/* box/loop: one epoll instance, its watches and timers. */
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/loop.h"

/* What a watch has seen, and which other one its callback ends. */
struct seen {
    struct loop *loop;
    struct watch *other;
    int calls;
    uint32_t events;
};

static void on_ready(struct watch *watch, uint32_t events)
{
    struct seen *seen = watch->owner;
    seen->calls++;
    seen->events = events;
    if (seen->other)
        loop_remove(seen->loop, seen->other);
}

static struct loop new_loop(void)
{
    struct err err = { 0 };
    struct loop loop;
    assert_true(loop_init(&loop, &err));
    return loop;
}

static void timer_comes_once(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct loop loop = new_loop();
    struct seen seen = { 0 };
    struct watch watch = { -1, on_ready, &seen, false };
    assert_true(loop_add_timer(&loop, &watch, 1, &err));
    AUTO_CLOSE int timer = watch.fd;
    assert_int_equal(fcntl(timer, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(loop.count, 1);
    assert_true(loop_once(&loop, &err));
    assert_int_equal(seen.calls, 1);
    assert_true(seen.events & EPOLLIN);
    uint64_t times = 0;
    assert_int_equal(read(timer, &times, sizeof(times)), sizeof(times));
    assert_int_equal(times, 1);
    assert_int_equal(read(timer, &times, sizeof(times)), -1);
    loop_remove(&loop, &watch);
    assert_int_equal(loop.count, 0);
    loop_release(&loop);
}

/* The callback of one ends the other: the other's event, there already, must not be delivered. */
static void removed_watch_is_not_called(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct loop loop = new_loop();
    int a[2], b[2];
    assert_int_equal(pipe2(a, O_CLOEXEC), 0);
    assert_int_equal(pipe2(b, O_CLOEXEC), 0);
    assert_int_equal(write(a[1], "x", 1), 1);
    assert_int_equal(write(b[1], "x", 1), 1);
    struct seen saw_a = { .loop = &loop }, saw_b = { .loop = &loop };
    struct watch first = { a[0], on_ready, &saw_a, false };
    struct watch second = { b[0], on_ready, &saw_b, false };
    saw_a.other = &second;
    saw_b.other = &first;
    assert_true(loop_add(&loop, &first, EPOLLIN, &err));
    assert_true(loop_add(&loop, &second, EPOLLIN, &err));
    for (int turn = 0; turn < 3; turn++)
        assert_true(loop_once(&loop, &err));
    assert_int_equal(saw_a.calls + saw_b.calls, 3);
    assert_true(saw_a.calls == 0 || saw_b.calls == 0);
    assert_int_equal(loop.count, 1);
    loop_release(&loop);
    for (int i = 0; i < 2; i++) {
        close(a[i]);
        close(b[i]);
    }
}

static void removing_twice_is_harmless(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct loop loop = new_loop();
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct seen seen = { 0 };
    struct watch watch = { ends[0], on_ready, &seen, false };
    loop_remove(&loop, &watch);
    assert_true(loop_add(&loop, &watch, EPOLLIN, &err));
    loop_remove(&loop, &watch);
    loop_remove(&loop, &watch);
    assert_int_equal(loop.count, 0);
    assert_int_not_equal(fcntl(ends[0], F_GETFD), -1);
    assert_true(loop_add(&loop, &watch, EPOLLIN, &err));
    assert_int_equal(close(ends[1]), 0);
    assert_true(loop_once(&loop, &err));
    assert_true(seen.events & EPOLLHUP);
    loop_release(&loop);
    close(ends[0]);
}

static void what_cannot_be_watched_is_said(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct loop loop = new_loop();
    struct seen seen = { 0 };
    struct watch watch = { -1, on_ready, &seen, false };
    assert_false(loop_add(&loop, &watch, EPOLLIN, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    assert_contains(err.text, "descriptor -1: Bad file descriptor");
    assert_int_equal(loop.count, 0);
    err_release(&err);
    loop_release(&loop);
    assert_false(loop_once(&loop, &err));
    assert_contains(err.text, "cannot wait for events");
    err_release(&err);
    loop_release(&loop);
}

static void on_alarm(int number)
{
    (void)number;
}

/* A signal with a handler ends the wait, which is no failure. */
static void interrupted_wait_is_no_failure(void **state)
{
    (void)state;
    struct err err = { 0 };
    struct loop loop = new_loop();
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    struct seen seen = { 0 };
    struct watch watch = { ends[0], on_ready, &seen, false };
    assert_true(loop_add(&loop, &watch, EPOLLIN, &err));
    struct sigaction action = { .sa_handler = on_alarm }, before;
    assert_int_equal(sigaction(SIGALRM, &action, &before), 0);
    /* Again and again: the first may come before the wait has begun. */
    struct itimerval soon = { { 0, 5000 }, { 0, 5000 } }, never = { 0 };
    assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
    assert_true(loop_once(&loop, &err));
    assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
    assert_int_equal(sigaction(SIGALRM, &before, NULL), 0);
    assert_int_equal(seen.calls, 0);
    assert_null(err.text);
    loop_release(&loop);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timer_comes_once),
        cmocka_unit_test(removed_watch_is_not_called),
        cmocka_unit_test(removing_twice_is_harmless),
        cmocka_unit_test(what_cannot_be_watched_is_said),
        cmocka_unit_test(interrupted_wait_is_no_failure),
    };
    return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
