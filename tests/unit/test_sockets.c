/* box/look/sockets: sockets of every kind, seen from outside their network namespace. */
#include "kernel.h"
#include "kinds.h"
#include "world.h"

#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "base/err.h"
#include "box/look/sockets.h"
#include "doc/settings/fields.h"

/* What the inside tells of a socket that it made. */
struct made {
    int error;
    uint64_t inode;
    char protocol[32];
};

static void make_all(int channel)
{
    world_write("/proc/sys/net/ipv4/ping_group_range", "0 0");
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct made made = { 0 };
        struct stat st = { 0 };
        errno = 0;
        int fd = kinds[i].make();
        made.error = fd < 0 ? errno : 0;
        if (fd >= 0 && fstat(fd, &st) == 0 &&
            fgetxattr(fd, "system.sockprotoname", made.protocol, sizeof(made.protocol)) > 0)
            made.inode = st.st_ino;
        if (send(channel, &made, sizeof(made), MSG_NOSIGNAL) < 0)
            return;
    }
    char end;
    (void)!read(channel, &end, 1);
}

static struct world world;
static struct made all[COUNT(kinds)];

/* Makes the world with a socket of each kind, or skips. Each test has its own. */
static void need_sockets(void)
{
    need_world(world_start(&world, make_all));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        assert_int_equal(read(world.channel, &all[i], sizeof(all[i])), sizeof(all[i]));
        if (all[i].error && (kinds[i].flags & MAY_LACK))
            print_message("# left out: %s: %s\n", kinds[i].name, strerror(all[i].error));
        else if (all[i].error || !all[i].inode)
            fail_msg("%s: %s", kinds[i].name, strerror(all[i].error));
    }
}

static int tear_down(void **state)
{
    (void)state;
    world_end(&world);
    return 0;
}

/* Reads all that were made. */
static void read_all(struct sockets *sockets, enum sockets_scope scope, bool protocols, int diag)
{
    struct err err = { 0 };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (all[i].inode)
            sockets_want(sockets, all[i].inode, protocols ? all[i].protocol : NULL);
    if (!sockets_read(sockets, scope, diag, world.proc, &err))
        fail_msg("%s", err.text);
}

static const struct socket_info *find(const struct sockets *sockets, size_t i)
{
    const struct socket_info *socket = sockets_find(sockets, all[i].inode);
    if (!socket)
        fail_msg("%s: not found", kinds[i].name);
    return socket;
}

static void each_kind_is_described(void **state)
{
    (void)state;
    need_sockets();
    AUTO(sockets_release) struct sockets sockets = { 0 };
    read_all(&sockets, SOCKETS_ALL, true, world.diag);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!all[i].inode)
            continue;
        const struct socket_info *socket = find(&sockets, i);
        bool same = strcmp(socket->text, kinds[i].text) == 0 ||
                    (kinds[i].make == tcp_bound && strcmp(socket->text, kinds[i].file_text) == 0);
        if (!same || strcmp(socket->kind, kinds[i].kind) != 0)
            fail_msg("%s: `%s`, `%s`", kinds[i].name, socket->kind, socket->text);
        if (socket->serves != kinds[i].serves)
            fail_msg("%s: serves: %d", kinds[i].name, socket->serves);
    }
}

static void a_short_reading_finds_what_serves(void **state)
{
    (void)state;
    need_sockets();
    AUTO(sockets_release) struct sockets sockets = { 0 };
    read_all(&sockets, SOCKETS_SERVING, true, world.diag);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!all[i].inode)
            continue;
        const struct socket_info *socket = find(&sockets, i);
        if (socket->serves != kinds[i].serves)
            fail_msg("%s: serves: %d", kinds[i].name, socket->serves);
        if (kinds[i].serves && kinds[i].make != icmp_unbound)
            assert_string_equal(socket->text, kinds[i].text);
        if (kinds[i].make == tcp_client) /* not looked for, so nothing is claimed */
            assert_string_equal(socket->text, "TCP");
    }
}

/* Tells whether the socket number I has an address; of TCP Linux 6.8 is the first to tell. */
static bool is_bound(const struct sockets *sockets, size_t i)
{
    bool listed = strcmp(find(sockets, i)->text, kinds[i].text) == 0;
    return kinds[i].serves || kinds[i].flags & BOUND || (kinds[i].make == tcp_bound && listed);
}

static void another_reading_finds_what_is_bound(void **state)
{
    (void)state;
    need_sockets();
    AUTO(sockets_release) struct sockets sockets = { 0 };
    read_all(&sockets, SOCKETS_BOUND, true, world.diag);
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (all[i].inode && find(&sockets, i)->bound != is_bound(&sockets, i))
            fail_msg("%s: bound: %d", kinds[i].name, find(&sockets, i)->bound);
}

/* An address that the kernel gave shows nothing of what a program is for. */
static void what_serves_has_chosen_its_address(void **state)
{
    (void)state;
    need_sockets();
    AUTO(sockets_release) struct sockets sockets = { 0 };
    read_all(&sockets, SOCKETS_SERVING, true, world.diag);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        static const char *const others[] = { "raw", "ICMP", "packet", "netlink" };
        bool other = field_word(kinds[i].kind, others, COUNT(others)) < COUNT(others);
        if (all[i].inode && find(&sockets, i)->chosen != (kinds[i].serves && !other))
            fail_msg("%s: chosen: %d", kinds[i].name, find(&sockets, i)->chosen);
    }
}

