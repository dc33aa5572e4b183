#include <netinet/icmp6.h>
#include <netinet/igmp.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <string.h>

#include "base/mem.h"
#include "engine/trace/packetwords.h"

enum { HEADER = 8, ANY = -1, MLD2_REPORT = 143, IGMP3_REPORT = 0x22, MOST_GROUPS = 4 };

/* What the rest of a message is. */
enum content { NOTHING, ECHO, QUOTE, MTU, GATEWAY, POINTER, TARGET, GROUP, GROUPS };

/* A type of message, or a code of a type. */
struct message {
    uint8_t protocol, type;
    int code;
    const char *name;
    enum content content;
};

static const struct message messages[] = {
    { IPPROTO_ICMP, ICMP_ECHOREPLY, ANY, "echo reply", ECHO },
    { IPPROTO_ICMP, ICMP_ECHO, ANY, "echo request", ECHO },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_NET, "network unreachable", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_HOST, "host unreachable", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_PROTOCOL, "protocol unreachable", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_PORT, "port unreachable", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_NEEDFRAG, "fragmentation needed", MTU },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_SRCFAIL, "source route failed", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_NET_PROHIB, "network prohibited", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_HOST_PROHIB, "host prohibited", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ICMP_UNREACH_FILTER_PROHIB, "communication prohibited", QUOTE },
    { IPPROTO_ICMP, ICMP_UNREACH, ANY, "destination unreachable", QUOTE },
    { IPPROTO_ICMP, ICMP_SOURCEQUENCH, ANY, "source quench", QUOTE },
    { IPPROTO_ICMP, ICMP_REDIRECT, ANY, "redirect", GATEWAY },
    { IPPROTO_ICMP, ICMP_ROUTERADVERT, ANY, "router advertisement", NOTHING },
    { IPPROTO_ICMP, ICMP_ROUTERSOLICIT, ANY, "router solicitation", NOTHING },
    { IPPROTO_ICMP, ICMP_TIMXCEED, ICMP_TIMXCEED_INTRANS, "time to live exceeded", QUOTE },
    { IPPROTO_ICMP, ICMP_TIMXCEED, ANY, "reassembly time exceeded", QUOTE },
    { IPPROTO_ICMP, ICMP_PARAMPROB, ANY, "parameter problem", POINTER },
    { IPPROTO_ICMP, ICMP_TSTAMP, ANY, "timestamp request", NOTHING },
    { IPPROTO_ICMP, ICMP_TSTAMPREPLY, ANY, "timestamp reply", NOTHING },
    { IPPROTO_ICMPV6, ICMP6_ECHO_REQUEST, ANY, "echo request", ECHO },
    { IPPROTO_ICMPV6, ICMP6_ECHO_REPLY, ANY, "echo reply", ECHO },
    { IPPROTO_ICMPV6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOROUTE, "no route", QUOTE },
    { IPPROTO_ICMPV6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADMIN, "communication prohibited",
      QUOTE },
    { IPPROTO_ICMPV6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_BEYONDSCOPE, "beyond scope", QUOTE },
    { IPPROTO_ICMPV6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_ADDR, "address unreachable", QUOTE },
    { IPPROTO_ICMPV6, ICMP6_DST_UNREACH, ICMP6_DST_UNREACH_NOPORT, "port unreachable", QUOTE },
    { IPPROTO_ICMPV6, ICMP6_DST_UNREACH, ANY, "destination unreachable", QUOTE },
    { IPPROTO_ICMPV6, ICMP6_PACKET_TOO_BIG, ANY, "packet too big", MTU },
    { IPPROTO_ICMPV6, ICMP6_TIME_EXCEEDED, ICMP6_TIME_EXCEED_TRANSIT, "hop limit exceeded", QUOTE },
    { IPPROTO_ICMPV6, ICMP6_TIME_EXCEEDED, ANY, "reassembly time exceeded", QUOTE },
    { IPPROTO_ICMPV6, ICMP6_PARAM_PROB, ANY, "parameter problem", POINTER },
    { IPPROTO_ICMPV6, MLD_LISTENER_QUERY, ANY, "multicast listener query", GROUP },
    { IPPROTO_ICMPV6, MLD_LISTENER_REPORT, ANY, "multicast listener report", GROUP },
    { IPPROTO_ICMPV6, MLD_LISTENER_REDUCTION, ANY, "multicast listener done", GROUP },
    { IPPROTO_ICMPV6, MLD2_REPORT, ANY, "multicast listener report", GROUPS },
    { IPPROTO_ICMPV6, ND_ROUTER_SOLICIT, ANY, "router solicitation", NOTHING },
    { IPPROTO_ICMPV6, ND_ROUTER_ADVERT, ANY, "router advertisement", NOTHING },
    { IPPROTO_ICMPV6, ND_NEIGHBOR_SOLICIT, ANY, "neighbor solicitation", TARGET },
    { IPPROTO_ICMPV6, ND_NEIGHBOR_ADVERT, ANY, "neighbor advertisement", TARGET },
    { IPPROTO_ICMPV6, ND_REDIRECT, ANY, "redirect", GATEWAY },
    { IPPROTO_IGMP, IGMP_MEMBERSHIP_QUERY, ANY, "membership query", GROUP },
    { IPPROTO_IGMP, IGMP_V1_MEMBERSHIP_REPORT, ANY, "membership report", GROUP },
    { IPPROTO_IGMP, IGMP_V2_MEMBERSHIP_REPORT, ANY, "membership report", GROUP },
    { IPPROTO_IGMP, IGMP_V2_LEAVE_GROUP, ANY, "leave group", GROUP },
    { IPPROTO_IGMP, IGMP3_REPORT, ANY, "membership report", GROUPS },
};

