/* engine/trace/constant: frames with all that varies made constant. */
#include "frames.h"

#include <openssl/evp.h>

/* The bytes of BUILT made constant; into a frame that is like it. */
static struct built constant(const struct built *built)
{
    struct trace_event event = { 0 };
    struct built out = *built;
    frame_words(&event, &built->event, &frames);
    size_t len = strlen(event.bytes) / 4 * 3;
    unsigned char bytes[1024];
    assert_true(len < sizeof(bytes));
    EVP_DecodeBlock(bytes, (unsigned char *)event.bytes, (int)strlen(event.bytes));
    assert_in_range(out.event.len, len - (len ? 2 : 0), len);
    memcpy(out.event.data, bytes, out.event.len);
    event_release(&event);
    return out;
}

static void assert_right(const struct built *built)
{
    size_t at = built->carried + checksum_place(built->protocol);
    assert_int_equal(get(built, at, 2), right_checksum(built));
    if (built->event.data[built->ip] >> 4 == 4)
        assert_int_equal(folded(sum(built, built->ip, built->carried)), 0);
}

/* Two runs whose numbers, ports, windows and time stamps are others give the same bytes. */
static void two_runs_are_made_the_same(void **state)
{
    struct built made[2][4];
    for (unsigned run = 0; run < 2; run++) {
        struct built *of = made[run];
        unsigned port = 40000 + run * 1234, window = 5000 + run;
        uint32_t seq = 0xFFFFFFF0 + run * 77, ack = 1000 + run * 999;
        forget(state);
        for (int i = 0; i < 4; i++) {
            bool back = i == 1;
            of[i] = packet(IPPROTO_TCP, back ? server : alice, back ? alice : server);
            put(&of[i], of[i].ip + 4, 2, i * 17 + run);
            add_tcp(&of[i], back ? 8080 : port, back ? port : 8080, back ? ack : seq + (i > 1),
                    i == 0 ? 0
                    : back ? seq + 1
                           : ack + 1,
                    i == 0 ? SYN
                    : back ? SYN | ACK
                           : ACK);
            put(&of[i], of[i].carried + 14, 2, i == 3 ? 0 : window);
            char options[] = "\1\3\3x\1\1\x8\nTTTTtttt\2\4\5\xB4\1\1\5\nAAAABBBB\x1E\4xy";
            options[3] = (char)run;
            memset(options + 8, 'a' + (int)run, 8);
            for (int edge = 0; edge < 2; edge++) {
                uint32_t base = i == 0 ? 0 : back ? seq : ack; /* of the other side */
                uint32_t number = htonl(base + 5 + (uint32_t)edge);
                memcpy(options + 24 + edge * 4, &number, 4);
            }
            options[35] = (char)run;
            add_options(&of[i], options, 36);
            finish(&of[i]);
            of[i] = constant(&of[i]);
            assert_right(&of[i]);
        }
    }
    for (int i = 0; i < 4; i++)
        assert_memory_equal(made[0][i].event.data, made[1][i].event.data, made[0][i].event.len);
    const struct built *last = &made[0][3];
    assert_int_equal(get(last, last->carried, 4), 50000U << 16 | 8080);
    assert_int_equal(get(last, last->carried + 4, 4), 1);
    assert_int_equal(get(last, last->carried + 8, 4), 1);
    assert_int_equal(get(last, last->carried + 14, 2), 0);
    assert_int_equal(get(&made[0][0], last->carried + 14, 2), 65535);
    assert_int_equal(get(last, last->carried + 20 + 24, 4), 5);
}

static void quoted_packets_are_made_constant_too(void **state)
{
    struct built made[2];
    for (unsigned run = 0; run < 2; run++) {
        forget(state);
        struct built inside = packet(IPPROTO_TCP, alice, server);
        add_tcp(&inside, 40000 + run, 9, 70000 + run, 0, SYN);
        put(&inside, inside.ip + 4, 2, run * 3);
        finish(&inside);
        (void)constant(&inside);
        made[run] = error(IPPROTO_ICMP, 3, 1, 0, &inside);
        made[run] = constant(&made[run]);
        assert_right(&made[run]);
    }
    assert_memory_equal(made[0].event.data, made[1].event.data, made[0].event.len);
}