static void without_protocols_all_tables_are_searched(void **state)
{
    (void)state;
    need_sockets();
    AUTO(sockets_release) struct sockets sockets = { 0 };
    read_all(&sockets, SOCKETS_ALL, false, world.diag);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!all[i].inode)
            continue;
        const struct socket_info *socket = find(&sockets, i);
        if (strcmp(socket->text, "socket") != 0)
            assert_string_equal(socket->text, kinds[i].text);
        else if (kinds[i].serves && kinds[i].make != icmp_unbound)
            fail_msg("%s is in no table", kinds[i].name);
    }
}

/* It is in the table of TCP, though its protocol's name is MPTCP. */
static void a_tcp_socket_of_an_mptcp_server_is_found(void **state)
{
    (void)state;
    need_sockets();
    AUTO(sockets_release) struct sockets sockets = { 0 };
    struct err err = { 0 };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (kinds[i].make != mptcp_accepted_tcp || !all[i].inode)
            continue;
        assert_string_equal(all[i].protocol, "MPTCP");
        sockets_want(&sockets, all[i].inode, all[i].protocol);
        assert_true(sockets_read(&sockets, SOCKETS_ALL, world.diag, world.proc, &err));
        assert_string_equal(find(&sockets, i)->text, kinds[i].text);
    }
}

static void only_what_is_wanted_is_there(void **state)
{
    (void)state;
    struct err err = { 0 };
    AUTO(sockets_release) struct sockets sockets = { 0 };
    /* Nothing to read: neither descriptor is looked at. */
    assert_true(sockets_read(&sockets, SOCKETS_ALL, -1, -1, &err));
    assert_null(sockets_find(&sockets, 1));
    sockets_want(&sockets, 7, "AF_VSOCK");
    sockets_want(&sockets, 5, "AF_VSOCK");
    sockets_want(&sockets, 7, "AF_VSOCK");
    assert_true(sockets_read(&sockets, SOCKETS_ALL, -1, -1, &err));
    assert_int_equal(sockets.n, 2);
    assert_null(sockets_find(&sockets, 6));
    assert_string_equal(sockets_find(&sockets, 7)->text, "socket");
    assert_string_equal(sockets_find(&sockets, 5)->kind, "socket");
    assert_false(sockets_find(&sockets, 7)->serves);
}

static void a_dump_cut_short_is_no_harm(void **state)
{
    (void)state;
    need_sockets();
    struct {
        struct nlmsghdr head;
        struct unix_diag_req ask;
    } request = {
        { sizeof(request), SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP, 0, 0 },
        { .sdiag_family = AF_UNIX, .udiag_states = ~0U },
    };
    char byte;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(send(world.diag, &request, sizeof(request), 0), sizeof(request));
        if (i > 0) /* one that is begun, one that is to be begun */
            recv(world.diag, &byte, 1, MSG_DONTWAIT);
        AUTO(sockets_release) struct sockets sockets = { 0 };
        read_all(&sockets, SOCKETS_ALL, true, world.diag);
        vec_each (socket, &sockets)
            assert_true(strcmp(socket->text, socket->kind) != 0);
        assert_true(recv(world.diag, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN);
    }
}

static void answer_no_family(int fd, const struct nlmsghdr *head, int number)
{
    (void)number;
    reply(fd, head->nlmsg_seq, NLMSG_ERROR, 0, -ENOENT);
}

static void answer_no_protocol(int fd, const struct nlmsghdr *head, int number)
{
    (void)number;
    reply(fd, head->nlmsg_seq, NLMSG_DONE, NLM_F_MULTI, -ENOENT);
}

static void check_from_file(const struct socket_info *socket, const struct kind *kind)
{
    const char *text = kind->file_text ? kind->file_text : kind->text;
    bool serves = (kind->serves && !(kind->flags & HIDDEN_IN_FILE)) || kind->flags & SERVES_IN_FILE;
    /* It has no file; newer kernels list a TCP socket of its inode. */
    if (strcmp(kind->kind, "MPTCP") == 0)
        assert_null(strstr(socket->text, "neither"));
    else if (strcmp(socket->text, text) != 0)
        fail_msg("%s: `%s`, not `%s`", kind->name, socket->text, text);
    else if (socket->serves != serves)
        fail_msg("%s: serves: %d", kind->name, socket->serves);
}

static void tables_without_a_dump_are_read_from_proc(void **state)
{
    (void)state;
    static answer_fn *const answers[] = { answer_no_family, answer_no_protocol };
    need_sockets();
    for (size_t a = 0; a < COUNT(answers); a++) {
        int fd = start_kernel(answers[a]);
        AUTO(sockets_release) struct sockets sockets = { 0 };
        read_all(&sockets, SOCKETS_ALL, true, fd);
        end_kernel(fd);
        for (size_t i = 0; i < COUNT(kinds); i++) {
            if (!all[i].inode)
                continue;
            check_from_file(find(&sockets, i), &kinds[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(each_kind_is_described, tear_down),
        cmocka_unit_test_teardown(a_short_reading_finds_what_serves, tear_down),
        cmocka_unit_test_teardown(another_reading_finds_what_is_bound, tear_down),
        cmocka_unit_test_teardown(what_serves_has_chosen_its_address, tear_down),
        cmocka_unit_test_teardown(without_protocols_all_tables_are_searched, tear_down),
        cmocka_unit_test_teardown(a_tcp_socket_of_an_mptcp_server_is_found, tear_down),
        cmocka_unit_test(only_what_is_wanted_is_there),
        cmocka_unit_test_teardown(a_dump_cut_short_is_no_harm, tear_down),
        cmocka_unit_test_teardown(tables_without_a_dump_are_read_from_proc, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