/* The message in PACKET, or NULL: it is none that has a name here, or not there. */
static const struct message *message_of(const struct packet *packet, const struct frame *frame)
{
    if (packet->offset || !frame_has(frame, packet->payload, HEADER))
        return NULL;
    unsigned type = frame_u8(frame, packet->payload);
    int code = (int)frame_u8(frame, packet->payload + 1);
    for (size_t i = 0; i < COUNT(messages); i++)
        if (messages[i].protocol == packet->protocol && messages[i].type == type &&
            (messages[i].code == ANY || messages[i].code == code))
            return &messages[i];
    return NULL;
}

bool icmp_is_echo(const struct packet *packet, const struct frame *frame)
{
    const struct message *message = message_of(packet, frame);
    return message && message->content == ECHO;
}

size_t icmp_quote(const struct packet *packet, const struct frame *frame)
{
    const struct message *message = message_of(packet, frame);
    bool quotes = message && (message->content == QUOTE || message->content == MTU ||
                              message->content == POINTER ||
                              (message->content == GATEWAY && packet->protocol == IPPROTO_ICMP));
    return quotes ? packet->payload + HEADER : 0;
}

static void tell_quote(struct telling *telling, size_t at)
{
    struct packet packet;
    if (!packet_read(&packet, telling->frame, at))
        return;
    AUTO_FREE char *name = protocol_name(&packet);
    AUTO_FREE char *from = endpoint_text(&packet.from, packet.ports ? &packet.from_port : NULL);
    AUTO_FREE char *to = endpoint_text(&packet.to, packet.ports ? &packet.to_port : NULL);
    telling_add(telling, "quotes %s %s > %s", name, from, to);
}

