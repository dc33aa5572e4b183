#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// region: ask
static void ask(const char *name, const char *type_name,
                int family, int type)
{
    int fd = socket(family, type, 0);

    printf("%-13s %2d  %-15s %s\n", name, family, type_name,
           fd < 0 ? strerrorname_np(errno) : "ok");
    if (fd >= 0)
        close(fd);
}

#define ASK(family, type) ask(#family, #type, family, type)
// endregion

int main(void)
{
    ASK(AF_UNIX, SOCK_STREAM);
    ASK(AF_LOCAL, SOCK_STREAM);
    ASK(AF_INET, SOCK_STREAM);
    ASK(AF_INET6, SOCK_STREAM);
    ASK(AF_IPX, SOCK_DGRAM);
    ASK(AF_NETLINK, SOCK_RAW);
    ASK(AF_X25, SOCK_SEQPACKET);
    ASK(AF_AX25, SOCK_SEQPACKET);
    ASK(AF_ATMPVC, SOCK_DGRAM);
    ASK(AF_APPLETALK, SOCK_DGRAM);
    ASK(AF_PACKET, SOCK_RAW);
}
