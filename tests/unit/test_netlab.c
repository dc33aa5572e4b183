/* box/net/netlab: labs in the kernel, tried out with real sockets on each of their hosts. */
#include "netlab.h"

#include <netdb.h>
#include <netinet/ip6.h>

/* --- Sockets --- */

/* Has CLIENT on HOST say a word to a server on all addresses, over TEXT; returns how it was named. */
static void talk(const struct made *made, int server, size_t host, const char *text)
{
    char name[ADDRESS_TEXT] = "", word[8] = "";
    struct sockaddr_storage local;
    socklen_t len = sizeof(local);
    AUTO_CLOSE int client = connected_on(made, host, text, 8080);
    assert_true(comes(server, COMES_MS));
    AUTO_CLOSE int peer = accept(server, NULL, NULL);
    assert_int_equal(getsockname(peer, (struct sockaddr *)&local, &len), 0);
    assert_int_equal(
        getnameinfo((struct sockaddr *)&local, len, name, sizeof(name), NULL, 0, NI_NUMERICHOST),
        0);
    assert_string_equal(name, text);
    assert_int_equal(send(client, "hello", 5, 0), 5);
    assert_true(comes(peer, COMES_MS));
    assert_int_equal(recv(peer, word, sizeof(word), 0), 5);
    assert_string_equal(word, "hello");
}

static void tcp_over_each_network(void **state)
{
    (void)state;
    need_inside();
    struct made made;
    start(&made, &routed);
    AUTO_CLOSE int four = bound_on(&made, SERVER, SOCK_STREAM, "0.0.0.0", 8080);
    talk(&made, four, ALICE, "10.0.1.1");
    talk(&made, four, BOB, "10.0.2.1");
    close(fd_steal(&four));
    AUTO_CLOSE int six = bound_on(&made, SERVER, SOCK_STREAM, "::", 8080);
    talk(&made, six, ALICE, "fd00:1::1");
    talk(&made, six, BOB, "fd00:2::1");
    stop(&made);
}

static void udp_there_and_back(void **state)
{
    (void)state;
    need_inside();
    static const struct {
        const char *server, *client;
    } ways[] = { { "10.0.1.1", "10.0.1.2" }, { "fd00:1::1", "fd00:1::2" } };
    for (size_t s = 0; s < COUNT(both); s++) {
        struct made made;
        start(&made, both[s]);
        for (size_t i = 0; i < COUNT(ways); i++) {
            char from[ADDRESS_TEXT];
            AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_DGRAM, ways[i].server, 7);
            AUTO_CLOSE int client = bound_on(&made, ALICE, SOCK_DGRAM, ways[i].client, 7);
            assert_int_equal(send_to(client, "ping", 4, ways[i].server, 7), 4);
            assert_comes(server, "ping", from);
            assert_string_equal(from, ways[i].client);
            assert_int_equal(send_to(server, "pong", 4, ways[i].client, 7), 4);
            assert_comes(client, "pong", from);
            assert_string_equal(from, ways[i].server);
        }
        stop(&made);
    }
}

/* An address more on one interface is answered from it, and loopback is there. */
static void several_addresses_and_loopback(void **state)
{
    (void)state;
    need_inside();
    struct made made;
    start(&made, &bridged);
    AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_STREAM, "0.0.0.0", 8080);
    talk(&made, server, BOB, "10.0.1.1");
    talk(&made, server, BOB, "10.0.1.9");
    for (size_t host = SERVER; host <= BOB; host++) {
        AUTO_CLOSE int four = bound_on(&made, host, SOCK_STREAM, "127.0.0.1", 80);
        AUTO_CLOSE int six = bound_on(&made, host, SOCK_STREAM, "::1", 80);
        AUTO_CLOSE int to_four = connected_on(&made, host, "127.0.0.1", 80);
        AUTO_CLOSE int to_six = connected_on(&made, host, "::1", 80);
    }
    stop(&made);
}

static void broadcast_reaches_all_of_a_network(void **state)
{
    (void)state;
    need_inside();
    static const char *const addresses[] = { "10.0.1.255", "255.255.255.255" };
    struct made made;
    start(&made, &bridged);
    AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_DGRAM, "0.0.0.0", 9);
    AUTO_CLOSE int alice = bound_on(&made, ALICE, SOCK_DGRAM, "0.0.0.0", 9);
    AUTO_CLOSE int bob = bound_on(&made, BOB, SOCK_DGRAM, "10.0.1.3", 9);
    for (size_t i = 0; i < COUNT(addresses); i++) {
        int on = 1;
        assert_int_equal(setsockopt(bob, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on)), 0);
        assert_int_equal(setsockopt(bob, SOL_SOCKET, SO_BINDTODEVICE, "lan", 3), 0);
        assert_int_equal(send_to(bob, addresses[i], strlen(addresses[i]), addresses[i], 9),
                         strlen(addresses[i]));
        assert_comes(server, addresses[i], NULL);
        assert_comes(alice, addresses[i], NULL);
    }
    assert_false(comes(bob, COMES_NOT_MS)); /* bound to one address, it hears none of it */
    stop(&made);
}

