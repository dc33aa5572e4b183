/* engine/trace/frame: frames in words, and made constant. */
#include "frames.h"

#include <sanitizer/asan_interface.h>

#include "base/clock.h"
#include "base/text.h"
#include "engine/trace/frame.h"

/* What is said of BUILT, in one line; it lives until the next is asked. */
static const char *said(const struct built *built)
{
    static char line[1024];
    struct trace_event event = { 0 };
    frame_words(&event, &built->event, &frames);
    assert_non_null(event.bytes);
    AUTO_FREE char *was = event.data ? mem_strdup(event.data) : NULL;
    frame_finish(&event, was);
    snprintf(line, sizeof(line), "%s > %s %s%s%s%s%s%s%s%s%s", event.from, event.to, event.name,
             event.flags ? " [" : "", event.flags ? event.flags : "", event.flags ? "]" : "",
             event.text ? " " : "", event.text ? event.text : "", event.data ? " \"" : "",
             event.data ? event.data : "", event.data ? "\"" : "");
    event_release(&event);
    return line;
}

#define assert_said(BUILT, TEXT) assert_string_equal(said(&(BUILT)), (TEXT))

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
    struct built end = segment(false, 4, 7002, FIN | ACK, "");
    struct built overtaken = segment(false, 4, 7002, ACK, "");
    assert_said(end, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [FIN, ACK] seq 6, ack 2");
    assert_said(overtaken, "10.0.1.2:45678 > 10.0.1.1:8080 TCP [ACK] ack 2");
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

static void datagrams_show_what_they_carry(void **state)
{
    (void)state;
    struct built small = datagram(alice, server, "hi\t\r\\\x01"),
                 empty = datagram(alice, server, "");
    struct built large = datagram("fd01::2", "fd01::1", "0123456789012345678901234567890123456789");
    struct built hangul = datagram(alice, server, "0123456789012345678901234567890소켓통");
    assert_said(small, "10.0.1.2:45678 > 10.0.1.1:9 UDP \"hi\\t\\r\\\\x01\"");
    assert_said(empty, "10.0.1.2:45678 > 10.0.1.1:9 UDP 0 bytes");
    assert_said(large,
                "[fd01::2]:45678 > [fd01::1]:9 UDP 40 bytes \"01234567890123456789012345678901…\"");
    assert_said(hangul,
                "10.0.1.2:45678 > 10.0.1.1:9 UDP 40 bytes \"0123456789012345678901234567890소…\"");
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

static void fragments_say_which_part_they_are(void **state)
{
    (void)state;
    struct built first = datagram(alice, server, "0123456789abcdef"),
                 last = datagram(alice, server, "");
    put(&first, first.ip + 6, 2, 0x2000);
    put(&first, first.ip + 2, 2, 20 + 24);
    put(&first, first.ip + 10, 2, 0);
    put(&first, first.ip + 10, 2, folded(sum(&first, first.ip, first.carried)));
    assert_said(first, "10.0.1.2:45678 > 10.0.1.1:9 UDP fragment 0-23 \"0123456789abcdef\"");
    put(&last, last.ip + 6, 2, 3);
    finish(&last);
    assert_said(last, "10.0.1.2 > 10.0.1.1 UDP fragment 24-31, the last");
    struct built six = packet(IPPROTO_UDP, "fd01::2", "fd01::1");
    add_extension(&six, IPPROTO_FRAGMENT, "\0\x18\0\0\0\7");
    add_text(&six, "12345678");
    put(&six, six.ip + 4, 2, 16);
    assert_said(six, "fd01::2 > fd01::1 UDP fragment 24-31, the last");
    put(&six, six.ip + 42, 2, 1);
    assert_said(six, "[fd01::2]:12594 > [fd01::1]:13108 UDP 0 bytes, fragment 0-7");
}

static void errors_of_icmp_say_what_they_quote(void **state)
{
    (void)state;
    struct built inside = datagram(alice, server, "hi"), six = datagram("fd01::2", "fd01::1", "hi");
    static const struct {
        uint8_t protocol;
        unsigned type, code;
        uint32_t word;
        const char *said;
    } rows[] = {
        { IPPROTO_ICMP, 3, 3, 0, "[port unreachable] quotes " },
        { IPPROTO_ICMP, 3, 1, 0, "[host unreachable] quotes " },
        { IPPROTO_ICMP, 3, 99, 0, "[destination unreachable] quotes " },
        { IPPROTO_ICMP, 3, 4, 1400, "[fragmentation needed] mtu 1400, quotes " },
        { IPPROTO_ICMP, 5, 1, 0x0A0001FE, "[redirect] use 10.0.1.254, quotes " },
        { IPPROTO_ICMP, 11, 0, 0, "[time to live exceeded] quotes " },
        { IPPROTO_ICMP, 11, 1, 0, "[reassembly time exceeded] quotes " },
        { IPPROTO_ICMP, 12, 0, 20U << 24, "[parameter problem] at byte 20, quotes " },
        { IPPROTO_ICMPV6, 1, 4, 0, "[port unreachable] quotes " },
        { IPPROTO_ICMPV6, 2, 0, 1280, "[packet too big] mtu 1280, quotes " },
        { IPPROTO_ICMPV6, 3, 0, 0, "[hop limit exceeded] quotes " },
        { IPPROTO_ICMPV6, 4, 1, 40, "[parameter problem] at byte 40, quotes " },
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        bool v6 = rows[i].protocol == IPPROTO_ICMPV6;
        struct built built =
            error(rows[i].protocol, rows[i].type, rows[i].code, rows[i].word, v6 ? &six : &inside);
        AUTO_FREE char *expected =
            mem_printf(v6 ? "fd01::1 > fd01::2 ICMPv6 %sUDP [fd01::2]:45678 > [fd01::1]:9"
                          : "10.0.1.1 > 10.0.1.2 ICMP %sUDP 10.0.1.2:45678 > 10.0.1.1:9",
                       rows[i].said);
        assert_said(built, expected);
    }
    struct built cut = error(IPPROTO_ICMP, 3, 3, 0, &inside);
    cut.event.len = (uint32_t)cut.carried + 8 + 19;
    assert_said(cut, "10.0.1.1 > 10.0.1.2 ICMP [port unreachable]");
}

static void other_messages_of_icmp_are_told(void **state)
{
    (void)state;
    struct built echo = message(IPPROTO_ICMP, 8, 0, 0x12340002),
                 odd = message(IPPROTO_ICMP, 99, 0, 0);
    add_text(&echo, "abc");
    finish(&echo);
    finish(&odd);
    assert_said(echo, "10.0.1.1 > 10.0.1.2 ICMP [echo request] seq 2 \"abc\"");
    assert_said(odd, "10.0.1.1 > 10.0.1.2 ICMP [type 99]");
    struct built reply = message(IPPROTO_ICMPV6, 129, 0, 0x12340002);
    finish(&reply);
    assert_said(reply, "fd01::1 > fd01::2 ICMPv6 [echo reply] seq 2");
}

static void neighbors_are_asked_for(void **state)
{
    (void)state;
    struct built ask = message(IPPROTO_ICMPV6, 135, 0, 0),
                 tell = message(IPPROTO_ICMPV6, 136, 0, 0);
    add_address(&ask, "fd01::9");
    add_bytes(&ask, "\1\1\2\0\0\0\1\1", 8);
    finish(&ask);
    assert_said(ask, "fd01::1 > fd01::2 ICMPv6 [neighbor solicitation] who has fd01::9?");
    add_address(&tell, "fd01::9");
    add_bytes(&tell, "\2\1\2\0\0\0\1\2", 8);
    finish(&tell);
    assert_said(
        tell, "fd01::1 > fd01::2 ICMPv6 [neighbor advertisement] fd01::9 is at 02:00:00:00:01:02");
    tell.event.len -= 8;
    finish(&tell);
    assert_said(tell, "fd01::1 > fd01::2 ICMPv6 [neighbor advertisement] fd01::9 is there");
    struct built redirect = message(IPPROTO_ICMPV6, 137, 0, 0);
    add_address(&redirect, "fe80::1");
    finish(&redirect);
    assert_said(redirect, "fd01::1 > fd01::2 ICMPv6 [redirect] use fe80::1");
}

static void groups_are_joined_and_left(void **state)
{
    (void)state;
    struct built query = packet(IPPROTO_IGMP, server, "224.0.0.1");
    add(&query, 4, 0x11640000);
    add_address(&query, "0.0.0.0");
    finish(&query);
    put(&query, query.ip + 8, 1, 1);
    finish(&query);
    assert_said(query, "10.0.1.1 > 224.0.0.1 IGMP [membership query]");
    struct built v2 = packet(IPPROTO_IGMP, alice, "239.1.1.1");
    add(&v2, 4, 0x16000000);
    add_address(&v2, "239.1.1.1");
    finish(&v2);
    assert_said(v2, "10.0.1.2 > 239.1.1.1 IGMP [membership report] group 239.1.1.1");
    struct built v3 = packet(IPPROTO_IGMP, alice, "224.0.0.22");
    add(&v3, 4, 0x22000000);
    add(&v3, 4, 3);
    add(&v3, 4, 0x04000000);
    add_address(&v3, "239.1.1.1");
    add(&v3, 4, 0x05000001);
    add_address(&v3, "239.1.1.2");
    add_address(&v3, server);
    add(&v3, 4, 0x03000000);
    add_address(&v3, "239.1.1.3");
    finish(&v3);
    assert_said(v3,
                "10.0.1.2 > 224.0.0.22 IGMP [membership report] joins 239.1.1.1, allows 239.1.1.2, "
                "leaves 239.1.1.3");
    struct built mld = packet(IPPROTO_ICMPV6, "fe80::2", "ff02::16");
    add_extension(&mld, IPPROTO_HOPOPTS, "\5\2\0\0\1\0");
    add(&mld, 4, 0x8F000000);
    add(&mld, 4, 1);
    add(&mld, 4, 0x04000000);
    add_address(&mld, "ff15::1");
    finish(&mld);
    assert_said(mld, "fe80::2 > ff02::16 ICMPv6 [multicast listener report] joins ff15::1");
}

static struct built arp(unsigned operation)
{
    struct built built = ethernet(0x0806);
    add(&built, 4, 0x00010800);
    add(&built, 4, 0x06040000 | operation);
    add_bytes(&built, "\2\0\0\0\1\2", 6);
    add_address(&built, alice);
    add_bytes(&built, "\0\0\0\0\0\0", 6);
    add_address(&built, server);
    return built;
}

static void arp_is_asked_and_answered(void **state)
{
    (void)state;
    struct built ask = arp(1), answer = arp(2), other = arp(9);
    assert_said(ask, "10.0.1.2 > 10.0.1.1 ARP [request] who has 10.0.1.1?");
    assert_said(answer, "10.0.1.2 > 10.0.1.1 ARP [reply] 10.0.1.2 is at 02:00:00:00:01:02");
    assert_said(other, "10.0.1.2 > 10.0.1.1 ARP [operation 9] 10.0.1.2 is at 02:00:00:00:01:02");
    other.event.len--;
    assert_said(other, "02:00:00:00:01:02 > 02:00:00:00:01:01 ARP cut short");
}

static void what_is_cut_short_says_so(void **state)
{
    (void)state;
    struct built built = segment(false, 1, 0, SYN, ""), udp = datagram("fd01::2", "fd01::1", "");
    struct built other = ethernet(0x88CC);
    assert_said(other, "02:00:00:00:01:02 > 02:00:00:00:01:01 type 0x88cc");
    other.event.len = 13;
    assert_said(other, " >  type 0x8800 cut short");
    built.event.len = 14 + 20 + 19;
    assert_said(built, "10.0.1.2:45678 > 10.0.1.1:8080 TCP cut short");
    built.event.len = 14 + 20 + 3;
    assert_said(built, "10.0.1.2 > 10.0.1.1 TCP cut short");
    built.event.len = 14 + 19;
    assert_said(built, "02:00:00:00:01:02 > 02:00:00:00:01:01 type 0x0800 cut short");
    udp.event.len = 14 + 40 + 7;
    assert_said(udp, "[fd01::2]:45678 > [fd01::1]:9 UDP cut short");
    udp.event.len = 14 + 39;
    assert_said(udp, "02:00:00:00:01:02 > 02:00:00:00:01:01 type 0x86dd cut short");
    put(&built, 14, 1, 0x44);
    built.event.len = 60;
    assert_said(built, "02:00:00:00:01:02 > 02:00:00:00:01:01 type 0x0800 cut short");
}

static void wrong_checksums_are_told(void **state)
{
    (void)state;
    struct built built = datagram(alice, server, "hi");
    put(&built, built.carried + 8, 1, 'H');
    assert_said(built, "10.0.1.2:45678 > 10.0.1.1:9 UDP wrong checksum \"Hi\"");
    put(&built, built.carried + 6, 2, 0);
    assert_said(built, "10.0.1.2:45678 > 10.0.1.1:9 UDP \"Hi\"");
    put(&built, built.ip + 10, 2, 7);
    assert_said(built, "10.0.1.2:45678 > 10.0.1.1:9 UDP wrong checksum of its header \"Hi\"");
    struct built six = error(IPPROTO_ICMPV6, 1, 4, 0, &built);
    put(&six, six.carried + 3, 1, get(&six, six.carried + 3, 1) ^ 1);
    assert_contains(said(&six), "ICMPv6 [port unreachable] quotes UDP 10.0.1.2:45678 > 10.0.1.1:9, "
                                "wrong checksum");
    six.event.link = EVENT_LOOPBACK;
    assert_null(strstr(said(&six), "wrong"));
}

/* Fails unless what was said of a frame is text on one line. */
static void check_words(const struct trace_event *event)
{
    const char *words[] = { event->name,  event->from, event->to,
                            event->flags, event->text, event->data };
    assert_non_null(event->bytes);
    for (size_t i = 0; i < COUNT(words); i++) {
        size_t bad;
        assert_true(words[i] || i > 2);
        assert_true(!words[i] ||
                    (!strchr(words[i], '\n') && utf8_valid(words[i], strlen(words[i]), &bad)));
    }
}

static struct built any_frame(uint64_t *seed)
{
    static const uint8_t protocols[] = { IPPROTO_TCP,      IPPROTO_UDP,     IPPROTO_ICMP,
                                         IPPROTO_ICMPV6,   IPPROTO_IGMP,    IPPROTO_HOPOPTS,
                                         IPPROTO_FRAGMENT, IPPROTO_ROUTING, IPPROTO_DSTOPTS };
    bool six = chance_below(seed, 2);
    struct built built = packet(protocols[chance_below(seed, COUNT(protocols))],
                                six ? "fd01::2" : alice, six ? "fd01::1" : server);
    size_t len = chance_below(seed, 3) ? chance_below(seed, 120) : chance_below(seed, 1400);
    for (size_t i = 0; i < len; i++)
        add(&built, 1, chance_below(seed, 2) ? chance(seed) & 0xFF : 4 + chance(seed) % 8);
    if (chance_below(seed, 8) == 0)
        add_v4(&built, protocols[chance_below(seed, 3)], alice, server);
    if (chance_below(seed, 2))
        put(&built, built.carried, 2, 0x0300 | (chance(seed) & 3)); /* ICMP that quotes */
    if (chance_below(seed, 2))
        put(&built, built.ip + (six ? 4 : 2), 2, (uint32_t)chance_below(seed, 200));
    for (size_t n = chance_below(seed, 4); n > 0; n--)
        put(&built, chance_below(seed, built.event.len), 1, chance(seed) & 0xFF);
    built.event.len -= (uint32_t)chance_below(seed, chance_below(seed, 2) ? 2 : built.event.len);
    built.event.link = chance_below(seed, 4) ? 0 : EVENT_LOOPBACK;
    if (chance_below(seed, 4) == 0)
        built.event.value = (int64_t)((uint64_t)chance(seed) << 32 | chance(seed));
    return built;
}

/*
 * Whatever comes is told, and nothing is read that is not there, as AddressSanitizer sees. For two
 * seconds, or FUZZ_SECONDS; the frames are the same each time.
 */
static void any_bytes_are_told(void **state)
{
    uint64_t seed = 20260131;
    const char *asked = getenv("FUZZ_SECONDS");
    int64_t end = clock_ns() + (asked ? strtol(asked, NULL, 10) : 2) * CLOCK_S;
    for (unsigned long count = 0; clock_ns() < end; count++) {
        struct built built = any_frame(&seed);
        struct trace_event event = { 0 };
        size_t rest = sizeof(built.event.data) - built.event.len;
        if (count % 200 == 0)
            forget(state);
        ASAN_POISON_MEMORY_REGION(built.event.data + built.event.len, rest);
        frame_words(&event, &built.event, &frames);
        ASAN_UNPOISON_MEMORY_REGION(built.event.data + built.event.len, rest);
        check_words(&event);
        frame_finish(&event, "");
        check_words(&event);
        event_release(&event);
        memset(&event, 0, sizeof(event));
        frame_flipped(&event, &built.event, chance_below(&seed, 20000), &frames);
        assert_non_null(event.text);
        event_release(&event);
    }
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
    cmocka_unit_test_setup(fragments_say_which_part_they_are, forget),
    cmocka_unit_test_setup(errors_of_icmp_say_what_they_quote, forget),
    cmocka_unit_test_setup(other_messages_of_icmp_are_told, forget),
    cmocka_unit_test_setup(neighbors_are_asked_for, forget),
    cmocka_unit_test_setup(groups_are_joined_and_left, forget),
    cmocka_unit_test_setup(arp_is_asked_and_answered, forget),
    cmocka_unit_test_setup(what_is_cut_short_says_so, forget),
    cmocka_unit_test_setup(wrong_checksums_are_told, forget),
    cmocka_unit_test_setup(any_bytes_are_told, forget),
};

int main(void)
{
    return cmocka_run_group_tests(tests, NULL, NULL);
}
