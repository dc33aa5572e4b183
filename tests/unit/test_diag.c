/* box/net/diag: dumps that go wrong, as box/look/sockets meets them. */
#include "kernel.h"

#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>

#include "base/err.h"
#include "base/mem.h"
#include "box/look/sockets.h"

/* A UNIX datagram socket with INODE that is bound to nothing, or is connected. */
static void reply_unix(int fd, uint32_t seq, uint32_t inode, uint8_t state)
{
    struct {
        struct nlmsghdr head;
        struct unix_diag_msg msg;
    } one = { { sizeof(one), SOCK_DIAG_BY_FAMILY, NLM_F_MULTI, seq, 0 },
              { .udiag_family = AF_UNIX,
                .udiag_type = SOCK_DGRAM,
                .udiag_state = state,
                .udiag_ino = inode } };
    send(fd, &one, sizeof(one), MSG_NOSIGNAL);
}

static void answer_refused(int fd, const struct nlmsghdr *head, int number)
{
    (void)number;
    reply(fd, head->nlmsg_seq, NLMSG_ERROR, 0, -EPERM);
}

static void answer_nothing(int fd, const struct nlmsghdr *head, int number)
{
    (void)fd, (void)head, (void)number;
}

/* The first tries miss the socket. */
static void answer_disturbed_twice(int fd, const struct nlmsghdr *head, int number)
{
    if (number >= 2)
        reply_unix(fd, head->nlmsg_seq, 7, TCP_CLOSE);
    reply(fd, head->nlmsg_seq, NLMSG_DONE, number < 2 ? NLM_F_DUMP_INTR : 0, 0);
}

static void answer_always_disturbed(int fd, const struct nlmsghdr *head, int number)
{
    (void)number;
    reply(fd, head->nlmsg_seq, NLMSG_DONE, NLM_F_DUMP_INTR, 0);
}

static void answer_busy_first(int fd, const struct nlmsghdr *head, int number)
{
    reply_unix(fd, head->nlmsg_seq, 7, TCP_CLOSE);
    reply(fd, head->nlmsg_seq, NLMSG_ERROR, 0, number == 0 ? -EBUSY : 0);
}

/* What belongs to another request comes in between, its end too. */
static void answer_others_too(int fd, const struct nlmsghdr *head, int number)
{
    (void)number;
    reply_unix(fd, head->nlmsg_seq, 7, TCP_CLOSE);
    reply_unix(fd, head->nlmsg_seq + 1, 7, TCP_ESTABLISHED);
    reply(fd, head->nlmsg_seq + 1, NLMSG_DONE, 0, 0);
    reply_unix(fd, head->nlmsg_seq, 8, TCP_CLOSE);
    reply(fd, head->nlmsg_seq, NLMSG_DONE, 0, 0);
}

/* The second message ends before its inode, where the first had 7. */
static void answer_short(int fd, const struct nlmsghdr *head, int number)
{
    (void)number;
    reply_unix(fd, head->nlmsg_seq, 7, TCP_CLOSE);
    int begin = AF_UNIX | SOCK_STREAM << 8 | TCP_CLOSE << 16;
    reply(fd, head->nlmsg_seq, SOCK_DIAG_BY_FAMILY, 0, begin);
    reply(fd, head->nlmsg_seq, NLMSG_DONE, 0, 0);
}

/* Reads the sockets 7 and 8 from a kernel that answers with ANSWER; their texts, or the error. */
static char *read_from(answer_fn *answer)
{
    int fd = start_kernel(answer);
    struct err err = { 0 };
    AUTO(sockets_release) struct sockets sockets = { 0 };
    sockets_want(&sockets, 7, "UNIX");
    sockets_want(&sockets, 8, "UNIX");
    bool ok = sockets_read(&sockets, SOCKETS_ALL, fd, -1, &err);
    end_kernel(fd);
    assert_true(ok || err.kind == ERR_SYSTEM);
    char *text = mem_printf("%s%s%s; %s", ok ? "" : err.text, ok ? "" : ": ",
                            sockets_find(&sockets, 7)->text, sockets_find(&sockets, 8)->text);
    err_release(&err);
    return text;
}

static void a_kernel_is_asked_until_it_answers(void **state)
{
    (void)state;
    static const struct {
        answer_fn *answer;
        const char *text;
    } cases[] = {
        { answer_disturbed_twice, "UNIX datagram, unnamed; UNIX" },
        { answer_busy_first, "UNIX datagram, unnamed; UNIX" },
        { answer_others_too, "UNIX datagram, unnamed; UNIX datagram, unnamed" },
        { answer_short, "UNIX datagram, unnamed; UNIX" },
        { answer_always_disturbed,
          "sockets of UNIX: cannot ask the kernel: Interrupted system call: UNIX; UNIX" },
        { answer_refused,
          "sockets of UNIX: the kernel refuses to tell: Operation not permitted: UNIX; UNIX" },
        { answer_nothing,
          "sockets of UNIX: cannot ask the kernel: Connection timed out: UNIX; UNIX" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        AUTO_FREE char *text = read_from(cases[i].answer);
        assert_string_equal(text, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kernel_is_asked_until_it_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
