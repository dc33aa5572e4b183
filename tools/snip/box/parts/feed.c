#include "box/parts/feed.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/pty.h"

/* What was typed may be on its way to the terminal still: poll(2) waits for that. */
static void flush(const struct feed *feed)
{
    struct pollfd terminal = { feed->terminal, POLLIN, 0 };
    if (feed->terminal >= 0)
        poll(&terminal, 1, 0);
}

/* Writes what can be written now, and has the loop write the rest. */
static void pump(struct feed *feed)
{
    struct err ignored = { 0 };
    ssize_t n = feed->left_len ? write(feed->in.fd, feed->left, feed->left_len) : 0;
    bool broken = n < 0 && errno != EAGAIN && errno != EINTR;
    flush(feed);
    if (n > 0) {
        feed->left += n;
        feed->left_len -= (size_t)n;
    }
    if (broken || (feed->left_len == 0 && feed->ends))
        loop_close(feed->loop, &feed->in);
    else if (feed->left_len == 0)
        loop_remove(feed->loop, &feed->in);
    else if (!feed->in.added && !loop_add(feed->loop, &feed->in, EPOLLOUT, &ignored))
        loop_close(feed->loop, &feed->in); /* an input that cannot be watched ends at once */
    err_release(&ignored);
}

static void on_writable(struct watch *watch, uint32_t events)
{
    struct feed *feed = watch->owner;
    if (events & EPOLLERR)
        loop_close(feed->loop, watch);
    else
        pump(feed);
}

/* Makes *COPY another descriptor of FD. */
static bool copy_descriptor(int fd, int *copy)
{
    *copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    return *copy >= 0;
}

bool feed_open(struct feed *feed, struct loop *loop, int master, int slave, int *theirs,
               struct err *err)
{
    *feed = (struct feed){ .loop = loop, .in = { -1, on_writable, feed, false }, .terminal = -1 };
    if (slave < 0)
        return input_open(&feed->in.fd, theirs, err);
    return (copy_descriptor(master, &feed->in.fd) && copy_descriptor(slave, &feed->terminal) &&
            copy_descriptor(slave, theirs) && pty_set_for_typing(slave)) ||
           err_sys(err, "cannot set up a terminal to read from");
}

void feed_give(struct feed *feed, const char *text, size_t len)
{
    if (feed->in.fd < 0)
        return;
    feed->left = text;
    feed->left_len = len;
    if (len)
        feed->in_line = text[len - 1] != '\n';
    pump(feed);
}

/* Types the character for end of file. Returns false where it only sends an unfinished line. */
static bool type_end(struct feed *feed)
{
    struct termios mode;
    if (tcgetattr(feed->terminal, &mode) < 0)
        return true;
    bool sends = feed->in_line && (mode.c_lflag & ICANON);
    char character = (char)mode.c_cc[VEOF];
    ssize_t ignored = write(feed->in.fd, &character, 1);
    (void)ignored;
    flush(feed);
    feed->in_line = false;
    return !sends;
}

bool feed_end(struct feed *feed)
{
    if (feed->in.fd < 0)
        return true;
    if (feed->terminal >= 0)
        return type_end(feed);
    feed->ends = true;
    pump(feed);
    return true;
}

bool feed_is_read(const struct feed *feed)
{
    int unread = 0;
    if (feed->in.fd < 0)
        return true;
    if (feed->left_len)
        return false;
    flush(feed);
    return ioctl(feed->terminal >= 0 ? feed->terminal : feed->in.fd, FIONREAD, &unread) == 0 &&
           unread == 0;
}

void feed_push(struct feed *feed)
{
    if (feed->in.added)
        pump(feed);
}

void feed_close(struct feed *feed)
{
    if (feed->loop)
        loop_close(feed->loop, &feed->in);
    fd_close_at(&feed->terminal);
}
