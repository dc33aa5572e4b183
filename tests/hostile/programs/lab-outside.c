/*
 * From a lab whose network has the addresses of the machine's own, reaches for a host beside the machine.
 *
 * manifest: lab: { router: { outside: 192.0.2.1/24, inside: 10.0.1.1/24, forward: true }, alice: { inside: 10.0.1.2/24 } }
 * manifest: run: { it: { on: router, source: lab-outside.c } }
 * says: interfaces: inside lo outside
 * says: TCP: (ETIMEDOUT|EHOSTUNREACH|EINPROGRESS)
 * says: UDP: done
 * says: broadcast: done
 * says: all: done
 * says: multicast: done
 * says: answers: EAGAIN
 * says: of the loopback outside: ECONNREFUSED
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

static struct sockaddr_in address(const char *text, int port)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((in_port_t)port) };
    inet_pton(AF_INET, text, &at.sin_addr);
    return at;
}

static long join(const char *to, int port)
{
    struct sockaddr_in at = address(to, port);
    struct timeval second = { 1, 0 };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof(second));
    return connect(fd, (struct sockaddr *)&at, sizeof(at));
}

static long send_to(int fd, const char *to)
{
    struct sockaddr_in at = address(to, BESIDE_PORT);
    return sendto(fd, "x", 1, 0, (struct sockaddr *)&at, sizeof(at));
}

static void list_interfaces(void)
{
    struct dirent **found;
    int n = scandir("/proc/sys/net/ipv4/conf", &found, NULL, alphasort);
    printf("interfaces:");
    for (int i = 0; i < n; i++)
        if (found[i]->d_name[0] != '.' && strcmp(found[i]->d_name, "all") != 0 &&
            strcmp(found[i]->d_name, "default") != 0)
            printf(" %s", found[i]->d_name);
    puts("");
}

int main(void)
{
    struct timeval second = { 1, 0 };
    int fd = socket(AF_INET, SOCK_DGRAM, 0), on = 1;
    char byte;
    setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof(second));
    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "outside", 8);
    list_interfaces();
    tell("TCP", join(BESIDE, BESIDE_PORT));
    tell("UDP", send_to(fd, BESIDE));
    tell("broadcast", send_to(fd, "192.0.2.255"));
    tell("all", send_to(fd, "255.255.255.255"));
    tell("multicast", send_to(fd, "224.0.0.251"));
    tell("answers", recv(fd, &byte, 1, 0));
    tell("of the loopback outside", join("127.0.0.1", CANARY_PORT));
}
