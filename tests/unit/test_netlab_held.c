/* box/net/netlab where frames are held: each waits at a port of the hub until somebody carries it. */
#include "netlab.h"

#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>

#include "box/watch/neighbours.h"

/* How a lab is made whose frames are held. */
static const struct netlab_places held = { .held = true };

/* A packet socket on the port of HOST's link to NETWORK; it takes and sends all frames there. */
static int port_of(const struct made *made, size_t network, size_t host)
{
    go(made->hub);
    struct sockaddr_ll address = { .sll_family = AF_PACKET,
                                   .sll_protocol = htons(ETH_P_ALL),
                                   .sll_ifindex = netlab_port(network, host) };
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0), on = 1;
    go(home);
    assert_true(fd >= 0);
    assert_int_equal(setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on)), 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    return fd;
}

/* Carries the next frame from the port FROM to the port TO. */
static void carry(int from, int to)
{
    unsigned char frame[2048];
    assert_true(comes(from, COMES_MS));
    ssize_t n = recv(from, frame, sizeof(frame), 0);
    assert_true(n >= ETH_HLEN);
    assert_int_equal(send(to, frame, (size_t)n, 0), n);
}

static void a_frame_waits_for_who_carries_it(void **state)
{
    (void)state;
    need_inside();
    static const char *const addresses[] = { "10.0.1.1", "fd00:1::1" };
    for (size_t s = 0; s < COUNT(both); s++)
        for (size_t i = 0; i < COUNT(addresses); i++) {
            struct made made;
            start_as(&made, both[s], held);
            AUTO_CLOSE int far = port_of(&made, 0, SERVER);
            AUTO_CLOSE int near = port_of(&made, 0, ALICE);
            AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_DGRAM, addresses[i], 9);
            AUTO_CLOSE int alice = socket_on(&made, ALICE, family_of(addresses[i]), SOCK_DGRAM, 0);
            assert_int_equal(send_to(alice, "x", 1, addresses[i], 9), 1);
            assert_false(comes(server, COMES_NOT_MS));
            carry(near, far);
            assert_comes(server, "x", NULL);
            assert_false(comes(far, 0));
            stop(&made);
        }
}

static void nothing_is_said_unasked(void **state)
{
    (void)state;
    need_inside();
    static const struct lab *const specs[] = { &bridged, &unrouted, &routed };
    for (size_t s = 0; s < COUNT(specs); s++) {
        struct made made;
        start_as(&made, specs[s], held);
        int sniffers[4];
        made.hosts[3] = made.hub;
        for (size_t i = 0; i < 4; i++)
            sniffers[i] = sniffer_on(&made, i, NULL);
        usleep(1100000);
        for (size_t i = 0; i < 4; i++) {
            if (comes(sniffers[i], 0))
                fail_msg("host %zu of lab %zu hears something", i, s);
            close(sniffers[i]);
        }
        stop(&made);
    }
}

/* As many are there as are said to be: so many are no program's. */
static void neighbours_are_counted(void **state)
{
    (void)state;
    need_inside();
    const struct lab lab = { HOSTS({ .name = NAME("server"),
                                     LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP4(1, 9)) },
                                           { .network = 1, ADDRESSES(IP4(2, 1)) }) },
                                   { .name = NAME("alice"),
                                     LINKS({ .network = 0, ADDRESSES(IP4(1, 2)) }) },
                                   { .name = NAME("bob"),
                                     LINKS({ .network = 0, ADDRESSES(IP4(1, 3)) },
                                           { .network = 1, ADDRESSES(IP4(2, 2)) }) }),
                             LAN_DMZ };
    struct made made;
    size_t count = 0;
    start_as(&made, &lab, held);
    for (size_t i = 0; i < 3; i++) {
        AUTO_CLOSE int route = socket_on(&made, i, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
        count += neighbours_count(route);
    }
    assert_int_equal(count, 10);
    assert_int_equal(netlab_neighbours(&lab), 10);
    assert_int_equal(netlab_neighbours(&bridged), 14);
    stop(&made);
}

