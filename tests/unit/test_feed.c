/* box/parts/feed: what is given to a pipe and typed on a terminal, as who reads there sees it. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/parts/feed.h"
#include "box/pty.h"

/* A feed, on a loop of its own, and who reads from it. */
struct stage {
    struct loop loop;
    struct pty pty;
    struct feed feed;
    int reader;
};

static void open_stage(struct stage *stage, bool terminal)
{
    struct err err = { 0 };
    *stage = (struct stage){ .pty = { -1, -1 }, .feed = FEED_NONE, .reader = -1 };
    assert_true(loop_init(&stage->loop, &err));
    if (terminal && !pty_open(&stage->pty, &err))
        fail_msg("%s", err.text);
    assert_true(feed_open(&stage->feed, &stage->loop, stage->pty.master, stage->pty.slave,
                          &stage->reader, &err));
    fcntl(stage->reader, F_SETFL, O_NONBLOCK);
}

static void close_stage(struct stage *stage)
{
    feed_close(&stage->feed);
    fd_close_at(&stage->reader);
    fd_close_at(&stage->pty.master);
    fd_close_at(&stage->pty.slave);
    loop_release(&stage->loop);
}

static void give(struct stage *stage, const char *text)
{
    feed_give(&stage->feed, text, strlen(text));
}

/* Holds that FD has just EXPECTED to be read: a text, "" for end of file, NULL for nothing. */
static void assert_reads(int fd, const char *expected)
{
    char text[256];
    ssize_t n = read(fd, text, sizeof(text) - 1);
    if (!expected) {
        assert_int_equal(n, -1);
        assert_int_equal(errno, EAGAIN);
        return;
    }
    assert_true(n >= 0);
    text[n] = '\0';
    assert_string_equal(text, expected);
}

static void a_pipe_is_open_until_its_end_is_given(void **state)
{
    (void)state;
    AUTO(close_stage) struct stage stage;
    open_stage(&stage, false);
    assert_true(feed_is_read(&stage.feed));
    give(&stage, "one\n");
    assert_false(feed_is_read(&stage.feed));
    assert_reads(stage.reader, "one\n");
    assert_true(feed_is_read(&stage.feed));
    assert_reads(stage.reader, NULL);
    give(&stage, "two");
    assert_true(feed_end(&stage.feed));
    assert_reads(stage.reader, "two");
    assert_reads(stage.reader, "");
    assert_true(feed_is_read(&stage.feed));
}

static void what_a_pipe_has_no_room_for_follows(void **state)
{
    (void)state;
    AUTO(close_stage) struct stage stage;
    struct err err = { 0 };
    char chunk[4096];
    size_t size = 300000, got = 0;
    AUTO_FREE char *big = mem_alloc(size);
    memset(big, 'x', size);
    open_stage(&stage, false);
    feed_give(&stage.feed, big, size);
    assert_true(feed_end(&stage.feed));
    for (ssize_t n = 1; n != 0;) {
        n = read(stage.reader, chunk, sizeof(chunk));
        got += n > 0 ? (size_t)n : 0;
        if (n < 0)
            assert_true(loop_once(&stage.loop, &err));
    }
    assert_int_equal(got, size);
}

static void nobody_reads_any_more(void **state)
{
    (void)state;
    AUTO(close_stage) struct stage stage;
    open_stage(&stage, false);
    fd_close_at(&stage.reader);
    give(&stage, "one\n");
    assert_true(feed_is_read(&stage.feed));
    give(&stage, "two\n");
    assert_true(feed_end(&stage.feed));
}

static void a_terminal_shows_lines_and_ends_by_a_character(void **state)
{
    (void)state;
    AUTO(close_stage) struct stage stage;
    open_stage(&stage, true);
    assert_true(isatty(stage.reader));
    give(&stage, "one\n");
    assert_false(feed_is_read(&stage.feed));
    assert_reads(stage.pty.master, "one\n");
    assert_reads(stage.reader, "one\n");
    assert_true(feed_is_read(&stage.feed));
    give(&stage, "ha");
    assert_true(feed_is_read(&stage.feed)); /* nobody can read it yet */
    assert_reads(stage.reader, NULL);
    assert_false(feed_end(&stage.feed));
    assert_reads(stage.reader, "ha");
    assert_true(feed_end(&stage.feed));
    assert_reads(stage.reader, "");
    assert_reads(stage.reader, NULL);
    assert_reads(stage.pty.master, "ha");
}

static void a_terminal_hides_what_it_is_told_to(void **state)
{
    (void)state;
    AUTO(close_stage) struct stage stage;
    struct termios mode;
    open_stage(&stage, true);
    assert_int_equal(tcgetattr(stage.reader, &mode), 0);
    mode.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
    assert_int_equal(tcsetattr(stage.reader, TCSANOW, &mode), 0);
    give(&stage, "k");
    assert_false(feed_is_read(&stage.feed));
    assert_reads(stage.reader, "k");
    assert_reads(stage.pty.master, NULL);
    assert_true(feed_end(&stage.feed)); /* in this mode the character is one as any other */
    assert_reads(stage.reader, "\004");
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pipe_is_open_until_its_end_is_given),
        cmocka_unit_test(what_a_pipe_has_no_room_for_follows),
        cmocka_unit_test(nobody_reads_any_more),
        cmocka_unit_test(a_terminal_shows_lines_and_ends_by_a_character),
        cmocka_unit_test(a_terminal_hides_what_it_is_told_to),
    };
    return cmocka_run_group_tests_name("feed", tests, NULL, NULL);
}
