/* box/trace/call: the table of system calls, and what is copied of their arguments. */
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "box/trace/call.h"
#include "box/trace/event.h"
#include "memory.h"

static unsigned char data[EVENT_BYTES];
static size_t used;

/* Copies what call NUMBER was given, or once it is OVER gave, into data. */
static void copy(long number, bool over, int64_t result, const uint64_t args[CALL_ARGS])
{
    const struct call *call = call_find(number);
    assert_non_null(call);
    used = call_copy(call, over, args, result, read_memory, NULL, data, sizeof(data));
    assert_true(used <= sizeof(data));
}

#define ARGS(...) ((const uint64_t[CALL_ARGS]){ __VA_ARGS__ })

/* The bytes of the piece NUMBER in data, and its head; NULL where there are not so many. */
static const unsigned char *piece(size_t number, struct event_piece *head)
{
    for (size_t at = 0; at < used; at += sizeof(*head) + head->len) {
        assert_true(used - at >= sizeof(*head));
        memcpy(head, data + at, sizeof(*head));
        assert_true(used - at - sizeof(*head) >= head->len);
        assert_true(head->full >= head->len);
        if (number-- == 0)
            return data + at + sizeof(*head);
    }
    return NULL;
}

/* Holds that piece NUMBER is of argument ARG, and its bytes are the LEN ones at BYTES of FULL. */
#define assert_piece(NUMBER, ARG, PART, BYTES, LEN, FULL)                                          \
    do {                                                                                           \
        struct event_piece head_;                                                                  \
        const unsigned char *bytes_ = piece(NUMBER, &head_);                                       \
        assert_non_null(bytes_);                                                                   \
        assert_int_equal(head_.arg, ARG);                                                          \
        assert_int_equal(head_.part, PART);                                                        \
        assert_int_equal(head_.len, LEN);                                                          \
        assert_int_equal(head_.full, FULL);                                                        \
        assert_memory_equal(bytes_, BYTES, LEN);                                                   \
    } while (0)

static void assert_pieces(size_t count)
{
    struct event_piece head;
    assert_true(count == 0 || piece(count - 1, &head));
    assert_null(piece(count, &head));
}

static void each_number_has_one_row_that_holds_together(void **state)
{
    (void)state;
    size_t count = 0;
    for (long number = 0; number < 1024; number++) {
        const struct call *call = call_find(number);
        if (!call)
            continue;
        count++;
        assert_int_equal(call->number, number);
        assert_true(strlen(call->name) > 2);
        bool over = false;
        for (size_t i = 0; i < CALL_ARGS; i++) {
            assert_false(over && call->args[i] != ARG_NONE);
            over = call->args[i] == ARG_NONE;
        }
        if (call->limit != LIMIT_NONE) {
            assert_true(call->flags & CALL_WAITS);
            assert_true(call->args[call->limit_arg] != ARG_NONE);
        }
    }
    assert_true(count > 70);
    assert_null(call_find(SYS_getpid));
    assert_null(call_find(-1));
}

static void names_are_those_that_programs_have(void **state)
{
    (void)state;
    static const struct {
        long number;
        uint64_t args[CALL_ARGS];
        const char *name;
    } calls[] = {
        { SYS_openat, { 0 }, "open" },
        { SYS_pselect6, { 0 }, "select" },
        { SYS_sendto, { 3, 1, 1 }, "send" },
        { SYS_sendto, { 3, 1, 1, 0, 1 }, "sendto" },
        { SYS_recvfrom, { 3, 1, 1 }, "recv" },
        { SYS_recvfrom, { 3, 1, 1, 0, 1 }, "recvfrom" },
        { SYS_clock_nanosleep, { CLOCK_REALTIME }, "nanosleep" },
        { SYS_clock_nanosleep, { CLOCK_MONOTONIC }, "clock_nanosleep" },
        { SYS_clone, { SIGCHLD | CLONE_CHILD_SETTID }, "fork" },
        { SYS_clone, { CLONE_VM | CLONE_THREAD }, "clone" },
        { SYS_wait4, { 0 }, "waitpid" },
    };
    for (size_t i = 0; i < COUNT(calls); i++) {
        assert_string_equal(call_name(call_find(calls[i].number), calls[i].args), calls[i].name);
        assert_int_equal(call_flags(calls[i].name) & CALL_SHOWN, CALL_SHOWN * (i > 0));
    }
    assert_int_equal(call_flags("getsockname"), 0);
    assert_int_equal(call_flags("socket"), CALL_SHOWN);
    assert_int_equal(call_flags("getpid"), -1);
    struct strings names = { 0 };
    call_names(&names);
    vec_each (name, &names)
        assert_true(call_flags(*name) >= 0);
    assert_true(strings_has(&names, "send") && strings_has(&names, "sendto"));
    strings_release(&names);
}

