/* box/net/netlab: when a lab is ready, that it is silent, and the same everywhere; what fails. */
#include "netlab.h"

#include <netinet/in.h>
#include <netinet/ip6.h>

/* --- Ready and silent --- */

/* Says what FRAME is, in hexadecimal. */
static void fail_heard(size_t host, const unsigned char *frame, ssize_t n)
{
    struct buf text = BUF_INIT;
    for (ssize_t i = 0; i < n && i < 100; i++)
        buf_printf(&text, "%02x%s", frame[i], i == 5 || i == 11 || i == 13 ? " " : "");
    fail_msg("host %zu heard %s", host, buf_str(&text));
}

/* The report of a group, sent from a link-local address: a router has those, and says so later. */
static bool is_late_report(const unsigned char *frame)
{
    const unsigned char *ip = frame + ETH_HLEN, *icmp = ip + sizeof(struct ip6_hdr) + 8;
    return frame[12] == 0x86 && frame[13] == 0xdd && ip[6] == 0 && ip[8] == 0xfe && icmp[0] == 143;
}

static void nothing_is_said_unasked(void **state)
{
    (void)state;
    need_inside();
    static const struct lab *const specs[] = { &bridged, &unrouted, &routed };
    unsigned char frame[2048];
    for (size_t s = 0; s < COUNT(specs); s++) {
        struct made made;
        int sniffers[3];
        start(&made, specs[s]);
        for (size_t i = 0; i < 3; i++)
            sniffers[i] = sniffer_on(&made, i, NULL);
        usleep(1100000);
        for (size_t i = 0; i < 3; i++) {
            for (ssize_t n; (n = recv(sniffers[i], frame, sizeof(frame), MSG_DONTWAIT)) > 0;)
                if (specs[s] != &routed || !is_late_report(frame))
                    fail_heard(i, frame, n);
            close(sniffers[i]);
        }
        stop(&made);
    }
}

/* A frame that nobody sends again, from FROM on its `lan` to all. */
static void send_frame(const struct made *made, size_t from)
{
    static const unsigned char frame[60] = { 255, 255, 255, 255, 255, 255,  2,
                                             0,   0,   0,   1,   1,   0x88, 0xb5 };
    AUTO_CLOSE int fd = sniffer_on(made, from, "lan");
    assert_int_equal(send(fd, frame, sizeof(frame), 0), sizeof(frame));
}

static void the_first_frame_arrives(void **state)
{
    (void)state;
    need_inside();
    for (size_t s = 0; s < COUNT(both); s++)
        for (int i = 0; i < 20; i++) {
            struct made made;
            start(&made, both[s]);
            AUTO_CLOSE int server = sniffer_on(&made, SERVER, "lan");
            send_frame(&made, ALICE);
            if (!comes(server, COMES_MS))
                fail_msg("a frame to the server is lost in lab %d of %zu", i, s);
            AUTO_CLOSE int alice = sniffer_on(&made, ALICE, "lan");
            send_frame(&made, SERVER);
            if (!comes(alice, COMES_MS))
                fail_msg("a frame from the server is lost in lab %d of %zu", i, s);
            stop(&made);
        }
}

/* Whether FRAME is a question of ARP or of IPv6's neighbour discovery. */
static bool is_question(const unsigned char *frame)
{
    return (frame[12] == 8 && frame[13] == 6 && frame[21] == 1) ||
           (frame[12] == 0x86 && frame[ETH_HLEN + 6] == IPPROTO_ICMPV6 &&
            frame[ETH_HLEN + sizeof(struct ip6_hdr)] == 135);
}

/* The first question for an address is answered, so that nobody waits a second to ask again. */
static void the_first_question_is_answered(void **state)
{
    (void)state;
    need_inside();
    static const char *const addresses[] = { "10.0.1.1", "fd00:1::1" };
    for (size_t s = 0; s < COUNT(both); s++)
        for (size_t i = 0; i < 20; i++) {
            struct made made;
            unsigned char frame[2048];
            size_t questions = 0;
            start(&made, both[s]);
            AUTO_CLOSE int sniffer = sniffer_on(&made, ALICE, "lan");
            AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_DGRAM, addresses[i % 2], 9);
            AUTO_CLOSE int alice =
                socket_on(&made, ALICE, family_of(addresses[i % 2]), SOCK_DGRAM, 0);
            assert_int_equal(send_to(alice, "x", 1, addresses[i % 2], 9), 1);
            assert_comes(server, "x", NULL);
            while (recv(sniffer, frame, sizeof(frame), MSG_DONTWAIT) > 0)
                questions += is_question(frame);
            assert_int_equal(questions, 1);
            stop(&made);
        }
}

