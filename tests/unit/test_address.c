/* base/address: addresses and their networks. */
#include "unit.h"

#include "base/address.h"

/* Reads TEXT, ADDRESS/PREFIX. */
static struct address address(const char *text, unsigned prefix)
{
    struct address a;
    if (!address_parse(&a, text))
        fail_msg("%s", text);
    a.prefix = prefix;
    return a;
}

static void addresses_are_read_and_written(void **state)
{
    (void)state;
    static const char *const same[] = { "10.0.1.1", "255.255.255.255", "fd00:1::1",
                                        "::",       "fe80::1",         "::ffff:10.0.0.1" };
    static const char *const wrong[] = { "",        "10.0.1",     "10.0.1.256",  "010.0.1.1",
                                         "lan",     "10.0.1.1/8", "fe80::1%lan", "1::2::3",
                                         " 1.2.3.4" };
    char text[ADDRESS_TEXT];
    struct address a;
    for (size_t i = 0; i < COUNT(same); i++) {
        assert_true(address_parse(&a, same[i]));
        assert_string_equal(address_text(&a, text), same[i]);
        assert_int_equal(a.prefix, address_size(&a) * 8);
        assert_int_equal(a.family, strchr(same[i], ':') ? AF_INET6 : AF_INET);
    }
    assert_true(address_parse(&a, "FD00:0:0::1"));
    assert_string_equal(address_text(&a, text), "fd00::1");
    for (size_t i = 0; i < COUNT(wrong); i++)
        if (address_parse(&a, wrong[i]))
            fail_msg("taken: `%s`", wrong[i]);
}

static void prefixes_are_read_and_0_where_there_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned prefix;
    } right[] = { { "10.0.1.1/24", 24 }, { "10.0.1.1/32", 32 }, { "fd00::1/128", 128 },
                  { "fd00::1/1", 1 },    { "10.0.1.1", 0 },     { "10.0.1.1/", 0 },
                  { "10.0.1.1/0", 0 },   { "10.0.1.1/33", 0 },  { "fd00::1/129", 0 },
                  { "fd00::1/1000", 0 }, { "10.0.1.1/024", 0 }, { "10.0.1.1/24 ", 0 },
                  { "10.0.1.1/-1", 0 },  { "10.0.1.1/2/4", 0 } };
    struct address a;
    for (size_t i = 0; i < COUNT(right); i++) {
        assert_true(address_parse_prefixed(&a, right[i].text));
        assert_int_equal(a.prefix, right[i].prefix);
    }
    static const char *const wrong[] = { "", "/24", "10.0.1/24", "fd00::1%lo/64", " 10.0.1.1/24" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(address_parse_prefixed(&a, wrong[i]));
}

static void networks_and_what_is_in_them(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        unsigned prefix;
        const char *low, *high;
    } edges[] = {
        { "10.0.1.77", 24, "10.0.1.0", "10.0.1.255" },
        { "10.0.1.77", 26, "10.0.1.64", "10.0.1.127" },
        { "10.0.1.77", 31, "10.0.1.76", "10.0.1.77" },
        { "10.0.1.77", 32, "10.0.1.77", "10.0.1.77" },
        { "200.1.2.3", 1, "128.0.0.0", "255.255.255.255" },
        { "fd00:1:2::5", 33, "fd00:1::", "fd00:1:7fff:ffff:ffff:ffff:ffff:ffff" },
        { "fd00::5", 128, "fd00::5", "fd00::5" },
    };
    char text[ADDRESS_TEXT];
    for (size_t i = 0; i < COUNT(edges); i++) {
        struct address a = address(edges[i].a, edges[i].prefix);
        struct address low = address_edge(&a, false), high = address_edge(&a, true);
        assert_string_equal(address_text(&low, text), edges[i].low);
        assert_string_equal(address_text(&high, text), edges[i].high);
        assert_true(address_is_in(&low, &a) && address_is_in(&a, &high));
        assert_int_equal(low.prefix, a.prefix);
    }
    struct address lan = address("10.0.1.1", 24), other = address("10.0.2.1", 16);
    assert_true(address_is_in(&lan, &other));
    assert_false(address_is_in(&other, &lan));
    struct address six = address("a00:101::", 24);
    assert_false(address_is_in(&six, &lan)); /* equal in its first bytes */
    assert_false(address_equal(&six, &lan));
}

static void networks_are_named_and_compared(void **state)
{
    (void)state;
    struct address lan = address("10.0.1.7", 24), all = address("10.0.0.1", 8);
    struct address dmz = address("10.0.2.7", 24), six = address("fd00:1::7", 64);
    AUTO_FREE char *four = address_network(&lan), *long_one = address_network(&six);
    assert_string_equal(four, "10.0.1.0/24");
    assert_string_equal(long_one, "fd00:1::/64");
    assert_true(address_overlaps(&lan, &all) && address_overlaps(&all, &lan));
    assert_false(address_overlaps(&lan, &dmz) || address_overlaps(&lan, &six));
}

static void special_ones(void **state)
{
    (void)state;
    static const char *const special[] = { "0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255",
                                           "::",      "::1",       "ff02::1",   "::ffff:10.0.0.1" };
    static const char *const usual[] = { "10.0.0.1", "223.255.255.255", "::2", "fe80::1",
                                         "fd00::1" };
    for (size_t i = 0; i < COUNT(special); i++) {
        struct address a = address(special[i], 1);
        assert_true(address_is_special(&a));
    }
    for (size_t i = 0; i < COUNT(usual); i++) {
        struct address a = address(usual[i], 1);
        assert_false(address_is_special(&a));
    }
}

static void equal_without_their_prefixes(void **state)
{
    (void)state;
    struct address a = address("10.0.1.1", 24), b = address("10.0.1.1", 32);
    struct address c = address("10.0.1.2", 24);
    assert_true(address_equal(&a, &b));
    assert_false(address_equal(&a, &c));
}

static void local_ones(void **state)
{
    (void)state;
    struct address local = address("fe80::1", 64), last = address("febf::1", 64);
    struct address site = address("fec0::1", 64), four = address("254.128.0.1", 16);
    assert_true(address_is_local(&local) && address_is_local(&last));
    assert_false(address_is_local(&site) || address_is_local(&four));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_read_and_written),
        cmocka_unit_test(prefixes_are_read_and_0_where_there_is_none),
        cmocka_unit_test(networks_and_what_is_in_them),
        cmocka_unit_test(networks_are_named_and_compared),
        cmocka_unit_test(special_ones),
        cmocka_unit_test(equal_without_their_prefixes),
        cmocka_unit_test(local_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