static void what_is_given_is_copied_at_the_call(void **state)
{
    (void)state;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(8080) };
    copy(SYS_connect, false, 0, ARGS(3, AT(&address), sizeof(address)));
    assert_pieces(1);
    assert_piece(0, 1, PART_SELF, &address, sizeof(address), sizeof(address));
    copy(SYS_connect, true, 0, ARGS(3, AT(&address), sizeof(address)));
    assert_pieces(0);

    copy(SYS_write, false, 0, ARGS(3, AT("ping"), 4));
    assert_piece(0, 1, PART_SELF, "ping", 4, 4);
    copy(SYS_write, false, 0, ARGS(3, AT("ping"), 0));
    assert_piece(0, 1, PART_SELF, "", 0, 0);
    copy(SYS_write, false, 0, ARGS(3, 0, 4));
    assert_pieces(0);

    int on = 1;
    copy(SYS_setsockopt, false, 0, ARGS(3, SOL_SOCKET, SO_REUSEADDR, AT(&on), sizeof(on)));
    assert_piece(0, 3, PART_SELF, &on, sizeof(on), sizeof(on));
    copy(SYS_setsockopt, false, 0, ARGS(3, SOL_SOCKET, SO_REUSEADDR, AT(&on), (uint64_t)-1));
    assert_pieces(0);

    struct timespec limit = { .tv_sec = 1 };
    uint64_t set = 1;
    struct pollfd fds[] = { { .fd = 3, .events = POLLIN }, { .fd = 4, .events = POLLOUT } };
    copy(SYS_ppoll, false, 0, ARGS(AT(fds), 2, AT(&limit), AT(&set), 8));
    assert_pieces(3);
    assert_piece(0, 0, PART_SELF, fds, sizeof(fds), sizeof(fds));
    assert_piece(1, 2, PART_SELF, &limit, sizeof(limit), sizeof(limit));
    assert_piece(2, 3, PART_SELF, &set, sizeof(set), sizeof(set));

    struct epoll_event event = { .events = EPOLLIN };
    copy(SYS_epoll_ctl, false, 0, ARGS(3, EPOLL_CTL_ADD, 4, AT(&event)));
    assert_piece(0, 3, PART_SELF, &event, sizeof(event), sizeof(event));
    copy(SYS_epoll_ctl, false, 0, ARGS(3, EPOLL_CTL_DEL, 4, 0));
    assert_pieces(0);
}

