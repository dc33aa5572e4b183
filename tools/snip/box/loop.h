/*
 * One epoll(7) loop: everything snip waits for is a file descriptor in it. Children are pidfds,
 * time limits timerfds, signals a signalfd.
 */
#ifndef SNIP_BOX_LOOP_H
#define SNIP_BOX_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* A descriptor that is watched. Embed it in what it belongs to; it must not move while it is
 * watched. */
struct watch {
    int fd;
    void (*ready)(struct watch *watch, uint32_t events); /* EPOLLIN, EPOLLHUP … */
    void *owner;
    bool added;
};

/* The loop; all fields are its own. */
struct loop {
    int epoll;
    unsigned count;
};

/* Makes LOOP; fails with ERR_SYSTEM. */
bool loop_init(struct loop *loop, struct err *err) __attribute__((warn_unused_result));

/* Frees LOOP. Watched descriptors stay open. */
void loop_release(struct loop *loop);

/* Watches WATCH->fd for EVENTS (epoll_ctl(2)); WATCH->ready is called each time one is there. */
bool loop_add(struct loop *loop, struct watch *watch, uint32_t events, struct err *err)
    __attribute__((warn_unused_result));

/* Watches WATCH no more; nothing happens where it is not watched. Its descriptor stays open. */
void loop_remove(struct loop *loop, struct watch *watch);

/* Watches WATCH no more and closes its descriptor, which is -1 then; it may be so before. */
void loop_close(struct loop *loop, struct watch *watch);

/* Waits for events and calls for each. Fails with ERR_SYSTEM. Call it while there is something to
 * wait for. */
bool loop_once(struct loop *loop, struct err *err) __attribute__((warn_unused_result));

/*
 * Makes a timerfd(2) that becomes readable once, after MS milliseconds (over 0), WATCH's descriptor
 * and watches it; close it with loop_close() either way.
 */
bool loop_add_timer(struct loop *loop, struct watch *watch, long long ms, struct err *err)
    __attribute__((warn_unused_result));

/* Sets the timer of WATCH anew: it becomes readable again, after MS milliseconds (over 0). */
void loop_set_timer(const struct watch *watch, long long ms);

#endif
