/*
 * A socket that dies is told of by a work of the kernel on the processor where that happened, some
 * moments later, one after another there (sock_diag_broadcast_destroy() in net/core/sock_diag.c).
 * So who has heard of a socket that it closed itself on each processor has heard of all that died
 * before. Packets under way keep a socket alive only as a state of TCP, which a dump shows.
 */
#include "box/inside/ports.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/right.h"
#include "file/fs.h"

enum { WAIT_MS = 1000 }; /* it tells at once: what takes so long is lost */

/* What is still to be heard. */
struct rest {
    uint64_t cookies[CPU_SETSIZE]; /* of sockets that were closed: SO_COOKIE */
    size_t n;
    bool dumped;
};

int ports_watch(void)
{
    struct sockaddr_nl any = { .nl_family = AF_NETLINK };
    AUTO_CLOSE int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    /* Only to a socket that has an address anything is told. */
    if (fd < 0 || bind(fd, (const struct sockaddr *)&any, sizeof(any)) < 0)
        return -1;
    for (int group = SKNLGRP_INET_TCP_DESTROY; group <= SKNLGRP_INET6_UDP_DESTROY; group++)
        if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)) < 0)
            return -1;
    return fd_steal(&fd);
}

/* A message with one descriptor. */
union ancillary {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
};

int ports_park(int *watch)
{
    int pair[2];
    char byte = 0;
    struct iovec part = { &byte, 1 };
    union ancillary control = { .head = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = control.bytes,
                              .msg_controllen = sizeof(control.bytes) };
    if (*watch < 0 || socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) < 0)
        return -1;
    memcpy(CMSG_DATA(&control.head), watch, sizeof(*watch));
    sendmsg(pair[0], &message, MSG_DONTWAIT); /* what is not sent is not there to be taken back */
    close(pair[0]);
    fd_close_at(watch);
    return pair[1];
}

int ports_unpark(int parked)
{
    char byte;
    int watch = -1;
    struct iovec part = { &byte, 1 };
    union ancillary control;
    struct msghdr message = { .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = control.bytes,
                              .msg_controllen = sizeof(control.bytes) };
    if (parked >= 0 && recvmsg(parked, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) == 1 &&
        CMSG_FIRSTHDR(&message))
        memcpy(&watch, CMSG_DATA(&control.head), sizeof(watch));
    fd_close_at(&parked);
    return watch;
}

static void note(struct box_facts *facts, unsigned port)
{
    struct box_ports *given = &facts->given;
    if (port < facts->ports.low || port > facts->ports.high || given->n > BOX_PORTS)
        return;
    for (uint32_t i = 0; i < given->n; i++)
        if (given->v[i] == port)
            return;
    if (given->n < BOX_PORTS)
        given->v[given->n] = (uint16_t)port;
    given->n++;
}

/* REST may have waited for the socket COOKIE. */
static void hear(struct rest *rest, uint64_t cookie)
{
    for (size_t i = 0; i < rest->n; i++)
        if (rest->cookies[i] == cookie) {
            rest->cookies[i] = rest->cookies[--rest->n];
            return;
        }
}

static void take_message(const struct nlmsghdr *head, struct box_facts *facts, struct rest *rest)
{
    struct inet_diag_msg socket;
    if (rest && (head->nlmsg_type == NLMSG_DONE || head->nlmsg_type == NLMSG_ERROR))
        rest->dumped = true;
    if (head->nlmsg_type != SOCK_DIAG_BY_FAMILY || head->nlmsg_len < NLMSG_LENGTH(sizeof(socket)))
        return;
    memcpy(&socket, NLMSG_DATA(head), sizeof(socket));
    note(facts, ntohs(socket.id.idiag_sport));
    note(facts, ntohs(socket.id.idiag_dport));
    if (rest)
        hear(rest, (uint64_t)socket.id.idiag_cookie[1] << 32 | socket.id.idiag_cookie[0]);
}

/* Takes what is there by now; REST may be NULL. */
static void take(int watch, struct box_facts *facts, struct rest *rest)
{
    _Alignas(struct nlmsghdr) char bytes[32768];
    ssize_t n;
    while ((n = recv(watch, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0 || errno == ENOBUFS) {
        if (n < 0)
            facts->given.n = BOX_PORTS + 1; /* some were dropped (netlink(7)) */
        int left = n < 0 ? 0 : (int)n;
        for (const struct nlmsghdr *head = (const void *)bytes; NLMSG_OK(head, (unsigned)left);
             head = NLMSG_NEXT(head, left))
            take_message(head, facts, rest);
        errno = 0;
    }
}

void ports_take(int watch, struct box_facts *facts)
{
    take(watch, facts, NULL);
}

/* Waits until all of REST is heard; false where it is not. */
static bool await(int watch, struct box_facts *facts, struct rest *rest)
{
    struct pollfd some = { watch, POLLIN, 0 };
    while (!rest->dumped || rest->n > 0) {
        if (poll(&some, 1, WAIT_MS) <= 0)
            return false;
        take(watch, facts, rest);
    }
    return true;
}

/* Asks for the connections of FAMILY, whatever their state, and takes them. */
static bool dump(int watch, int family, struct box_facts *facts)
{
    struct {
        struct nlmsghdr head;
        struct inet_diag_req_v2 what;
    } request = {
        { sizeof(request), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 0, 0 },
        { .sdiag_family = (uint8_t)family, .sdiag_protocol = IPPROTO_TCP, .idiag_states = ~0U },
    };
    struct rest rest = { .n = 0 };
    return send(watch, &request, sizeof(request), 0) == (ssize_t)sizeof(request) &&
           await(watch, facts, &rest);
}

/* Closes a socket on the processor PROCESSOR, to be heard of. */
static bool close_one(size_t processor, struct rest *rest)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    uint64_t *cookie = &rest->cookies[rest->n];
    socklen_t size = sizeof(*cookie);
    AUTO_CLOSE int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_COOKIE, cookie, &size) < 0 ||
        sched_setaffinity(0, sizeof(one), &one) < 0)
        return false;
    rest->n++;
    return true;
}

static bool hear_rest(int watch, struct box_facts *facts)
{
    cpu_set_t all;
    struct rest rest = { .dumped = true };
    memset(&all, 0xff, sizeof(all)); /* a hub's packets and timers come on any processor */
    if (!dump(watch, AF_INET, facts) || !dump(watch, AF_INET6, facts) ||
        sched_setaffinity(0, sizeof(all), &all) < 0 || sched_getaffinity(0, sizeof(all), &all) < 0)
        return false;
    for (size_t i = 0; i < CPU_SETSIZE; i++)
        if (CPU_ISSET(i, &all) && !close_one(i, &rest))
            return false;
    return await(watch, facts, &rest);
}

void ports_finish(int *watch, struct box_facts *facts)
{
    if (*watch < 0 || !hear_rest(*watch, facts))
        facts->given.n = BOX_PORTS + 1;
    fd_close_at(watch);
}