static void what_is_given_back_is_copied_at_the_end(void **state)
{
    (void)state;
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t len = sizeof(address);
    copy(SYS_accept, true, 4, ARGS(3, AT(&address), AT(&len)));
    assert_piece(0, 1, PART_SELF, &address, sizeof(address), sizeof(address));
    copy(SYS_accept, true, 4, ARGS(3, 0, 0));
    assert_pieces(0);
    copy(SYS_accept, true, -EAGAIN, ARGS(3, AT(&address), AT(&len)));
    assert_pieces(0);
    copy(SYS_accept, false, 0, ARGS(3, AT(&address), AT(&len)));
    assert_pieces(0);
    len = (socklen_t)-1;
    copy(SYS_accept, true, 4, ARGS(3, AT(&address), AT(&len)));
    assert_pieces(0);

    char text[] = "ping and more";
    copy(SYS_read, true, 4, ARGS(3, AT(text), sizeof(text)));
    assert_piece(0, 1, PART_SELF, "ping", 4, 4);
    copy(SYS_read, true, 0, ARGS(3, AT(text), sizeof(text)));
    assert_pieces(0);
    copy(SYS_recvfrom, true, 9, ARGS(3, AT(text), 4, MSG_TRUNC, 0, 0));
    assert_piece(0, 1, PART_SELF, "ping", 4, 4);

    struct epoll_event events[20] = { { .events = EPOLLIN } };
    copy(SYS_epoll_pwait, true, 20, ARGS(3, AT(events), 20, (uint64_t)-1, 0));
    assert_piece(0, 1, PART_SELF, events, CALL_PIECE, sizeof(events));

    int pair[] = { 3, 4 };
    copy(SYS_pipe2, true, 0, ARGS(AT(pair), O_CLOEXEC));
    assert_piece(0, 0, PART_SELF, pair, sizeof(pair), sizeof(pair));

    int status = 1 << 8;
    copy(SYS_wait4, true, 20002, ARGS((uint64_t)-1, AT(&status), 0));
    assert_piece(0, 1, PART_SELF, &status, sizeof(status), sizeof(status));
    copy(SYS_wait4, true, 0, ARGS((uint64_t)-1, AT(&status), WNOHANG));
    assert_pieces(0);

    struct pollfd fd = { .fd = 3, .events = POLLIN, .revents = POLLIN };
    copy(SYS_ppoll, true, 1, ARGS(AT(&fd), 1, 0));
    assert_piece(0, 0, PART_SELF, &fd, sizeof(fd), sizeof(fd));
    copy(SYS_ppoll, true, 0, ARGS(AT(&fd), 1, 0));
    assert_pieces(0);
}

static void requests_are_copied_as_they_go(void **state)
{
    (void)state;
    int value = 5;
    static const struct {
        unsigned long request;
        bool given, gives;
    } requests[] = { { FIONBIO, true, false },
                     { FIOASYNC, true, false },
                     { FIONREAD, false, true },
                     { TIOCOUTQ, false, true },
                     { TIOCGWINSZ, false, false } };
    for (size_t i = 0; i < COUNT(requests); i++) {
        copy(SYS_ioctl, false, 0, ARGS(3, requests[i].request, AT(&value)));
        assert_pieces(requests[i].given);
        copy(SYS_ioctl, true, 0, ARGS(3, requests[i].request, AT(&value)));
        assert_pieces(requests[i].gives);
    }
}

static void sets_are_copied_as_far_as_they_are_looked_at(void **state)
{
    (void)state;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(3, &set);
    copy(SYS_pselect6, false, 0, ARGS(4, AT(&set), 0, AT(&set), 0, 0));
    assert_pieces(2);
    assert_piece(0, 1, PART_SELF, &set, sizeof(long), sizeof(long));
    assert_piece(1, 3, PART_SELF, &set, sizeof(long), sizeof(long));
    copy(SYS_pselect6, true, 1, ARGS(65, AT(&set), 0, 0, 0, 0));
    assert_piece(0, 1, PART_SELF, &set, 2 * sizeof(long), 2 * sizeof(long));
    copy(SYS_pselect6, false, 0, ARGS(INT_MAX, AT(&set), 0, 0, 0, 0));
    assert_piece(0, 1, PART_SELF, &set, sizeof(set), sizeof(set));
    copy(SYS_pselect6, false, 0, ARGS((uint64_t)-1, AT(&set), 0, 0, 0, 0));
    assert_pieces(0);
}

