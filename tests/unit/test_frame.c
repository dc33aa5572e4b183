/* engine/trace/frame: frames in words, and made constant. */
#include "frames.h"

#include <netinet/tcp.h>
#include <openssl/evp.h>

#include "base/text.h"
#include "engine/trace/frame.h"

enum { SYN = 2, RST = 4, PSH = 8, ACK = 16, URG = 32, FIN = 1 };

static const char alice[] = "10.0.1.2", server[] = "10.0.1.1";

static struct frames frames;

static int forget(void **state)
{
    (void)state;
    frames_release(&frames);
    frames.port_low = 32768;
    frames.port_high = 60999;
    return 0;
}

static void event_release(struct trace_event *event)
{
    char *owned[] = { event->name, event->from, event->to,   event->flags,
                      event->text, event->data, event->bytes };
    for (size_t i = 0; i < COUNT(owned); i++)
        free(owned[i]);
}

/* What is said of BUILT, in one line; it lives until the next is asked. */
static const char *said(const struct built *built)
{
    static char line[1024];
    struct trace_event event = { 0 };
    frame_words(&event, &built->event, &frames);
    assert_non_null(event.bytes);
    snprintf(line, sizeof(line), "%s > %s %s%s%s%s%s%s%s%s%s", event.from, event.to, event.name,
             event.flags ? " [" : "", event.flags ? event.flags : "", event.flags ? "]" : "",
             event.text ? " " : "", event.text ? event.text : "", event.data ? " \"" : "",
             event.data ? event.data : "", event.data ? "\"" : "");
    event_release(&event);
    return line;
}

#define assert_said(BUILT, TEXT) assert_string_equal(said(&(BUILT)), (TEXT))

static struct built segment(bool back, uint32_t seq, uint32_t ack, unsigned flags, const char *data)
{
    struct built built = packet(IPPROTO_TCP, back ? server : alice, back ? alice : server);
    add_tcp(&built, back ? 8080 : 45678, back ? 45678 : 8080, seq, ack, flags);
    add_text(&built, data);
    finish(&built);
    return built;
}

