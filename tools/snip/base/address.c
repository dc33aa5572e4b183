#include "base/address.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

size_t address_size(const struct address *address)
{
    return address->family == AF_INET ? 4 : 16;
}

bool address_parse(struct address *address, const char *text)
{
    *address = (struct address){ .family = strchr(text, ':') ? AF_INET6 : AF_INET };
    address->prefix = (unsigned)address_size(address) * 8;
    return inet_pton(address->family, text, address->bytes) == 1;
}

/*
 * Reads TEXT, a number without leading zeros; 0 where it is none from 1 to MOST, which has 3
 * digits.
 */
static unsigned read_prefix(const char *text, unsigned most)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > 3 || text[digits] || text[0] == '0')
        return 0;
    unsigned value = (unsigned)strtoul(text, NULL, 10);
    return value <= most ? value : 0;
}

bool address_parse_prefixed(struct address *address, const char *text)
{
    size_t len = strcspn(text, "/");
    AUTO_FREE char *bare = mem_strndup(text, len);
    bool ok = address_parse(address, bare);
    address->prefix = text[len] ? read_prefix(text + len + 1, address->prefix) : 0;
    return ok;
}

const char *address_text(const struct address *address, char text[ADDRESS_TEXT])
{
    return inet_ntop(address->family, address->bytes, text, ADDRESS_TEXT);
}

bool address_equal(const struct address *a, const struct address *b)
{
    return a->family == b->family && memcmp(a->bytes, b->bytes, address_size(a)) == 0;
}

struct address address_edge(const struct address *address, bool bit)
{
    struct address edge = *address;
    for (size_t i = address->prefix; i < address_size(address) * 8; i++) {
        unsigned char mask = (unsigned char)(0x80 >> i % 8);
        edge.bytes[i / 8] =
            (unsigned char)(bit ? edge.bytes[i / 8] | mask : edge.bytes[i / 8] & ~mask);
    }
    return edge;
}

bool address_is_in(const struct address *address, const struct address *other)
{
    struct address same = *address;
    same.prefix = other->prefix;
    struct address network = address_edge(&same, false), wanted = address_edge(other, false);
    return address_equal(&network, &wanted);
}

char *address_network(const struct address *address)
{
    char text[ADDRESS_TEXT];
    struct address edge = address_edge(address, false);
    return mem_printf("%s/%u", address_text(&edge, text), address->prefix);
}

bool address_overlaps(const struct address *a, const struct address *b)
{
    return address_is_in(a, b) || address_is_in(b, a);
}

bool address_is_special(const struct address *address)
{
    static const struct address special[] = {
        { AF_INET, { 0 }, 8 },     { AF_INET, { 127 }, 8 },
        { AF_INET, { 224 }, 3 },   { AF_INET6, { 0 }, 127 }, /* :: and ::1 */
        { AF_INET6, { 0xff }, 8 }, { AF_INET6, { [10] = 0xff, [11] = 0xff }, 96 },
    };
    for (size_t i = 0; i < COUNT(special); i++)
        if (address_is_in(address, &special[i]))
            return true;
    return false;
}

bool address_is_local(const struct address *address)
{
    static const struct address local = { AF_INET6, { 0xfe, 0x80 }, 10 };
    return address_is_in(address, &local);
}