static void strings_end_at_their_zero(void **state)
{
    (void)state;
    copy(SYS_openat, false, 0, ARGS((uint64_t)AT_FDCWD, AT("fifo"), O_RDONLY));
    assert_piece(0, 1, PART_SELF, "fifo", 4, 4);

    char path[200];
    memset(path, 'a', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    copy(SYS_openat, false, 0, ARGS((uint64_t)AT_FDCWD, AT(path), O_RDONLY));
    assert_piece(0, 1, PART_SELF, path, CALL_PIECE, CALL_PIECE + 1);

    const char *const argv[] = { "./child", "3", NULL, "no more" };
    copy(SYS_execve, false, 0, ARGS(AT("/bin/child"), AT(argv), 0));
    assert_pieces(3);
    assert_piece(1, 1, PART_SELF, "./child", 7, 7);
    assert_piece(2, 1, PART_SELF, "3", 1, 1);
    copy(SYS_execve, false, 0, ARGS(AT("/bin/child"), 1, 0));
    assert_pieces(1);
}

/* A string that ends right before memory that is not there is copied; one that does not is not. */
static void strings_are_read_page_by_page(void **state)
{
    (void)state;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(pages != MAP_FAILED);
    assert_int_equal(mprotect(pages + page, page, PROT_NONE), 0);
    memset(pages, 'a', page);
    copy(SYS_execve, false, 0, ARGS(AT(pages + page - 4), 0, 0));
    assert_pieces(0);
    pages[page - 1] = '\0';
    copy(SYS_execve, false, 0, ARGS(AT(pages + page - 4), 0, 0));
    assert_piece(0, 0, PART_SELF, "aaa", 3, 3);
    munmap(pages, 2 * page);
}

static void vectors_are_joined_and_cut(void **state)
{
    (void)state;
    char more[200];
    memset(more, 'm', sizeof(more));
    char first[] = "ab", third[] = "cde";
    struct iovec vectors[] = { { first, 2 }, { NULL, 0 }, { third, 3 }, { more, sizeof(more) } };
    copy(SYS_writev, false, 0, ARGS(3, AT(vectors), 3));
    assert_piece(0, 1, PART_DATA, "abcde", 5, 5);
    copy(SYS_writev, false, 0, ARGS(3, AT(vectors), 4));
    char expected[CALL_PIECE];
    memset(expected, 'm', sizeof(expected));
    memcpy(expected, "abcde", 5);
    assert_piece(0, 1, PART_DATA, expected, CALL_PIECE, 205);
    copy(SYS_readv, true, 4, ARGS(3, AT(vectors), 4));
    assert_piece(0, 1, PART_DATA, "abcd", 4, 4);
    vectors[1] = (struct iovec){ (void *)8, 1 };
    copy(SYS_writev, false, 0, ARGS(3, AT(vectors), 4));
    assert_pieces(0);
    copy(SYS_writev, false, 0, ARGS(3, 8, 4));
    assert_pieces(0);
}

static void messages_have_a_piece_for_each_part(void **state)
{
    (void)state;
    struct sockaddr_in name = { .sin_family = AF_INET };
    char ping[] = "ping";
    struct iovec vector = { ping, 4 };
    struct cmsghdr control = { .cmsg_len = sizeof(control) };
    struct msghdr message = { .msg_name = &name,
                              .msg_namelen = sizeof(name),
                              .msg_iov = &vector,
                              .msg_iovlen = 1,
                              .msg_control = &control,
                              .msg_controllen = sizeof(control) };
    copy(SYS_sendmsg, false, 0, ARGS(3, AT(&message), 0));
    assert_pieces(4);
    assert_piece(0, 1, PART_SELF, &message, sizeof(message), sizeof(message));
    assert_piece(1, 1, PART_NAME, &name, sizeof(name), sizeof(name));
    assert_piece(2, 1, PART_DATA, "ping", 4, 4);
    assert_piece(3, 1, PART_CONTROL, &control, sizeof(control), sizeof(control));
    copy(SYS_recvmsg, true, 2, ARGS(3, AT(&message), 0));
    assert_piece(2, 1, PART_DATA, "pi", 2, 2);
    copy(SYS_recvmsg, false, 0, ARGS(3, AT(&message), 0));
    assert_pieces(0);

    struct mmsghdr many[] = { { { .msg_iov = &vector, .msg_iovlen = 1 }, 4 },
                              { { .msg_iov = &vector, .msg_iovlen = 1 }, 1 } };
    copy(SYS_sendmmsg, false, 0, ARGS(3, AT(many), 2, 0));
    assert_pieces(4);
    assert_piece(2, 1, PART_SELF, &many[1], sizeof(many[1]), sizeof(many[1]));
    assert_piece(3, 1, PART_DATA, "ping", 4, 4);
    copy(SYS_recvmmsg, true, 2, ARGS(3, AT(many), 9, 0, 0));
    assert_pieces(4);
    assert_piece(3, 1, PART_DATA, "p", 1, 1);
}

static void what_has_no_room_is_left_out(void **state)
{
    (void)state;
    const struct call *call = call_find(SYS_sendto);
    struct sockaddr_in to = { .sin_family = AF_INET };
    const uint64_t *args = ARGS(3, AT("ping"), 4, 0, AT(&to), sizeof(to));
    size_t head = sizeof(struct event_piece);
    for (size_t room = 0; room < 2 * head + 4 + sizeof(to); room++) {
        memset(data, 0xaa, sizeof(data));
        used = call_copy(call, false, args, 0, read_memory, NULL, data, room);
        assert_true(used <= room);
        for (size_t i = room; i < sizeof(data); i++)
            assert_int_equal(data[i], 0xaa);
        size_t first = room <= head ? 0 : room < head + 4 ? room : head + 4;
        assert_int_equal(used, room <= 2 * head + 4 ? first : room);
    }
}

/* Memory in which every pointer leads to bytes by chance, or nowhere. */
static bool read_chance(void *owner, uint64_t from, void *to, size_t len)
{
    uint64_t *seed = owner;
    (void)from;
    for (size_t i = 0; i < len; i++)
        ((unsigned char *)to)[i] =
            (unsigned char)(chance(seed) & (chance_below(seed, 2) ? 255 : 3));
    return chance_below(seed, 20) > 0;
}

static void no_arguments_do_harm(void **state)
{
    (void)state;
    static const uint64_t wild[] = { 0, 1, 3, 8, 1024, UINT32_MAX, INT64_MAX, UINT64_MAX };
    uint64_t seed = 75866;
    for (size_t round = 0; round < 20000; round++) {
        const struct call *call = call_find((long)chance_below(&seed, 450));
        if (!call)
            continue;
        uint64_t args[CALL_ARGS];
        for (size_t i = 0; i < CALL_ARGS; i++)
            args[i] = chance_below(&seed, 2) ? wild[chance_below(&seed, COUNT(wild))]
                                             : chance_below(&seed, 100);
        size_t room = chance_below(&seed, sizeof(data) + 1);
        int64_t result = (int64_t)wild[chance_below(&seed, COUNT(wild))];
        used =
            call_copy(call, chance_below(&seed, 2), args, result, read_chance, &seed, data, room);
        assert_true(used <= room);
        struct event_piece head;
        piece(SIZE_MAX, &head);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_number_has_one_row_that_holds_together),
        cmocka_unit_test(names_are_those_that_programs_have),
        cmocka_unit_test(what_is_given_is_copied_at_the_call),
        cmocka_unit_test(what_is_given_back_is_copied_at_the_end),
        cmocka_unit_test(requests_are_copied_as_they_go),
        cmocka_unit_test(sets_are_copied_as_far_as_they_are_looked_at),
        cmocka_unit_test(strings_end_at_their_zero),
        cmocka_unit_test(strings_are_read_page_by_page),
        cmocka_unit_test(vectors_are_joined_and_cut),
        cmocka_unit_test(messages_have_a_piece_for_each_part),
        cmocka_unit_test(what_has_no_room_is_left_out),
        cmocka_unit_test(no_arguments_do_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