static void numbers_of_tcp_count_from_the_syn(void **state)
{
    (void)state;
    struct built syn = packet(IPPROTO_TCP, alice, server);
    add_tcp(&syn, 45678, 8080, 0xFFFFFFFE, 0, SYN);
    add_options(&syn, "\2\4\5\xB4\4\2\1\1\3\3\7\0", 12);
    finish(&syn);
    assert_said(syn, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [SYN] seq 0, mss 1460");
    struct built answer = segment(true, 7000, 0xFFFFFFFF, SYN | ACK, "");
    assert_said(answer, "10.0.1.1:8080 > 10.0.1.2:45678 TCP [SYN, ACK] seq 0, ack 1");
    struct built ack = segment(false, 0xFFFFFFFF, 7001, ACK, "");
    assert_said(ack, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [ACK] ack 1");
    struct built data = segment(false, 0xFFFFFFFF, 7001, PSH | ACK, "ping\n");
    assert_said(data, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [PSH, ACK] seq 1, ack 1 \"ping\\n\"");
    struct built ahead = segment(true, 7001, 4, FIN | ACK, "");
    assert_said(ahead, "10.0.1.1:8080 > 10.0.1.2:45678 TCP [FIN, ACK] seq 1, ack 6");
    struct built probe = segment(false, 3, 7002, ACK, "");
    assert_said(probe, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [ACK] seq 5, ack 2");
    struct built reset = segment(false, 4, 0, RST, "");
    put(&reset, reset.carried + 14, 2, 0);
    finish(&reset);
    assert_said(reset, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [RST] seq 6");
}

static void a_closed_port_answers_from_zero(void **state)
{
    (void)state;
    struct built syn = segment(false, 5000, 0, SYN, ""), again = segment(false, 9000, 0, SYN, "");
    struct built reset = segment(true, 0, 5001, RST | ACK, "");
    struct built answer = segment(true, 777, 9001, SYN | ACK, "");
    assert_said(syn, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [SYN] seq 0");
    assert_said(reset, "10.0.1.1:8080 > 10.0.1.2:45678 TCP [RST, ACK] seq 0, ack 1");
    assert_said(again, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [SYN] seq 0");
    assert_said(answer, "10.0.1.1:8080 > 10.0.1.2:45678 TCP [SYN, ACK] seq 0, ack 1");
}

static void what_is_special_in_a_segment_is_said(void **state)
{
    (void)state;
    struct built urgent = segment(false, 100, 500, URG | ACK, "!");
    put(&urgent, urgent.carried + 18, 2, 1);
    put(&urgent, urgent.carried + 14, 2, 0);
    finish(&urgent);
    assert_said(urgent, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [ACK, URG] seq 0, ack 0, urgent 1, "
                        "window 0 \"!\"");
    struct built sack = packet(IPPROTO_TCP, alice, server);
    add_tcp(&sack, 45678, 8080, 101, 510, ACK);
    add_options(&sack, "\1\1\5\x12\0\0\2\10\0\0\2\22\0\0\2\x1C\0\0\2\x26", 20);
    finish(&sack);
    assert_said(sack, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [ACK] ack 10, sack 20-30, sack 40-50");
    struct built none = segment(false, 101, 0, 0, "");
    assert_said(none, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [no flags] seq 1");
}

static void options_that_are_broken_end_them(void **state)
{
    (void)state;
    static const char *const options[] = { "\2\0\5\xB4", "\2\x28\5\xB4", "\0\2\4\5", "\1\1\1\2",
                                           "\2\3\5\1" };
    for (size_t i = 0; i < COUNT(options); i++) {
        struct built built = packet(IPPROTO_TCP, alice, server);
        add_tcp(&built, 45678, 8080, 1, 0, SYN);
        add_options(&built, options[i], 4);
        finish(&built);
        assert_said(built, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [SYN] seq 0");
    }
}

static void a_connection_with_itself_has_one_side(void **state)
{
    (void)state;
    struct built syn = packet(IPPROTO_TCP, alice, alice), ack = packet(IPPROTO_TCP, alice, alice);
    add_tcp(&syn, 8080, 8080, 300, 0, SYN);
    add_tcp(&ack, 8080, 8080, 300, 301, SYN | ACK);
    finish(&syn);
    finish(&ack);
    assert_said(syn, "10.0.1.2:8080 > 10.0.1.2:8080 TCP [SYN] seq 0");
    assert_said(ack, "10.0.1.2:8080 > 10.0.1.2:8080 TCP [SYN, ACK] seq 0, ack 1");
}

static void each_loopback_has_its_own_connections(void **state)
{
    (void)state;
    struct built one = packet(IPPROTO_TCP, "127.0.0.1", "127.0.0.1"), two;
    add_tcp(&one, 45678, 8080, 300, 0, SYN);
    finish(&one);
    put(&one, one.carried + 16, 2, 0xFE30); /* partial: not looked at */
    one.event.link = EVENT_LOOPBACK;
    two = one;
    two.event.host = 1;
    put(&two, two.carried + 4, 4, 900);
    put(&two, two.carried + 13, 1, ACK);
    assert_said(one, "127.0.0.1:45678 > 127.0.0.1:8080 TCP [SYN] seq 0");
    assert_said(two, "127.0.0.1:45678 > 127.0.0.1:8080 TCP [ACK] ack 0");
}

static struct built datagram(const char *from, const char *to, const char *text)
{
    struct built built = packet(IPPROTO_UDP, from, to);
    add_udp(&built, 45678, 9, text);
    finish(&built);
    return built;
}

static void datagrams_show_what_they_carry(void **state)
{
    (void)state;
    struct built small = datagram(alice, server, "hi\t\r\\\x01"),
                 empty = datagram(alice, server, "");
    struct built large = datagram("fd01::2", "fd01::1", "0123456789012345678901234567890123456789");
    struct built hangul = datagram(alice, server, "0123456789012345678901234567890소켓");
    assert_said(small, "10.0.1.2:45678 > 10.0.1.1:9 UDP \"hi\\t\\r\\\\x01\"");
    assert_said(empty, "10.0.1.2:45678 > 10.0.1.1:9 UDP 0 bytes");
    assert_said(large,
                "[fd01::2]:45678 > [fd01::1]:9 UDP 40 bytes \"01234567890123456789012345678901…\"");
    assert_said(hangul,
                "10.0.1.2:45678 > 10.0.1.1:9 UDP 37 bytes \"0123456789012345678901234567890…\"");
    large.event.len -= 20;
    assert_said(large, "[fd01::2]:45678 > [fd01::1]:9 UDP 40 bytes \"01234567890123456789…\"");
}

static void what_is_unusual_in_a_header_is_said(void **state)
{
    (void)state;
    struct built built = datagram(alice, server, "x");
    put(&built, built.ip + 1, 1, 0x10);
    put(&built, built.ip + 8, 1, 63);
    finish(&built);
    assert_said(built, "10.0.1.2:45678 > 10.0.1.1:9 UDP ttl 63, tos 0x10 \"x\"");
    struct built six = packet(IPPROTO_UDP, "fd01::2", "fd01::1");
    put(&six, six.ip, 2, 0x6020);
    put(&six, six.ip + 7, 1, 1);
    add_extension(&six, IPPROTO_DSTOPTS, "\1\4\0\0\0\0");
    add_udp(&six, 45678, 9, "x");
    finish(&six);
    assert_said(six,
                "[fd01::2]:45678 > [fd01::1]:9 UDP hop limit 1, traffic class 0x02, destination "
                "options \"x\"");
    struct built option = packet(IPPROTO_UDP, alice, server);
    put(&option, option.ip, 1, 0x46);
    add(&option, 4, 0x01070300);
    option.carried += 4;
    add_udp(&option, 45678, 9, "x");
    finish(&option);
    assert_said(option, "10.0.1.2:45678 > 10.0.1.1:9 UDP record route \"x\"");
    struct built other = packet(47, alice, server);
    add_text(&other, "12345");
    finish(&other);
    assert_said(other, "10.0.1.2 > 10.0.1.1 protocol 47 5 bytes");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup(numbers_of_tcp_count_from_the_syn, forget),
    cmocka_unit_test_setup(a_closed_port_answers_from_zero, forget),
    cmocka_unit_test_setup(what_is_special_in_a_segment_is_said, forget),
    cmocka_unit_test_setup(options_that_are_broken_end_them, forget),
    cmocka_unit_test_setup(a_connection_with_itself_has_one_side, forget),
    cmocka_unit_test_setup(each_loopback_has_its_own_connections, forget),
    cmocka_unit_test_setup(datagrams_show_what_they_carry, forget),
    cmocka_unit_test_setup(what_is_unusual_in_a_header_is_said, forget),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