/* Joins the group TEXT with FD, a socket of HOST, on its interface `lan`. */
static void join(const struct made *made, size_t host, int fd, const char *text)
{
    go(made->hosts[host]);
    unsigned index = if_nametoindex("lan");
    go(home);
    struct group_req request = { .gr_interface = index, .gr_group = at(text, 0) };
    int level = family_of(text) == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;
    assert_int_equal(setsockopt(fd, level, MCAST_JOIN_GROUP, &request, sizeof(request)), 0);
}

static void multicast_reaches_who_has_joined(void **state)
{
    (void)state;
    need_inside();
    static const struct {
        const char *group, *any;
    } ways[] = { { "239.1.2.3", "0.0.0.0" }, { "ff15::77", "::" } };
    struct made made;
    start(&made, &bridged);
    for (size_t i = 0; i < COUNT(ways); i++) {
        int index = 11;
        bool four = family_of(ways[i].group) == AF_INET;
        AUTO_CLOSE int sender = bound_on(&made, BOB, SOCK_DGRAM, ways[i].any, 9);
        AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_DGRAM, ways[i].any, 9);
        AUTO_CLOSE int alice = bound_on(&made, ALICE, SOCK_DGRAM, ways[i].any, 9);
        struct ip_mreqn through = { .imr_ifindex = index };
        assert_int_equal(
            four ? setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &through, sizeof(through))
                 : setsockopt(sender, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof(index)),
            0);
        join(&made, ALICE, alice, ways[i].group);
        assert_int_equal(send_to(sender, "all", 3, ways[i].group, 9), 3);
        assert_comes(alice, "all", NULL);
        assert_false(comes(server, COMES_NOT_MS));
    }
    stop(&made);
}

/* --- Routers --- */

static void a_router_forwards_and_no_other_host(void **state)
{
    (void)state;
    need_inside();
    static const char *const addresses[] = { "10.0.2.2", "fd00:2::2" };
    for (size_t i = 0; i < COUNT(addresses); i++) {
        struct made made;
        char from[ADDRESS_TEXT];
        start(&made, &routed);
        AUTO_CLOSE int bob = bound_on(&made, BOB, SOCK_DGRAM, addresses[i], 9);
        AUTO_CLOSE int alice = socket_on(&made, ALICE, family_of(addresses[i]), SOCK_DGRAM, 0);
        assert_int_equal(send_to(alice, "far", 3, addresses[i], 9), 3);
        assert_comes(bob, "far", from);
        assert_string_equal(from, i ? "fd00:1::2" : "10.0.1.2");
        stop(&made);
        start(&made, &unrouted);
        AUTO_CLOSE int nobody = bound_on(&made, BOB, SOCK_DGRAM, addresses[i], 9);
        AUTO_CLOSE int sender = socket_on(&made, ALICE, family_of(addresses[i]), SOCK_DGRAM, 0);
        assert_int_equal(send_to(sender, "far", 3, addresses[i], 9), 3);
        assert_false(comes(nobody, COMES_NOT_MS));
        /* It has come as far as the host between: that is the other network's address of it. */
        AUTO_CLOSE int between =
            bound_on(&made, SERVER, SOCK_DGRAM, i ? "fd00:2::1" : "10.0.2.1", 9);
        assert_int_equal(send_to(sender, "near", 4, i ? "fd00:2::1" : "10.0.2.1", 9), 4);
        assert_comes(between, "near", NULL);
        stop(&made);
    }
}

/* --- Size --- */

