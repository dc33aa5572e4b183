#include "box/watch/neighbours.h"

#include <libmnl/libmnl.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>

#include "box/net/diag.h"

static void count(const struct nlmsghdr *head, void *owner)
{
    unsigned *neighbours = owner;
    *neighbours += head->nlmsg_type == RTM_NEWNEIGH;
}

unsigned neighbours_count(int route)
{
    struct diag_request request;
    struct nlmsghdr *head = diag_prepare(&request);
    struct err ignored = { 0 };
    unsigned neighbours = 0;
    bool known = true;
    head->nlmsg_type = RTM_GETNEIGH;
    mnl_nlmsg_put_extra_header(head, sizeof(struct ndmsg)); /* AF_UNSPEC: all tables */
    if (route >= 0 && !diag_dump(route, &request, count, &neighbours, &known, &ignored))
        err_release(&ignored);
    return neighbours;
}