/* --- The same everywhere --- */

static void assert_interface(const struct made *made, size_t host, const char *name, unsigned index,
                             const unsigned char mac[6])
{
    struct ifreq request = { 0 };
    AUTO_CLOSE int fd = socket_on(made, host, AF_INET, SOCK_DGRAM, 0);
    strcpy(request.ifr_name, name);
    assert_int_equal(ioctl(fd, SIOCGIFINDEX, &request), 0);
    assert_int_equal(request.ifr_ifindex, index);
    assert_int_equal(ioctl(fd, SIOCGIFHWADDR, &request), 0);
    assert_memory_equal(request.ifr_hwaddr.sa_data, mac, 6);
    assert_int_equal(ioctl(fd, SIOCGIFFLAGS, &request), 0);
    assert_int_equal(request.ifr_flags & (IFF_UP | IFF_RUNNING), IFF_UP | IFF_RUNNING);
}

static void assert_broadcast(const struct made *made, size_t host, const char *name,
                             const char *text)
{
    struct ifreq request = { 0 };
    char broadcast[ADDRESS_TEXT];
    AUTO_CLOSE int fd = socket_on(made, host, AF_INET, SOCK_DGRAM, 0);
    strcpy(request.ifr_name, name);
    assert_int_equal(ioctl(fd, SIOCGIFBRDADDR, &request), 0);
    inet_ntop(AF_INET, &((struct sockaddr_in *)&request.ifr_broadaddr)->sin_addr, broadcast,
              sizeof(broadcast));
    assert_string_equal(broadcast, text);
}

static void names_indexes_and_macs_are_fixed(void **state)
{
    (void)state;
    need_inside();
    struct made made;
    for (int i = 0; i < 2; i++) {
        start(&made, &routed);
        assert_interface(&made, SERVER, "lan", 11, (unsigned char[]){ 2, 0, 0, 0, 1, 1 });
        assert_interface(&made, SERVER, "dmz", 12, (unsigned char[]){ 2, 0, 0, 0, 2, 1 });
        assert_interface(&made, BOB, "dmz", 11, (unsigned char[]){ 2, 0, 0, 0, 2, 3 });
        assert_broadcast(&made, BOB, "dmz", "10.0.2.255");
        stop(&made);
        start(&made, &bridged);
        assert_interface(&made, ALICE, "dmz", 11, (unsigned char[]){ 2, 0, 0, 0, 2, 2 });
        assert_interface(&made, ALICE, "lan", 12, (unsigned char[]){ 2, 0, 0, 0, 1, 2 });
        stop(&made);
    }
}

/* What the kernel has by default, whatever was set in a namespace before, as by this machine. */
static void settings_are_the_kernels(void **state)
{
    (void)state;
    need_inside();
    static const struct {
        const char *name, *machine, *lab;
        size_t host;
    } settings[] = {
        { "ipv4/ip_forward", "1", "0", ALICE },
        { "ipv4/ip_forward", "0", "1", SERVER },
        { "ipv4/conf/all/rp_filter", "1", "0", ALICE },
        { "ipv4/conf/default/rp_filter", "2", "0", ALICE },
        { "ipv4/conf/all/accept_redirects", "0", "1", ALICE },
        { "ipv4/conf/default/send_redirects", "0", "1", ALICE },
        { "ipv4/conf/all/log_martians", "1", "0", BOB },
        { "ipv4/conf/all/arp_ignore", "1", "0", BOB },
        { "ipv4/conf/default/promote_secondaries", "1", "0", BOB },
        { "ipv6/conf/all/forwarding", "0", "1", SERVER },
        { "ipv6/conf/all/forwarding", "0", "0", ALICE },
        { "ipv6/conf/lan/force_mld_version", NULL, "0", ALICE },
        { "ipv6/conf/lan/mldv1_unsolicited_report_interval", NULL, "10000", ALICE },
        { "ipv6/conf/lan/disable_ipv6", NULL, "0", ALICE },
        { "ipv4/conf/lan/rp_filter", NULL, "0", ALICE },
        { "ipv6/conf/lan/accept_dad", NULL, "1", ALICE },
        { "ipv6/conf/default/disable_ipv6", NULL, "0", ALICE },
        { "ipv6/conf/default/addr_gen_mode", NULL, "0", ALICE },
        { "ipv6/conf/default/router_solicitations", NULL, "-1", BOB },
    };
    struct made made;
    struct netlab_failure failure;
    char value[64];
    make_places(&made, &routed);
    for (size_t i = 0; i < COUNT(settings); i++) {
        AUTO_FREE char *path = mem_printf("/proc/sys/net/%s", settings[i].name);
        go(made.hosts[settings[i].host]);
        if (settings[i].machine && !world_write(path, settings[i].machine))
            fail_msg("%s: %s", path, strerror(errno));
        go(home);
    }
    assert_true(make_lab(&made, &failure));
    for (size_t i = 0; i < COUNT(settings); i++) {
        read_setting(&made, settings[i].host, settings[i].name, value);
        if (strcmp(value, settings[i].lab) != 0)
            fail_msg("%s of host %zu: %s", settings[i].name, settings[i].host, value);
    }
    stop(&made);
}

