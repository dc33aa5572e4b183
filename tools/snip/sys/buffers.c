#include "sys/buffers.h"

#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "sys/diag.h"

/* What was found of a family. */
struct sum {
    uint64_t held;   /* by who sent or has received it */
    uint64_t queued; /* at the receivers of AF_UNIX, be it that the sender is gone */
};

static uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Adds what ATTR, an array of SK_MEMINFO_VARS numbers, says. */
static void take_memory(struct sum *sum, const struct nlattr *attr)
{
    const uint32_t *numbers = mnl_attr_get_payload(attr);
    if (mnl_attr_get_payload_len(attr) <= SK_MEMINFO_BACKLOG * sizeof(*numbers))
        return;
    sum->held += (uint64_t)numbers[SK_MEMINFO_RMEM_ALLOC] + numbers[SK_MEMINFO_BACKLOG] +
                 larger(numbers[SK_MEMINFO_WMEM_ALLOC], numbers[SK_MEMINFO_WMEM_QUEUED]);
}

static void take_unix(const struct nlmsghdr *head, void *owner)
{
    struct sum *sum = owner;
    const struct nlattr *attr;
    mnl_attr_for_each(attr, head, sizeof(struct unix_diag_msg))
    {
        if (mnl_attr_get_type(attr) == UNIX_DIAG_MEMINFO)
            take_memory(sum, attr);
        if (mnl_attr_get_type(attr) == UNIX_DIAG_RQLEN &&
            mnl_attr_get_payload_len(attr) >= sizeof(struct unix_diag_rqlen))
            sum->queued +=
                ((const struct unix_diag_rqlen *)mnl_attr_get_payload(attr))->udiag_rqueue;
    }
}

static void take_inet(const struct nlmsghdr *head, void *owner)
{
    const struct nlattr *attr;
    mnl_attr_for_each(attr, head, sizeof(struct inet_diag_msg))
    {
        if (mnl_attr_get_type(attr) == INET_DIAG_SKMEMINFO)
            take_memory(owner, attr);
    }
}

static void dump(int diag, struct diag_request *request,
                 void (*take)(const struct nlmsghdr *head, void *owner), struct sum *sum)
{
    struct err ignored = { 0 };
    bool known = false;
    if (!diag_dump(diag, request, take, sum, &known, &ignored))
        err_release(&ignored);
}

static uint64_t unix_bytes(int diag)
{
    struct sum sum = { 0 };
    struct diag_request request;
    struct unix_diag_req *what = mnl_nlmsg_put_extra_header(diag_prepare(&request), sizeof(*what));
    what->sdiag_family = AF_UNIX;
    what->udiag_states = ~0U;
    what->udiag_show = UDIAG_SHOW_RQLEN | UDIAG_SHOW_MEMINFO;
    dump(diag, &request, take_unix, &sum);
    return sum.held > sum.queued ? sum.held : sum.queued;
}

static uint64_t inet_bytes(int diag, uint8_t family, uint8_t protocol)
{
    struct sum sum = { 0 };
    struct diag_request request;
    struct inet_diag_req_v2 *what =
        mnl_nlmsg_put_extra_header(diag_prepare(&request), sizeof(*what));
    what->sdiag_family = family;
    what->sdiag_protocol = protocol;
    what->idiag_states = ~0U;
    what->idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1);
    dump(diag, &request, take_inet, &sum);
    return sum.held;
}

uint64_t buffers_bytes(int diag)
{
    static const uint8_t families[] = { AF_INET, AF_INET6 },
                         protocols[] = { IPPROTO_TCP, IPPROTO_UDP };
    if (diag < 0)
        return 0;
    uint64_t bytes = unix_bytes(diag);
    for (size_t i = 0; i < sizeof(families); i++)
        for (size_t k = 0; k < sizeof(protocols); k++)
            bytes += inet_bytes(diag, families[i], protocols[k]);
    return bytes;
}
