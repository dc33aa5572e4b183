#include "box/loop.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/mem.h"

bool loop_init(struct loop *loop, struct err *err)
{
    *loop = (struct loop){ .epoll = epoll_create1(EPOLL_CLOEXEC) };
    return loop->epoll >= 0 || err_sys(err, "cannot make an epoll instance");
}

void loop_release(struct loop *loop)
{
    if (loop->epoll >= 0)
        close(loop->epoll);
    loop->epoll = -1;
}

bool loop_add(struct loop *loop, struct watch *watch, uint32_t events, struct err *err)
{
    struct epoll_event event = { .events = events, .data.ptr = watch };
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event) < 0)
        return err_sys(err, "cannot watch descriptor %d", watch->fd);
    watch->added = true;
    loop->count++;
    return true;
}

void loop_remove(struct loop *loop, struct watch *watch)
{
    if (!watch->added)
        return;
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
    watch->added = false;
    loop->count--;
}

void loop_close(struct loop *loop, struct watch *watch)
{
    loop_remove(loop, watch);
    fd_close_at(&watch->fd);
}

bool loop_once(struct loop *loop, struct err *err)
{
    /* One event a turn: what the first callback ends may be what a second event would point to. */
    struct epoll_event event;
    int n = epoll_wait(loop->epoll, &event, 1, -1);
    if (n < 0)
        return errno == EINTR || err_sys(err, "cannot wait for events");
    if (n > 0) {
        struct watch *watch = event.data.ptr;
        watch->ready(watch, event.events);
    }
    return true;
}

static bool set_timer(int fd, long long ms)
{
    struct itimerspec when = { .it_value = { .tv_sec = (time_t)(ms / 1000),
                                             .tv_nsec = (long)(ms % 1000) * 1000000L } };
    return timerfd_settime(fd, 0, &when, NULL) == 0;
}

bool loop_add_timer(struct loop *loop, struct watch *watch, long long ms, struct err *err)
{
    watch->fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (watch->fd < 0 || !set_timer(watch->fd, ms))
        return err_sys(err, "cannot make a timer");
    return loop_add(loop, watch, EPOLLIN, err);
}

void loop_set_timer(const struct watch *watch, long long ms)
{
    set_timer(watch->fd, ms);
}
