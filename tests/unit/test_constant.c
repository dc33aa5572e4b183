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

/* What becomes of TEXT, shown as data, once it is cut. */
static const char *cut(const char *text)
{
    static char data[256];
    struct trace_event event = { .data = mem_strdup(text) };
    frame_finish(&event, text);
    snprintf(data, sizeof(data), "%s", event.data);
    free(event.data);
    return data;
}

#define THIRTY "012345678901234567890123456789"

static void data_is_cut_between_characters(void **state)
{
    (void)state;
    assert_string_equal(cut(THIRTY "ab"), THIRTY "ab");
    assert_string_equal(cut(THIRTY "abc"), THIRTY "ab…");
    assert_string_equal(cut(THIRTY "소켓통신"), THIRTY "소켓…");
    assert_string_equal(cut(THIRTY "\\n\\t"), THIRTY "\\n…");
    assert_string_equal(cut(THIRTY "a\\x1B"), THIRTY "a…");
    assert_string_equal(cut(THIRTY "\\u{202E}"), THIRTY "…");
    assert_string_equal(cut(THIRTY "a\\소"), THIRTY "a\\…");
    assert_string_equal(cut(THIRTY "\\xG소"), THIRTY "\\x…");
    assert_string_equal(cut("0123456789012345678901234567\\x1Bab"),
                        "0123456789012345678901234567\\x1B…");
}

/* Two runs that send different data, of the same length and masked, give the same bytes. */
static void data_that_is_masked_is_hidden(void **state)
{
    static const char *const texts[][2] = { { "port 45678\n", "port 54321\n" }, { "abc", "abc" } };
    char *made[2][2];
    for (int run = 0; run < 2; run++)
        for (int i = 0; i < 2; i++) {
            struct trace_event event = { 0 };
            struct built built = datagram(alice, server, texts[i][run]);
            forget(state);
            frame_words(&event, &built.event, &frames);
            AUTO_FREE char *was = event.data;
            event.data = mem_strdup(i == 0 ? "port <port>\\n" : "abc");
            frame_finish(&event, was);
            made[run][i] = mem_strdup(event.bytes);
            event_release(&event);
        }
    struct built hidden = datagram(alice, server, "???????????");
    put(&hidden, hidden.carried, 2, 50000);
    hidden.event.data[hidden.ip + 4] = hidden.event.data[hidden.ip + 5] = 0;
    finish(&hidden);
    unsigned char bytes[128];
    EVP_DecodeBlock(bytes, (unsigned char *)made[0][0], (int)strlen(made[0][0]));
    assert_memory_equal(bytes, hidden.event.data, hidden.event.len);
    for (int i = 0; i < 2; i++) {
        assert_string_equal(made[0][i], made[1][i]);
        free(made[0][i]);
        free(made[1][i]);
    }
}

/* Of a long frame the checksum is left out too: what was not kept varies as well. */
static void a_long_frame_is_hidden_too(void **state)
{
    (void)state;
    struct trace_event event = { 0 };
    char text[] = THIRTY THIRTY THIRTY THIRTY THIRTY THIRTY THIRTY THIRTY THIRTY THIRTY;
    struct built built = datagram("fd01::2", "fd01::1", text);
    unsigned char bytes[512];
    frame_words(&event, &built.event, &frames);
    frame_finish(&event, "other");
    assert_string_equal(event.text, "300 bytes");
    assert_string_equal(event.data, THIRTY "01…");
    EVP_DecodeBlock(bytes, (unsigned char *)event.bytes, (int)strlen(event.bytes));
    assert_int_equal(bytes[built.carried + 6] | bytes[built.carried + 7], 0);
    assert_int_equal(bytes[built.carried + 8], '?');
    assert_int_equal(bytes[255], '?');
    event_release(&event);
}

/* Whatever a record holds as bytes can be hidden. */
static void any_bytes_can_be_hidden(void **state)
{
    (void)state;
    static const char *const odd[] = { "", "QQ==", "QUE=", "QUFB", "====" };
    for (size_t i = 0; i < COUNT(odd); i++) {
        struct trace_event event = { .bytes = mem_strdup(odd[i]), .data = mem_strdup("x") };
        frame_finish(&event, "y");
        assert_non_null(event.bytes);
        event_release(&event);
    }
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
    cmocka_unit_test_setup(data_is_cut_between_characters, forget),
    cmocka_unit_test_setup(data_that_is_masked_is_hidden, forget),
    cmocka_unit_test_setup(a_long_frame_is_hidden_too, forget),
    cmocka_unit_test_setup(any_bytes_can_be_hidden, forget),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
