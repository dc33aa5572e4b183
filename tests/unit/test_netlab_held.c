/* box/net/netlab where frames are held: each waits at a port of the hub until somebody carries it. */
#include "netlab.h"

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
        cmocka_unit_test(macs_are_told),
        cmocka_unit_test(a_host_without_a_network),
    };
    return cmocka_run_group_tests(tests, go_inside, NULL);
}
