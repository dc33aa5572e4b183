#include "box/net/rtnl.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

enum { ANSWER_BYTES = 8192 };

bool rtnl_open(struct rtnl *rtnl)
{
    int one = 1;
    rtnl->used = 0;
    rtnl->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    /* So that an answer does not repeat the request. */
    return rtnl->fd >= 0 &&
           setsockopt(rtnl->fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one)) == 0;
}

void rtnl_close(struct rtnl *rtnl)
{
    fd_close_at(&rtnl->fd);
    rtnl->used = 0;
}

struct nlmsghdr *rtnl_begin(struct rtnl *rtnl, uint32_t tag, uint16_t type, uint16_t flags,
                            const void *header, size_t size)
{
    if (rtnl->used + RTNL_REQUEST > sizeof(rtnl->bytes) && !rtnl_flush(rtnl))
        return NULL;
    struct nlmsghdr *request = mnl_nlmsg_put_header(rtnl->bytes + rtnl->used);
    request->nlmsg_type = type;
    request->nlmsg_flags = NLM_F_REQUEST | flags;
    request->nlmsg_seq = tag;
    memcpy(mnl_nlmsg_put_extra_header(request, size), header, size);
    return request;
}

void rtnl_end(struct rtnl *rtnl, struct nlmsghdr *request)
{
    rtnl->last = request;
    rtnl->used += MNL_ALIGN(request->nlmsg_len);
}

/*
 * Reads one answer into BYTES. It is there, since the kernel has answered before send(2) returned.
 */
static const struct nlmsghdr *receive(const struct rtnl *rtnl, void *bytes)
{
    ssize_t n;
    do
        n = recv(rtnl->fd, bytes, ANSWER_BYTES, MSG_DONTWAIT);
    while (n < 0 && errno == EINTR);
    if (n >= 0 && mnl_nlmsg_ok(bytes, (int)n))
        return bytes;
    if (n >= 0)
        errno = EBADMSG;
    return NULL;
}

bool rtnl_flush(struct rtnl *rtnl)
{
    _Alignas(struct nlmsghdr) char bytes[ANSWER_BYTES];
    size_t used = rtnl->used;
    if (used == 0)
        return true;
    rtnl->used = 0;
    rtnl->tag = rtnl->last->nlmsg_seq;
    rtnl->last->nlmsg_flags |= NLM_F_ACK;
    if (send(rtnl->fd, rtnl->bytes, used, 0) < 0)
        return false;
    /* The kernel answers what fails, in order, and the last request. */
    const struct nlmsghdr *head = receive(rtnl, bytes);
    const struct nlmsgerr *answer = head ? mnl_nlmsg_get_payload(head) : NULL;
    if (!head)
        return false;
    rtnl->tag = head->nlmsg_seq;
    errno = head->nlmsg_type == NLMSG_ERROR ? -answer->error : EBADMSG;
    return errno == 0;
}

static int read_state(const struct nlattr *attr, void *state)
{
    if (mnl_attr_get_type(attr) == IFLA_OPERSTATE)
        *(int *)state = mnl_attr_get_u8(attr);
    return MNL_CB_OK;
}

bool rtnl_carries(struct rtnl *rtnl, int index, bool *carries)
{
    _Alignas(struct nlmsghdr) char bytes[ANSWER_BYTES];
    struct ifinfomsg info = { .ifi_index = index };
    int state = IF_OPER_UNKNOWN;
    const struct nlmsghdr *ask = rtnl_begin(rtnl, 0, RTM_GETLINK, 0, &info, sizeof(info));
    if (!ask || send(rtnl->fd, ask, ask->nlmsg_len, 0) < 0)
        return false;
    const struct nlmsghdr *head = receive(rtnl, bytes);
    if (!head)
        return false;
    const struct nlmsgerr *answer = mnl_nlmsg_get_payload(head);
    errno = head->nlmsg_type == NLMSG_ERROR ? -answer->error : EBADMSG;
    if (head->nlmsg_type != RTM_NEWLINK)
        return false;
    mnl_attr_parse(head, sizeof(info), read_state, &state);
    *carries = state == IF_OPER_UP;
    return true;
}