static void identifications_are_numbered(void **state)
{
    (void)state;
    struct built echo = message(IPPROTO_ICMP, 8, 0, 0x12340002), six;
    finish(&echo);
    echo = constant(&echo);
    assert_int_equal(get(&echo, echo.carried + 4, 4), 0x00010002);
    assert_right(&echo);
    six = packet(IPPROTO_UDP, "fd01::2", "fd01::1");
    add_extension(&six, IPPROTO_FRAGMENT, "\0\1\1\2\3\4");
    add_udp(&six, 9, 9, "12345678");
    finish(&six);
    six = constant(&six);
    assert_int_equal(get(&six, six.ip, 4), 0x60000000);
    assert_int_equal(get(&six, six.carried - 4, 4), 2);
    struct built part = datagram(alice, server, "");
    put(&part, part.ip + 6, 2, 3);
    finish(&part);
    part = constant(&part);
    assert_int_equal(get(&part, part.ip + 4, 2), 3);
    assert_int_equal(get(&part, part.carried, 2), 45678); /* no header is there, so no port */
}

static void checksums_stay_as_wrong_as_they_were(void **state)
{
    (void)state;
    struct built wrong = datagram(alice, server, "hi");
    put(&wrong, wrong.carried + 8, 1, 'h' ^ 1);
    wrong = constant(&wrong);
    put(&wrong, wrong.carried + 8, 1, 'h');
    assert_right(&wrong);
    struct built none = datagram(alice, server, "hi");
    put(&none, none.carried + 6, 2, 0);
    none = constant(&none);
    assert_int_equal(get(&none, none.carried + 6, 2), 0);
}

static void checksums_of_loopback_are_computed(void **state)
{
    (void)state;
    struct built built = segment(false, 5, 0, SYN, "odd");
    built.event.link = EVENT_LOOPBACK;
    put(&built, built.carried + 16, 2, 0x1234);
    struct built cut = built;
    built = constant(&built);
    assert_right(&built);
    cut.event.len--;
    cut = constant(&cut);
    assert_int_equal(get(&cut, cut.carried + 16, 2), 0x1234);
}

/* The only datagram whose sum is 0 says 0xFFFF, as 0 is "not used". */
static void a_checksum_of_0_is_written_as_0xffff(void **state)
{
    (void)state;
    for (unsigned at = 0; at < 0x10000; at++) {
        struct built built = packet(IPPROTO_UDP, alice, server);
        add_udp(&built, 40000, 9, "ab");
        put(&built, built.carried + 8, 2, at);
        finish(&built);
        if (get(&built, built.carried + 6, 2) == 0)
            continue; /* of this one with port 50000 another is */
        put(&built, built.carried, 2, 50000);
        if (right_checksum(&built) != 0)
            continue;
        put(&built, built.carried, 2, 40000);
        built = constant(&built);
        assert_int_equal(get(&built, built.carried + 6, 2), 0xFFFF);
        return;
    }
    fail_msg("no datagram has that sum");
}

static void a_bit_that_is_turned_over_is_told(void **state)
{
    (void)state;
    struct built built = segment(false, 5, 0, PSH | ACK, "ping");
    struct trace_event event = { 0 };
    size_t place = built.carried + 21;
    (void)constant(&built);
    frame_flipped(&event, &built.event, place * 8 + 7, &frames);
    assert_string_equal(event.text, "one bit turned over, wrong checksum");
    assert_string_equal(event.data, "phng");
    unsigned char bytes[128];
    EVP_DecodeBlock(bytes, (unsigned char *)event.bytes, (int)strlen(event.bytes));
    struct built plain = constant(&built);
    plain.event.data[place] ^= 1;
    assert_memory_equal(bytes, plain.event.data, plain.event.len);
    event_release(&event);
}

static void long_frames_are_kept_in_part(void **state)
{
    (void)state;
    struct trace_event event = { 0 };
    char text[1001];
    memset(text, 'x', sizeof(text));
    text[1000] = '\0';
    struct built built = datagram(alice, server, text);
    frame_words(&event, &built.event, &frames);
    assert_string_equal(event.text, "1000 bytes");
    assert_int_equal(strlen(event.bytes), (256 + 2) / 3 * 4);
    event_release(&event);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(two_runs_are_made_the_same, forget),
    cmocka_unit_test_setup(quoted_packets_are_made_constant_too, forget),
    cmocka_unit_test_setup(identifications_are_numbered, forget),
    cmocka_unit_test_setup(checksums_stay_as_wrong_as_they_were, forget),
    cmocka_unit_test_setup(checksums_of_loopback_are_computed, forget),
    cmocka_unit_test_setup(a_checksum_of_0_is_written_as_0xffff, forget),
    cmocka_unit_test_setup(a_bit_that_is_turned_over_is_told, forget),
    cmocka_unit_test_setup(long_frames_are_kept_in_part, forget),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
