/*
 * Opens raw and packet sockets without the right to.
 *
 * says: raw ICMP: EPERM
 * says: raw TCP: EPERM
 * says: raw IPv6: EPERM
 * says: raw IP: EPERM
 * says: packet: EPERM
 * says: packet, cooked: EPERM
 */
#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <sys/socket.h>

#include "hostile.h"

int main(void)
{
    tell("raw ICMP", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
    tell("raw TCP", socket(AF_INET, SOCK_RAW, IPPROTO_TCP));
    tell("raw IPv6", socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
    tell("raw IP", socket(AF_INET, SOCK_RAW, IPPROTO_RAW));
    tell("packet", socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)));
    tell("packet, cooked", socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL)));
}