static void without_an_ipv6_address_there_is_no_ipv6(void **state)
{
    (void)state;
    need_inside();
    struct made made;
    char value[64];
    start(&made, &bridged);
    read_setting(&made, ALICE, "ipv6/conf/dmz/disable_ipv6", value);
    assert_string_equal(value, "1");
    read_setting(&made, ALICE, "ipv6/conf/lan/disable_ipv6", value);
    assert_string_equal(value, "0");
    stop(&made);
}

/* --- Many --- */

/* More than one batch of requests holds, in hosts and in addresses. */
static void thirty_two_hosts(void **state)
{
    (void)state;
    need_inside();
    enum { EACH = 7, KINDS = 2 };
    struct lab_host hosts[LAB_MAX_HOSTS];
    struct lab_link links[LAB_MAX_HOSTS][2];
    struct lab_address many[LAB_MAX_HOSTS][EACH * KINDS], one[LAB_MAX_HOSTS];
    for (unsigned char i = 0; i < COUNT(hosts); i++) {
        for (unsigned char k = 0; k < EACH; k++) {
            many[i][k] = (struct lab_address)IP4(1, (unsigned char)(i * EACH + k + 1));
            many[i][EACH + k] = (struct lab_address)IP6(1, (unsigned char)(i * EACH + k + 1));
        }
        one[i] = (struct lab_address)IP4(2, (unsigned char)(i + 1));
        links[i][0] = (struct lab_link){ 0, { many[i], EACH * KINDS, 0 }, 0 };
        links[i][1] = (struct lab_link){ 1, { &one[i], 1, 0 }, 0 };
        hosts[i] = (struct lab_host){ .name = NAME("host"), .links = { links[i], 2, 0 } };
    }
    const struct lab lab = { .hosts = { hosts, COUNT(hosts), 0 }, LAN_DMZ };
    struct made made;
    start(&made, &lab);
    AUTO_CLOSE int first = bound_on(&made, 0, SOCK_DGRAM, "10.0.1.7", 9);
    AUTO_CLOSE int other = bound_on(&made, 0, SOCK_DGRAM, "10.0.2.1", 9);
    AUTO_CLOSE int last = socket_on(&made, 31, AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(send_to(last, "far", 3, "10.0.1.7", 9), 3);
    assert_comes(first, "far", NULL);
    assert_int_equal(send_to(last, "too", 3, "10.0.2.1", 9), 3);
    assert_comes(other, "too", NULL);
    stop(&made);
}

/* --- Whose the namespaces are --- */

/* In a child: two network namespaces owned by a user namespace of its own, sent over CHANNEL. */
static _Noreturn void own_two(int channel)
{
    int fds[2] = { -1, -1 };
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (unshare(CLONE_NEWUSER) < 0 || !world_map(0, 0))
        world_send(channel, NULL, 0);
    for (size_t i = 0; i < 2; i++)
        if (unshare(CLONE_NEWNET) == 0)
            fds[i] = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
    world_send(channel, fds, fds[0] >= 0 && fds[1] >= 0 ? 2 : 0);
    pause();
    _exit(0);
}

/* As snip does it: the lab's user namespace lies below that of the process that makes the lab. */
static void namespaces_of_a_user_namespace_below(void **state)
{
    (void)state;
    need_inside();
    int ends[2];
    struct world world = { 0 };
    struct netlab_failure failure;
    const struct lab pair = {
        HOSTS({ .name = NAME("alice"), LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP6(1, 1)) }) },
              { .name = NAME("bob"), LINKS({ .network = 0, ADDRESSES(IP4(1, 2), IP6(1, 2)) }) }),
        NETWORKS(NAME("lan"))
    };
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    world.channel = ends[0];
    world.pid = fork();
    if (world.pid == 0)
        own_two(ends[1]);
    close(ends[1]);
    need_world(world_receive(&world));
    struct made made = { .lab = &pair, .hosts = { world.proc, world.diag }, .hub = -1 };
    assert_true(make_lab(&made, &failure));
    AUTO_CLOSE int bob = bound_on(&made, 1, SOCK_DGRAM, "fd00:1::2", 9);
    AUTO_CLOSE int alice = socket_on(&made, 0, AF_INET6, SOCK_DGRAM, 0);
    assert_int_equal(send_to(alice, "x", 1, "fd00:1::2", 9), 1);
    assert_comes(bob, "x", NULL);
    world_end(&world);
}

