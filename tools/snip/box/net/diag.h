/*
 * Dumps over a NETLINK_SOCK_DIAG socket (sock_diag(7), netlink(7)), or another of netlink: one
 * request, all its answers, and nothing of them left in the socket afterwards.
 */
#ifndef SNIP_BOX_NET_DIAG_H
#define SNIP_BOX_NET_DIAG_H

#include <linux/netlink.h>
#include <stdbool.h>

#include "base/err.h"

/* A request being written. */
struct diag_request {
    _Alignas(struct nlmsghdr) char bytes[256];
};

/*
 * Begins a request for a dump, of the type SOCK_DIAG_BY_FAMILY unless that is changed in the header
 * that it returns; what is asked for is put behind that, with mnl_nlmsg_put_extra_header() and
 * mnl_attr_put().
 */
struct nlmsghdr *diag_prepare(struct diag_request *request);

/*
 * Sends REQUEST on FD, a netlink socket that nobody else uses meanwhile, and hands each message of
 * the answer to TAKE; some may come twice, since a dump that the kernel calls incomplete is asked
 * for again. *KNOWN tells whether the kernel has that dump (else a module is missing). Fails with
 * ERR_SYSTEM where the kernel refuses, does not answer within a second, or never gets through
 * undisturbed.
 */
bool diag_dump(int fd, struct diag_request *request,
               void (*take)(const struct nlmsghdr *head, void *owner), void *owner, bool *known,
               struct err *err) __attribute__((warn_unused_result));

#endif