/* --- Routes --- */

/* What a route is besides its metrics: as text, so that two can be compared. */
struct routes {
    struct buf text;
    bool quick, late; /* each of them acknowledges at once; sends again after a minute only */
};

static uint32_t number_of(const struct nlattr *attr)
{
    return attr ? mnl_attr_get_u32(attr) : 0;
}

static int take_attr(const struct nlattr *attr, void *data)
{
    const struct nlattr **all = data;
    if (mnl_attr_get_type(attr) <= RTA_MAX)
        all[mnl_attr_get_type(attr)] = attr;
    return MNL_CB_OK;
}

static void add_address(struct buf *out, const struct nlattr *attr)
{
    const unsigned char *bytes = attr ? mnl_attr_get_payload(attr) : NULL;
    for (size_t i = 0; attr && i < mnl_attr_get_payload_len(attr); i++)
        buf_printf(out, "%02x", bytes[i]);
    buf_adds(out, " ");
}

static int take_route(const struct nlmsghdr *head, void *data)
{
    const struct rtmsg *info = mnl_nlmsg_get_payload(head);
    const struct nlattr *all[RTA_MAX + 1] = { NULL }, *metrics[RTA_MAX + 1] = { NULL };
    struct routes *routes = data;
    mnl_attr_parse(head, sizeof(*info), take_attr, all);
    /* What the kernel has for a router's own link-local addresses is as it is. */
    const unsigned char *to = all[RTA_DST] ? mnl_attr_get_payload(all[RTA_DST]) : NULL;
    bool local = info->rtm_family == AF_INET6 && to && to[0] == 0xfe;
    if (local || (info->rtm_type != RTN_UNICAST && info->rtm_type != RTN_LOCAL))
        return MNL_CB_OK;
    buf_printf(&routes->text, "%u %u %u %u %u on %u: ", info->rtm_family, info->rtm_dst_len,
               info->rtm_table, info->rtm_protocol, info->rtm_type, number_of(all[RTA_OIF]));
    add_address(&routes->text, all[RTA_DST]);
    add_address(&routes->text, all[RTA_PREFSRC]);
    add_address(&routes->text, all[RTA_GATEWAY]);
    buf_adds(&routes->text, "\n");
    if (all[RTA_METRICS])
        mnl_attr_parse_nested(all[RTA_METRICS], take_attr, metrics);
    routes->quick &= number_of(metrics[RTAX_QUICKACK]) == 1;
    routes->late &= number_of(metrics[RTAX_RTO_MIN]) == 60000 &&
                    (number_of(metrics[RTAX_LOCK]) >> RTAX_RTO_MIN & 1) == 1;
    return MNL_CB_OK;
}

