/*
 * Sockets are asked for by dumps. Of raw and ICMP sockets few kernels have one (CONFIG_INET_RAW_DIAG):
 * those are read from the files of /proc/net.
 */
#include "box/watch/buffers.h"

#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink_diag.h>
#include <linux/packet_diag.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/net/diag.h"

/* What the kernel keeps for a socket, about, besides what is in its buffers. */
enum { SOCKET_BYTES = 1 << 10, INET_BYTES = 2 << 10 };

/* What was found of a family. */
struct sum {
    uint64_t held;   /* by who sent or has received it */
    uint64_t queued; /* at the receivers of AF_UNIX, be it that the sender is gone */
    uint64_t fixed;  /* sockets themselves, and rings of AF_PACKET */
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

/* Of a socket that listens it is connections that wait, each a socket that is listed nowhere. */
static void take_queue(struct sum *sum, const struct unix_diag_msg *msg, uint32_t length)
{
    if (msg->udiag_state == TCP_LISTEN)
        sum->fixed += (uint64_t)length * SOCKET_BYTES;
    else
        sum->queued += length;
}

static void take_unix(const struct nlmsghdr *head, void *owner)
{
    struct sum *sum = owner;
    const struct nlattr *attr;
    const struct unix_diag_msg *msg = mnl_nlmsg_get_payload(head);
    sum->fixed += SOCKET_BYTES;
    mnl_attr_for_each(attr, head, sizeof(struct unix_diag_msg))
    {
        if (mnl_attr_get_type(attr) == UNIX_DIAG_MEMINFO)
            take_memory(sum, attr);
        if (mnl_attr_get_type(attr) == UNIX_DIAG_RQLEN &&
            mnl_attr_get_payload_len(attr) >= sizeof(struct unix_diag_rqlen))
            take_queue(sum, msg,
                       ((const struct unix_diag_rqlen *)mnl_attr_get_payload(attr))->udiag_rqueue);
    }
}

static void take_inet(const struct nlmsghdr *head, void *owner)
{
    struct sum *sum = owner;
    const struct nlattr *attr;
    mnl_attr_for_each(attr, head, sizeof(struct inet_diag_msg))
    {
        /* What has none is less than a socket: a connection that begins, or is over. */
        if (mnl_attr_get_type(attr) != INET_DIAG_SKMEMINFO)
            continue;
        take_memory(sum, attr);
        sum->fixed += INET_BYTES;
    }
}

/* Adds a ring of buffers, which the kernel charges to nobody. */
static void take_ring(struct sum *sum, const struct nlattr *attr)
{
    const struct packet_diag_ring *ring = mnl_attr_get_payload(attr);
    if (mnl_attr_get_payload_len(attr) >= sizeof(*ring))
        sum->fixed += (uint64_t)ring->pdr_block_size * ring->pdr_block_nr;
}

static void take_packet(const struct nlmsghdr *head, void *owner)
{
    struct sum *sum = owner;
    const struct nlattr *attr;
    sum->fixed += SOCKET_BYTES;
    mnl_attr_for_each(attr, head, sizeof(struct packet_diag_msg))
    {
        if (mnl_attr_get_type(attr) == PACKET_DIAG_MEMINFO)
            take_memory(sum, attr);
        if (mnl_attr_get_type(attr) == PACKET_DIAG_RX_RING ||
            mnl_attr_get_type(attr) == PACKET_DIAG_TX_RING)
            take_ring(sum, attr);
    }
}

static void take_netlink(const struct nlmsghdr *head, void *owner)
{
    struct sum *sum = owner;
    const struct nlattr *attr;
    sum->fixed += SOCKET_BYTES;
    mnl_attr_for_each(attr, head, sizeof(struct netlink_diag_msg))
    {
        if (mnl_attr_get_type(attr) == NETLINK_DIAG_MEMINFO)
            take_memory(sum, attr);
    }
}

/* A dump that the kernel has not got is not asked for again: each time it would look for a module. */
static uint64_t dump(int diag, struct diag_request *request,
                     void (*take)(const struct nlmsghdr *head, void *owner))
{
    static bool missing[AF_MAX][UINT8_MAX + 1];
    const struct sock_diag_req *what =
        mnl_nlmsg_get_payload((const struct nlmsghdr *)request->bytes);
    bool *lacks = &missing[what->sdiag_family][what->sdiag_protocol];
    struct sum sum = { 0 };
    struct err ignored = { 0 };
    bool known = true;
    if (!*lacks && !diag_dump(diag, request, take, &sum, &known, &ignored))
        err_release(&ignored);
    *lacks |= !known;
    return sum.fixed + (sum.held > sum.queued ? sum.held : sum.queued);
}

static uint64_t unix_bytes(int diag)
{
    struct diag_request request;
    struct unix_diag_req *what = mnl_nlmsg_put_extra_header(diag_prepare(&request), sizeof(*what));
    what->sdiag_family = AF_UNIX;
    what->udiag_states = ~0U;
    what->udiag_show = UDIAG_SHOW_RQLEN | UDIAG_SHOW_MEMINFO;
    return dump(diag, &request, take_unix);
}

static uint64_t inet_bytes(int diag, uint8_t family, uint8_t protocol)
{
    struct diag_request request;
    struct inet_diag_req_v2 *what =
        mnl_nlmsg_put_extra_header(diag_prepare(&request), sizeof(*what));
    what->sdiag_family = family;
    what->sdiag_protocol = protocol;
    what->idiag_states = ~0U;
    what->idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1);
    return dump(diag, &request, take_inet);
}