static void an_mtu_is_kept(void **state)
{
    (void)state;
    need_inside();
    struct made made;
    char bytes[2000] = { 0 };
    int never = IP_PMTUDISC_DO, mtu = 0;
    socklen_t len = sizeof(mtu);
    start(&made, &routed);
    /* 20 bytes of IP and 8 of UDP besides. */
    AUTO_CLOSE int server = socket_on(&made, SERVER, AF_INET, SOCK_DGRAM, 0);
    setsockopt(server, IPPROTO_IP, IP_MTU_DISCOVER, &never, sizeof(never));
    assert_int_equal(send_to(server, bytes, 1472, "10.0.1.2", 9), 1472);
    assert_int_equal(send_to(server, bytes, 1473, "10.0.1.2", 9), -1);
    assert_int_equal(errno, EMSGSIZE);
    assert_int_equal(send_to(server, bytes, 1252, "10.0.2.2", 9), 1252);
    assert_int_equal(send_to(server, bytes, 1253, "10.0.2.2", 9), -1);
    assert_int_equal(errno, EMSGSIZE);
    /* One that is larger than the second network can carry is reported by the router. */
    AUTO_CLOSE int alice = socket_on(&made, ALICE, AF_INET, SOCK_DGRAM, 0);
    setsockopt(alice, IPPROTO_IP, IP_MTU_DISCOVER, &never, sizeof(never));
    struct sockaddr_storage bob = at("10.0.2.2", 9);
    assert_int_equal(connect(alice, (struct sockaddr *)&bob, sizeof(bob)), 0);
    assert_int_equal(send(alice, bytes, 1472, 0), 1472);
    struct pollfd error = { alice, 0, 0 };
    assert_int_equal(poll(&error, 1, COMES_MS), 1);
    assert_int_equal(getsockopt(alice, IPPROTO_IP, IP_MTU, &mtu, &len), 0);
    assert_int_equal(mtu, 1280);
    stop(&made);
}

/* Whatever the size of frames, what is sent arrives: in pieces, or whole. */
static void mtus_from_the_smallest_to_the_largest(void **state)
{
    (void)state;
    need_inside();
    static const unsigned mtus[] = { 68, 576, 9000, 65535 };
    static char bytes[20000];
    for (size_t i = 0; i < COUNT(mtus); i++)
        for (size_t nhosts = 2; nhosts <= 3; nhosts++) { /* a pair, and a bridge */
            struct lab lab = {
                HOSTS({ .name = NAME("a"), LINKS({ 0, ADDRESSES(IP4(1, 1)), .mtu = mtus[i] }) },
                      { .name = NAME("b"), LINKS({ 0, ADDRESSES(IP4(1, 2)), .mtu = mtus[i] }) },
                      { .name = NAME("c"), LINKS({ 0, ADDRESSES(IP4(1, 3)), .mtu = mtus[i] }) }),
                NETWORKS(NAME("lan"))
            };
            lab.hosts.n = nhosts;
            size_t size = mtus[i] > sizeof(bytes) ? sizeof(bytes) : mtus[i] * 2;
            struct made made;
            start(&made, &lab);
            AUTO_CLOSE int a = bound_on(&made, 0, SOCK_DGRAM, "10.0.1.1", 9);
            AUTO_CLOSE int b = socket_on(&made, 1, AF_INET, SOCK_DGRAM, 0);
            assert_int_equal(send_to(b, bytes, size, "10.0.1.1", 9), size);
            assert_true(comes(a, COMES_MS));
            assert_int_equal(recv(a, bytes, sizeof(bytes), 0), size);
            stop(&made);
        }
}

/* The sum of RFC 1071 over LEN bytes at BYTES. */
static uint32_t add_up(const unsigned char *bytes, size_t len, uint32_t sum)
{
    for (size_t i = 0; i < len; i++)
        sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    return sum;
}

/* Tells whether the checksum of the TCP segment in FRAME, of LEN bytes, is right. */
static bool is_sum_right(const unsigned char *frame, size_t len)
{
    const unsigned char *ip = frame + ETH_HLEN;
    bool four = frame[12] == 8;
    size_t head = four ? (size_t)(ip[0] & 15) * 4 : sizeof(struct ip6_hdr);
    size_t size = four ? (size_t)(ip[2] << 8 | ip[3]) - head : (size_t)(ip[4] << 8 | ip[5]);
    assert_true(ETH_HLEN + head + size <= len);
    uint32_t sum = add_up(ip + (four ? 12 : 8), four ? 8 : 32, IPPROTO_TCP + (uint32_t)size);
    sum = add_up(ip + head, size, sum);
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return sum == 0xffff;
}

static bool is_tcp(const unsigned char *frame)
{
    return (frame[12] == 8 && frame[13] == 0 && frame[ETH_HLEN + 9] == IPPROTO_TCP) ||
           (frame[12] == 0x86 && frame[13] == 0xdd && frame[ETH_HLEN + 6] == IPPROTO_TCP);
}

/* Sends many bytes from the server to CLIENT, which is connected to it. */
static void send_many(int server, int client)
{
    static char bytes[60000];
    size_t got = 0;
    assert_true(comes(server, COMES_MS));
    AUTO_CLOSE int peer = accept(server, NULL, NULL);
    assert_int_equal(send(peer, bytes, sizeof(bytes), 0), sizeof(bytes));
    while (got < sizeof(bytes)) {
        assert_true(comes(client, COMES_MS));
        ssize_t n = recv(client, bytes, sizeof(bytes), 0);
        assert_true(n > 0);
        got += (size_t)n;
    }
}