/* Says whom a neighbor solicitation or advertisement is about, and the MAC address it tells. */
static void tell_target(struct telling *telling, const struct packet *packet)
{
    const struct frame *frame = telling->frame;
    size_t at = packet->payload + HEADER, option = at + 16;
    char text[ADDRESS_TEXT];
    if (!frame_has(frame, at, 16))
        return;
    struct address target = frame_address(frame, at, AF_INET6);
    address_text(&target, text);
    if (frame_u8(frame, packet->payload) == ND_NEIGHBOR_SOLICIT)
        telling_add(telling, "who has %s?", text);
    else if (frame_u8(frame, option) == ND_OPT_TARGET_LINKADDR && frame_has(frame, option, 8))
        telling_mac(telling, text, option + 2);
    else
        telling_add(telling, "%s is there", text);
}

static void tell_group(struct telling *telling, const struct packet *packet, size_t at)
{
    static const struct address none;
    char text[ADDRESS_TEXT];
    struct address group = frame_address(telling->frame, at, packet->family);
    address_text(&group, text);
    if (memcmp(group.bytes, none.bytes, sizeof(none.bytes)) != 0)
        telling_add(telling, "group %s", text);
}

/* Says the records of a report of IGMPv3 or MLDv2, which differ in the size of addresses only. */
static void tell_groups(struct telling *telling, const struct packet *packet)
{
    static const char *const changes[] = {
        "has only", "has", "leaves", "joins", "allows", "blocks"
    };
    const struct frame *frame = telling->frame;
    size_t size = packet->family == AF_INET ? 4 : 16, at = packet->payload + HEADER;
    unsigned count = frame_u16(frame, packet->payload + 6);
    for (unsigned i = 0; i < count && i < MOST_GROUPS && frame_has(frame, at, 4 + size); i++) {
        char text[ADDRESS_TEXT];
        struct address group = frame_address(frame, at + 4, packet->family);
        unsigned change = frame_u8(frame, at), sources = frame_u16(frame, at + 2);
        address_text(&group, text);
        if (change >= 1 && change <= COUNT(changes))
            telling_add(telling, "%s %s", changes[change - 1], text);
        at += 4 + size + sources * size + frame_u8(frame, at + 1) * 4;
    }
}

/* Says the number of an echo request or its reply, and what it carries. */
static void tell_echo(struct telling *telling, const struct packet *packet)
{
    telling_add(telling, "seq %u", frame_u16(telling->frame, packet->payload + 6));
    telling_data(telling, packet, packet->payload + HEADER);
}

static void tell_gateway(struct telling *telling, const struct packet *packet)
{
    char text[ADDRESS_TEXT];
    size_t at = packet->payload + (packet->family == AF_INET ? 4 : HEADER);
    struct address gateway = frame_address(telling->frame, at, packet->family);
    telling_add(telling, "use %s", address_text(&gateway, text));
}

static void tell_content(struct telling *telling, const struct packet *packet, enum content content)
{
    const struct frame *frame = telling->frame;
    size_t at = packet->payload;
    bool v4 = packet->family == AF_INET;
    if (content == ECHO)
        tell_echo(telling, packet);
    else if (content == MTU)
        telling_add(telling, "mtu %u", v4 ? frame_u16(frame, at + 6) : frame_u32(frame, at + 4));
    else if (content == POINTER)
        telling_add(telling, "at byte %u", v4 ? frame_u8(frame, at + 4) : frame_u32(frame, at + 4));
    else if (content == GATEWAY)
        tell_gateway(telling, packet);
    else if (content == TARGET)
        tell_target(telling, packet);
    else if (content == GROUP)
        tell_group(telling, packet, v4 ? at + 4 : at + HEADER);
    else if (content == GROUPS)
        tell_groups(telling, packet);
}

void icmp_tell(struct telling *telling, const struct packet *packet)
{
    const struct frame *frame = telling->frame;
    const struct message *message = message_of(packet, frame);
    if (!message) {
        telling->event->flags = mem_printf("type %u", frame_u8(frame, packet->payload));
        return;
    }
    telling->event->flags = mem_strdup(message->name);
    tell_content(telling, packet, message->content);
    size_t quote = icmp_quote(packet, frame);
    if (quote)
        tell_quote(telling, quote);
}