static uint64_t packet_bytes(int diag)
{
    struct diag_request request;
    struct packet_diag_req *what =
        mnl_nlmsg_put_extra_header(diag_prepare(&request), sizeof(*what));
    what->sdiag_family = AF_PACKET;
    what->pdiag_show = PACKET_SHOW_RING_CFG | PACKET_SHOW_MEMINFO;
    return dump(diag, &request, take_packet);
}

static uint64_t netlink_bytes(int diag)
{
    struct diag_request request;
    struct netlink_diag_req *what =
        mnl_nlmsg_put_extra_header(diag_prepare(&request), sizeof(*what));
    what->sdiag_family = AF_NETLINK;
    what->sdiag_protocol = NDIAG_PROTO_ALL;
    what->ndiag_show = NDIAG_SHOW_MEMINFO;
    return dump(diag, &request, take_netlink);
}

/* What a line of /proc/net/raw and its like tells: "sl from to state sent:received …". */
static uint64_t line_bytes(const char *line)
{
    char *end;
    unsigned long sent = strtoul(text_word(line, 4), &end, 16);
    return *end == ':' ? sent + strtoul(end + 1, NULL, 16) + INET_BYTES : 0;
}

static uint64_t file_bytes(int proc, const char *name)
{
    char line[512];
    uint64_t bytes = 0;
    int fd = openat(proc, name, O_RDONLY | O_CLOEXEC);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    while (file && fgets(line, sizeof(line), file))
        bytes += line_bytes(line);
    if (file)
        fclose(file);
    return bytes;
}

uint64_t buffers_bytes(int proc, int diag)
{
    static const uint8_t families[] = { AF_INET, AF_INET6 },
                         protocols[] = { IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDPLITE };
    static const char *const files[] = { "1/net/raw", "1/net/raw6", "1/net/icmp", "1/net/icmp6" };
    if (diag < 0)
        return 0;
    uint64_t bytes = unix_bytes(diag) + packet_bytes(diag) + netlink_bytes(diag);
    for (size_t i = 0; i < sizeof(families); i++)
        for (size_t k = 0; k < sizeof(protocols); k++)
            bytes += inet_bytes(diag, families[i], protocols[k]);
    for (size_t i = 0; i < COUNT(files); i++)
        bytes += file_bytes(proc, files[i]);
    return bytes;
}