/* Holds that each frame that SNIFFER saw fits the line and has its checksum; some fill it. */
static void check_frames(int sniffer, size_t largest)
{
    unsigned char frame[66000];
    size_t segments = 0, full = 0;
    while (comes(sniffer, segments ? 0 : COMES_MS)) {
        ssize_t n = recv(sniffer, frame, sizeof(frame), 0);
        assert_true(n >= ETH_HLEN);
        if ((size_t)n > largest)
            fail_msg("a frame of %zd bytes", n);
        full += (size_t)n == largest;
        if (!is_tcp(frame))
            continue;
        segments++;
        if (!is_sum_right(frame, (size_t)n))
            fail_msg("a wrong checksum in frame %zu", segments);
    }
    if (segments < 40 || full < 30)
        fail_msg("%zu segments, %zu full frames", segments, full);
}

/* On both sides, since a sender's own view is where offloads show. */
static void frames_are_as_on_a_line(void **state)
{
    (void)state;
    need_inside();
    static const char *const addresses[] = { "10.0.1.1", "fd00:1::1" };
    for (size_t s = 0; s < COUNT(both); s++)
        for (size_t i = 0; i < COUNT(addresses); i++) {
            struct made made;
            start(&made, both[s]);
            AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_STREAM, addresses[i], 80);
            AUTO_CLOSE int sent = sniffer_on(&made, SERVER, "lan");
            AUTO_CLOSE int received = sniffer_on(&made, ALICE, "lan");
            AUTO_CLOSE int client = connected_on(&made, ALICE, addresses[i], 80);
            send_many(server, client);
            check_frames(sent, 1514);
            check_frames(received, 1514);
            stop(&made);
        }
}

/* --- Names --- */

static void hosts_know_each_other(void **state)
{
    (void)state;
    static const char own[] = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";
    const struct lab_host *routers = routed.hosts.v;
    struct lab_host hosts[] = { routers[SERVER], routers[ALICE], bridged.hosts.v[ALICE] };
    hosts[2].name = NAME("carol"); /* on dmz first, and on lan */
    const struct lab lab = { .hosts = { hosts, COUNT(hosts), 0 }, LAN_DMZ };
    struct buf alice = BUF_INIT, carol = BUF_INIT;
    lab_names(&alice, &lab, ALICE);
    AUTO_FREE char *expected =
        mem_printf("%s%s", own,
                   "10.0.1.2\talice\nfd00:1::2\talice\n"
                   "10.0.1.1\tserver\nfd00:1::1\tserver\n10.0.2.1\tserver\nfd00:2::1\tserver\n"
                   "10.0.1.2\tcarol\nfd00:1::2\tcarol\n10.0.2.2\tcarol\n");
    assert_string_equal(buf_str(&alice), expected);
    hosts[SERVER] = (struct lab_host){
        .name = NAME("server"),
        LINKS({ .network = 1,
                ADDRESSES({ .address = { AF_INET6, { 0xfe, 0x80, [15] = 1 }, 64 } }, IP4(2, 1)) })
    };
    lab_names(&carol, &lab, 2);
    AUTO_FREE char *without_local =
        mem_printf("%s%s", own,
                   "10.0.2.2\tcarol\n10.0.1.2\tcarol\nfd00:1::2\tcarol\n"
                   "10.0.2.1\tserver\n10.0.1.2\talice\nfd00:1::2\talice\n");
    assert_string_equal(buf_str(&carol), without_local);
    buf_release(&alice);
    buf_release(&carol);
}

static void which_need_a_hub(void **state)
{
    (void)state;
    assert_false(netlab_needs_hub(&routed, false));
    assert_true(netlab_needs_hub(&routed, true));
    assert_true(netlab_needs_hub(&bridged, false));
    const struct lab alone = { .hosts = { bridged.hosts.v + ALICE, 1, 0 }, LAN_DMZ };
    assert_true(netlab_needs_hub(&alone, false));
    const struct lab nothing = { LAN_DMZ };
    assert_false(netlab_needs_hub(&nothing, false));
    assert_true(netlab_needs_hub(&nothing, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tcp_over_each_network),
        cmocka_unit_test(udp_there_and_back),
        cmocka_unit_test(several_addresses_and_loopback),
        cmocka_unit_test(broadcast_reaches_all_of_a_network),
        cmocka_unit_test(multicast_reaches_who_has_joined),
        cmocka_unit_test(a_router_forwards_and_no_other_host),
        cmocka_unit_test(an_mtu_is_kept),
        cmocka_unit_test(mtus_from_the_smallest_to_the_largest),
        cmocka_unit_test(frames_are_as_on_a_line),
        cmocka_unit_test(hosts_know_each_other),
        cmocka_unit_test(which_need_a_hub),
    };
    return cmocka_run_group_tests(tests, go_inside, NULL);
}