/* The routes of HOST, in the kernel's order. */
static struct routes routes_of(const struct made *made, size_t host)
{
    struct routes routes = { .quick = true, .late = true };
    _Alignas(struct nlmsghdr) char bytes[32768];
    struct nlmsghdr *head = mnl_nlmsg_put_header(bytes);
    AUTO_CLOSE int fd = socket_on(made, host, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
    head->nlmsg_type = RTM_GETROUTE;
    head->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    mnl_nlmsg_put_extra_header(head, sizeof(struct rtmsg));
    assert_int_equal(send(fd, head, head->nlmsg_len, 0), head->nlmsg_len);
    for (int more = MNL_CB_OK; more == MNL_CB_OK;) {
        ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
        assert_true(n > 0);
        more = mnl_cb_run(bytes, (size_t)n, 0, 0, take_route, &routes);
    }
    return routes;
}

/* Nobody waits for a timer of TCP, and nothing else is another than where nothing is held. */
static void routes_acknowledge_at_once(void **state)
{
    (void)state;
    need_inside();
    static const struct netlab_places loses = { .held = true, .retransmits = true };
    static const struct lab *const specs[] = { &bridged, &unrouted, &routed };
    for (size_t s = 0; s < COUNT(specs); s++) {
        struct made made[3];
        start(&made[0], specs[s]);
        start_as(&made[1], specs[s], held);
        start_as(&made[2], specs[s], loses);
        for (size_t i = 0; i < 3; i++) {
            struct routes routes[3];
            for (size_t k = 0; k < 3; k++) {
                routes[k] = routes_of(&made[k], i);
                assert_true(routes[k].text.len > 0);
                assert_string_equal(buf_str(&routes[k].text), buf_str(&routes[0].text));
                assert_int_equal(routes[k].quick, k > 0);
                assert_int_equal(routes[k].late, k == 1);
            }
            for (size_t k = 0; k < 3; k++)
                buf_release(&routes[k].text);
        }
        for (size_t k = 0; k < 3; k++)
            stop(&made[k]);
    }
}

/* What only adds chance is off on hosts, and as it is elsewhere where nothing is held. */
static void settings_add_no_chance(void **state)
{
    (void)state;
    need_inside();
    static const struct {
        const char *name, *usual, *held;
    } settings[] = {
        { "ipv4/tcp_timestamps", "1", "0" },      { "ipv4/tcp_early_retrans", "3", "0" },
        { "ipv4/tcp_autocorking", "1", "0" },     { "ipv4/tcp_no_metrics_save", "0", "1" },
        { "ipv4/tcp_moderate_rcvbuf", "1", "0" }, { "ipv6/auto_flowlabels", "1", "0" },
    };
    struct made usual, made;
    start(&usual, &bridged);
    start_as(&made, &bridged, held);
    for (size_t i = 0; i < COUNT(settings); i++) {
        char value[64];
        read_setting(&usual, BOB, settings[i].name, value);
        assert_string_equal(value, settings[i].usual);
        read_setting(&made, BOB, settings[i].name, value);
        assert_string_equal(value, settings[i].held);
    }
    stop(&usual);
    stop(&made);
}

/* With ARP a host asks all the same, and what it asks waits like any other frame. */
static void neighbours_are_asked_for_where_that_is_wanted(void **state)
{
    (void)state;
    need_inside();
    static const struct netlab_places asks = { .held = true, .arp = true };
    struct made made;
    start_as(&made, &routed, asks);
    AUTO_CLOSE int far = port_of(&made, 0, SERVER);
    AUTO_CLOSE int near = port_of(&made, 0, ALICE);
    AUTO_CLOSE int server = bound_on(&made, SERVER, SOCK_DGRAM, "10.0.1.1", 9);
    AUTO_CLOSE int alice = socket_on(&made, ALICE, AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(send_to(alice, "x", 1, "10.0.1.1", 9), 1);
    carry(near, far);
    carry(far, near);
    assert_false(comes(server, COMES_NOT_MS));
    carry(near, far);
    assert_comes(server, "x", NULL);
    stop(&made);
}

static void macs_are_told(void **state)
{
    (void)state;
    unsigned char mac[6];
    netlab_mac(1, 2, mac);
    assert_memory_equal(mac, ((unsigned char[]){ 2, 0, 0, 0, 2, 3 }), 6);
}

static void a_host_without_a_network(void **state)
{
    (void)state;
    need_inside();
    struct lab_host host = { .name = NAME("host") };
    const struct lab lab = { .hosts = { &host, 1, 0 } };
    struct made made;
    start_as(&made, &lab, held);
    assert_true(made.hub >= 0);
    AUTO_CLOSE int server = bound_on(&made, 0, SOCK_STREAM, "127.0.0.1", 80);
    AUTO_CLOSE int client = connected_on(&made, 0, "127.0.0.1", 80);
    stop(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_waits_for_who_carries_it),
        cmocka_unit_test(nothing_is_said_unasked),
        cmocka_unit_test(neighbours_are_asked_for_where_that_is_wanted),
        cmocka_unit_test(neighbours_are_counted),
        cmocka_unit_test(routes_acknowledge_at_once),
        cmocka_unit_test(settings_add_no_chance),
        cmocka_unit_test(macs_are_told),
        cmocka_unit_test(a_host_without_a_network),
    };
    return cmocka_run_group_tests(tests, go_inside, NULL);
}
