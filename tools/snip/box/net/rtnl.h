/*
 * Requests over a NETLINK_ROUTE socket (rtnetlink(7)), many at a time. The kernel carries out a
 * whole batch within one send(2), and only the last request asks for an answer, so one read tells
 * of success. Nothing is allocated and nothing printed: a process that was forked from one with
 * threads may use it.
 */
#ifndef SNIP_BOX_NET_RTNL_H
#define SNIP_BOX_NET_RTNL_H

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RTNL_BATCH = 8192, RTNL_REQUEST = 512 /* no request is longer */ };

/* A socket and the requests that are to be sent over it. */
struct rtnl {
    int fd;
    uint32_t tag; /* after a failure: that of the request that failed */
    size_t used;
    struct nlmsghdr *last;
    _Alignas(struct nlmsghdr) char bytes[RTNL_BATCH];
};

/* Opens a socket in the network namespace of the caller. Returns false with errno set. */
bool rtnl_open(struct rtnl *rtnl) __attribute__((warn_unused_result));

/* Closes it. Requests that were not sent are forgotten; errno is kept. */
void rtnl_close(struct rtnl *rtnl);

/*
 * Begins a request of TYPE with FLAGS (NLM_F_CREATE …) that begins with the SIZE bytes at HEADER;
 * attributes are put behind it with mnl_attr_put(). Returns NULL with errno and rtnl->tag set where
 * the batch was full and a request in it has failed.
 */
struct nlmsghdr *rtnl_begin(struct rtnl *rtnl, uint32_t tag, uint16_t type, uint16_t flags,
                            const void *header, size_t size);

/* Takes the request that rtnl_begin() returned, now complete, into the batch. */
void rtnl_end(struct rtnl *rtnl, struct nlmsghdr *request);

/* Has all requests of the batch carried out. Returns false with errno and rtnl->tag set where one
 * failed, the first that did; those behind it were tried all the same. */
bool rtnl_flush(struct rtnl *rtnl) __attribute__((warn_unused_result));

/*
 * Tells by *CARRIES whether frames that are sent on the interface INDEX go out: whether it and its
 * other end are up, and the kernel has taken note of that. The batch must be empty. Returns false
 * with errno set.
 */
bool rtnl_carries(struct rtnl *rtnl, int index, bool *carries) __attribute__((warn_unused_result));

#endif
