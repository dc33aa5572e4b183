#include "box/net/diag.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/sock_diag.h>
#include <poll.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/mem.h"

enum {
    ANSWER_MS = 1000, /* the kernel answers at once: after so long the answer is lost */
    TRIES = 8,
    ANSWER_BYTES = 32768, /* the most the kernel puts into one datagram of a dump */
};

/* One dump. */
struct dump {
    int fd;
    uint32_t seq;
    void (*take)(const struct nlmsghdr *head, void *owner);
    void *owner;
    bool done;        /* its last message was seen */
    bool interrupted; /* the table changed meanwhile: something may be missing */
    int error;        /* the kernel's word on the request; 0 for none */
};

struct nlmsghdr *diag_prepare(struct diag_request *request)
{
    struct nlmsghdr *head = mnl_nlmsg_put_header(request->bytes);
    head->nlmsg_type = SOCK_DIAG_BY_FAMILY;
    head->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    return head;
}

/* A message that ends the dump: its payload begins with 0 or a negative error number. */
static void take_end(struct dump *dump, const struct nlmsghdr *head)
{
    dump->done = true;
    if (mnl_nlmsg_get_payload_len(head) >= sizeof(int))
        dump->error = -*(const int *)mnl_nlmsg_get_payload(head);
}

static void take_datagram(struct dump *dump, const void *bytes, size_t len)
{
    int left = (int)len;
    for (const struct nlmsghdr *head = bytes; mnl_nlmsg_ok(head, left);
         head = mnl_nlmsg_next(head, &left)) {
        if (head->nlmsg_seq != dump->seq)
            continue;
        dump->interrupted |= (head->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
        if (head->nlmsg_type == NLMSG_DONE || head->nlmsg_type == NLMSG_ERROR)
            take_end(dump, head);
        else if (head->nlmsg_type >= NLMSG_MIN_TYPE)
            dump->take(head, dump->owner);
    }
}

/* Waits for an answer until DEADLINE; false with errno set when there is none. */
static bool await(int fd, long long deadline)
{
    struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
    long long left_ms = (deadline - clock_ns()) / CLOCK_MS;
    int n = poll(&poll_fd, 1, left_ms > 0 ? (int)left_ms : 0);
    if (n == 0)
        errno = ETIMEDOUT;
    return n > 0 || (n < 0 && errno == EINTR);
}

/* Reads one datagram, where there is one. Returns false with errno set on failure. */
static bool receive(struct dump *dump)
{
    _Alignas(struct nlmsghdr) char bytes[ANSWER_BYTES];
    ssize_t n = recv(dump->fd, bytes, sizeof(bytes), MSG_DONTWAIT | MSG_TRUNC);
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (n == 0 || (size_t)n > sizeof(bytes)) {
        errno = EBADMSG;
        return false;
    }
    take_datagram(dump, bytes, (size_t)n);
    return true;
}

/* Empties the socket of what an earlier dump, cut short, left; that also ends it in the kernel. */
static void drain(int fd)
{
    char bytes[64];
    for (int i = 0; i < 1024; i++)
        if (recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT | MSG_TRUNC) < 0 && errno != ENOBUFS)
            return;
}

/* Makes one try. Returns false with errno set where it has to be made again, or cannot be. */
static bool attempt(struct dump *dump, struct nlmsghdr *head)
{
    drain(dump->fd);
    long long begun = clock_ns();
    dump->done = dump->interrupted = false;
    dump->error = 0;
    dump->seq = head->nlmsg_seq = (uint32_t)begun;
    if (send(dump->fd, head, head->nlmsg_len, 0) < 0)
        return false;
    while (!dump->done)
        if (!await(dump->fd, begun + ANSWER_MS * CLOCK_MS) || !receive(dump))
            return false;
    if (dump->interrupted)
        errno = EINTR;
    if (dump->error == EBUSY)
        errno = EBUSY;
    return !dump->interrupted && dump->error != EBUSY;
}

bool diag_dump(int fd, struct diag_request *request,
               void (*take)(const struct nlmsghdr *head, void *owner), void *owner, bool *known,
               struct err *err)
{
    struct dump dump = { .fd = fd, .take = take, .owner = owner };
    for (int i = 0; !attempt(&dump, (struct nlmsghdr *)request->bytes); i++)
        if (i == TRIES || (errno != EINTR && errno != EBUSY && errno != ENOBUFS))
            return err_sys(err, "cannot ask the kernel");
    *known = dump.error == 0;
    errno = dump.error;
    /* What has no handler: a family says ENOENT, and so does a protocol of AF_INET. */
    if (errno != 0 && errno != ENOENT && errno != EOPNOTSUPP)
        return err_sys(err, "the kernel refuses to tell");
    return true;
}
