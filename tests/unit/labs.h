/*
 * Labs for the tests of what makes and joins their hosts, and macros to write others.
 */
#ifndef SNIP_TESTS_LABS_H
#define SNIP_TESTS_LABS_H

#include "base/lab.h"
#include "base/mem.h"

/* Literals of a lab: each list is a vector that nobody adds to. */
#define LIST(T, ...)                                                                               \
    {                                                                                              \
        .v = (T[]){ __VA_ARGS__ }, .n = COUNT(((T[]){ __VA_ARGS__ }))                              \
    }
#define NAME(TEXT)     ((char[]){ TEXT })
#define ADDRESSES(...) .addresses = LIST(struct lab_address, __VA_ARGS__)
#define LINKS(...)     .links = LIST(struct lab_link, __VA_ARGS__)
#define VIA(...)       .via = LIST(struct address, __VA_ARGS__)
#define HOSTS(...)     .hosts = LIST(struct lab_host, __VA_ARGS__)
#define NETWORKS(...)  .networks = LIST(char *, __VA_ARGS__)

/* An address, as of a router; and as an interface has it. */
#define GO4(NETWORK, HOST)                                                                         \
    {                                                                                              \
        AF_INET, { 10, 0, NETWORK, HOST }, 24                                                      \
    }
#define GO6(NETWORK, HOST)                                                                         \
    {                                                                                              \
        AF_INET6, { 0xfd, 0, 0, NETWORK, [15] = HOST }, 64                                         \
    }
#define IP4(NETWORK, HOST)                                                                         \
    {                                                                                              \
        .address = GO4(NETWORK, HOST)                                                              \
    }
#define IP6(NETWORK, HOST)                                                                         \
    {                                                                                              \
        .address = GO6(NETWORK, HOST)                                                              \
    }

/* Three hosts on two networks: a router with a host on either side. */
enum { SERVER, ALICE, BOB };

#define LAN_DMZ NETWORKS(NAME("lan"), NAME("dmz"))

static const struct lab routed = {
    HOSTS({ .name = NAME("server"),
            LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP6(1, 1)) },
                  { .network = 1, ADDRESSES(IP4(2, 1), IP6(2, 1)), .mtu = 1280 }),
            .forward = true },
          { .name = NAME("alice"),
            LINKS({ .network = 0, ADDRESSES(IP4(1, 2), IP6(1, 2)) }),
            VIA(GO4(1, 1), GO6(1, 1)) },
          { .name = NAME("bob"),
            LINKS({ .network = 1, ADDRESSES(IP4(2, 2), IP6(2, 2)), .mtu = 1280 }),
            VIA(GO4(2, 1), GO6(2, 1)) }),
    LAN_DMZ
};

/* Three hosts on one network, one of them on another where nobody else is. */
static const struct lab bridged = {
    HOSTS({ .name = NAME("server"),
            LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP6(1, 1), IP4(1, 9)) }) },
          { .name = NAME("alice"),
            LINKS({ .network = 1, ADDRESSES(IP4(2, 2)) },
                  { .network = 0, ADDRESSES(IP4(1, 2), IP6(1, 2)) }) },
          { .name = NAME("bob"), LINKS({ .network = 0, ADDRESSES(IP4(1, 3), IP6(1, 3)) }) }),
    LAN_DMZ
};

/* As `routed`, but the host between is no router. */
static const struct lab unrouted = {
    HOSTS({ .name = NAME("server"),
            LINKS({ .network = 0, ADDRESSES(IP4(1, 1), IP6(1, 1)) },
                  { .network = 1, ADDRESSES(IP4(2, 1), IP6(2, 1)) }) },
          { .name = NAME("alice"),
            LINKS({ .network = 0, ADDRESSES(IP4(1, 2), IP6(1, 2)) }),
            VIA(GO4(1, 1), GO6(1, 1)) },
          { .name = NAME("bob"),
            LINKS({ .network = 1, ADDRESSES(IP4(2, 2), IP6(2, 2)) }),
            VIA(GO4(2, 1), GO6(2, 1)) }),
    LAN_DMZ
};

static const struct lab *const both[] = { &routed, &bridged };

#endif