/* --- Failures --- */

static void assert_fails(const struct lab *lab, enum netlab_step step, size_t host, int error,
                         const char *text)
{
    struct made made;
    struct netlab_failure failure;
    make_places(&made, lab);
    assert_false(make_lab(&made, &failure));
    AUTO_FREE char *place = netlab_failure_place(lab, &failure);
    assert_string_equal(place, text);
    assert_int_equal(failure.step, step);
    assert_int_equal(failure.host, host);
    assert_int_equal(failure.error, error);
    stop(&made);
}

static void a_failure_names_host_and_step(void **state)
{
    (void)state;
    need_inside();
    struct lab_host hosts[3];
    memcpy(hosts, routed.hosts.v, sizeof(hosts));
    const struct lab lab = { .hosts = { hosts, COUNT(hosts), 0 }, LAN_DMZ };
    const struct lab one_name = { .hosts = lab.hosts, NETWORKS(NAME("lan"), NAME("lan")) };
    assert_fails(&one_name, NETLAB_LINKS, BOB, EEXIST, "host `bob`: a veth pair or a bridge");
    hosts[ALICE] = (struct lab_host){ .name = NAME("alice"),
                                      LINKS({ .network = 0, ADDRESSES(IP4(1, 2), IP4(1, 2)) }) };
    assert_fails(&lab, NETLAB_ADDRESSES, ALICE, EEXIST, "host `alice`: an address");
    hosts[ALICE] = (struct lab_host){ .name = NAME("alice"),
                                      LINKS({ .network = 0, ADDRESSES(IP4(1, 2)) }),
                                      VIA(GO4(7, 1)) };
    assert_fails(&lab, NETLAB_ROUTES, ALICE, ENETUNREACH, "host `alice`: a route");
}

static void wrong_places_are_told_of(void **state)
{
    (void)state;
    need_inside();
    struct made made;
    struct netlab_failure failure;
    make_places(&made, &bridged);
    int real = made.hub;
    made.hub = proc_fd;
    assert_false(make_lab(&made, &failure));
    assert_int_equal(failure.step, NETLAB_ENTER);
    AUTO_FREE char *place = netlab_failure_place(&bridged, &failure);
    assert_string_equal(place, "the bridges: a network namespace");
    assert_int_equal(failure.error, EINVAL);
    made.hub = real;
    AUTO_CLOSE int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct netlab_places places = { .hosts = made.hosts, .hub = made.hub, .proc = root };
    assert_false(netlab_make(&bridged, &places, &failure));
    go(home);
    assert_int_equal(failure.step, NETLAB_SETTINGS);
    assert_int_equal(failure.host, SERVER);
    assert_int_equal(failure.error, ENOENT);
    stop(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_said_unasked),
        cmocka_unit_test(the_first_frame_arrives),
        cmocka_unit_test(the_first_question_is_answered),
        cmocka_unit_test(names_indexes_and_macs_are_fixed),
        cmocka_unit_test(settings_are_the_kernels),
        cmocka_unit_test(without_an_ipv6_address_there_is_no_ipv6),
        cmocka_unit_test(thirty_two_hosts),
        cmocka_unit_test(namespaces_of_a_user_namespace_below),
        cmocka_unit_test(a_failure_names_host_and_step),
        cmocka_unit_test(wrong_places_are_told_of),
    };
    return cmocka_run_group_tests(tests, go_inside, NULL);
}
