/* engine/trace/sockstate: states of sockets and counters in words. */
#include "unit.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>

#include "engine/trace/sockstate.h"

static struct event state_of(int family, int protocol, int state, const char *local,
                             const char *remote)
{
    struct event event = { .kind = EVENT_STATE };
    event.socket = (struct event_socket){ .family = (uint8_t)family,
                                          .protocol = (uint8_t)protocol,
                                          .state = (uint8_t)state,
                                          .local_port = 8080,
                                          .remote_port = remote ? 45678 : 0,
                                          .unread = 5,
                                          .unsent = 3 };
    assert_int_equal(inet_pton(family, local, event.socket.local), 1);
    assert_true(!remote || inet_pton(family, remote, event.socket.remote) == 1);
    return event;
}

/* What is said of EVENT; it lives until the next is asked. */
static const char *said(const struct event *event)
{
    static char line[256];
    struct trace_event words = { 0 };
    state_words(&words, event);
    snprintf(line, sizeof(line), "%s %s %s %lu %lu", words.name, words.from,
             words.to ? words.to : "-", words.unread, words.unsent);
    free(words.name);
    free(words.from);
    free(words.to);
    return line;
}

static void every_state_has_its_name(void **unused)
{
    (void)unused;
    static const char *const names[] = { "CLOSED",     "ESTABLISHED", "SYN_SENT",  "SYN_RECV",
                                         "FIN_WAIT1",  "FIN_WAIT2",   "TIME_WAIT", "CLOSED",
                                         "CLOSE_WAIT", "LAST_ACK",    "LISTEN",    "CLOSING",
                                         "SYN_RECV",   "UNKNOWN" };
    for (int state = 0; state < (int)COUNT(names); state++) {
        struct event event = state_of(AF_INET, IPPROTO_TCP, state, "10.0.1.1", "10.0.1.2");
        bool ended = state == TCP_CLOSE_WAIT || state == TCP_LAST_ACK || state == TCP_CLOSING ||
                     state == TCP_TIME_WAIT;
        AUTO_FREE char *expected = mem_printf("%s 10.0.1.1:8080 10.0.1.2:45678 %d %d", names[state],
                                              ended ? 4 : 5, state == TCP_LISTEN ? 0 : 3);
        assert_string_equal(said(&event), expected);
    }
}

static void addresses_are_those_of_the_packets(void **unused)
{
    (void)unused;
    struct event six = state_of(AF_INET6, IPPROTO_TCP, TCP_ESTABLISHED, "fd01::1", "fd01::2");
    assert_string_equal(said(&six), "ESTABLISHED [fd01::1]:8080 [fd01::2]:45678 5 3");
    struct event mapped =
        state_of(AF_INET6, IPPROTO_TCP, TCP_ESTABLISHED, "::ffff:10.0.1.1", "::ffff:10.0.1.2");
    assert_string_equal(said(&mapped), "ESTABLISHED 10.0.1.1:8080 10.0.1.2:45678 5 3");
    struct event listens = state_of(AF_INET6, IPPROTO_TCP, TCP_LISTEN, "::", NULL);
    assert_string_equal(said(&listens), "LISTEN [::]:8080 - 5 0");
}

static void udp_is_bound_connected_or_gone(void **unused)
{
    (void)unused;
    struct event event = state_of(AF_INET, IPPROTO_UDP, TCP_CLOSE, "0.0.0.0", NULL);
    assert_string_equal(said(&event), "UNCONN 0.0.0.0:8080 - 5 3");
    event.socket.state = TCP_ESTABLISHED;
    assert_string_equal(said(&event), "ESTABLISHED 0.0.0.0:8080 - 5 3");
    event.socket.state = 0;
    assert_string_equal(said(&event), "CLOSED 0.0.0.0:8080 - 5 3");
}

static void counters_are_told(void **unused)
{
    (void)unused;
    struct event event = { .kind = EVENT_COUNTER, .value = 2, .len = 15 };
    struct trace_event words = { 0 };
    memcpy(event.data, "ListenOverflows", 15);
    counter_words(&words, &event);
    assert_string_equal(words.name, "ListenOverflows");
    assert_int_equal(words.count, 2);
    free(words.name);
    event = (struct event){ .kind = EVENT_COUNTER, .value = -1 };
    counter_words(&words, &event);
    assert_string_equal(words.name, "");
    assert_int_equal(words.count, 0);
    free(words.name);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_has_its_name),
        cmocka_unit_test(addresses_are_those_of_the_packets),
        cmocka_unit_test(udp_is_bound_connected_or_gone),
        cmocka_unit_test(counters_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
