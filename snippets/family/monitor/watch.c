#include <arpa/inet.h>
#include <err.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

// region: show
/* 주소 하나를 찍는다. */
static void show(struct nlmsghdr *message)
{
    struct ifaddrmsg *about = NLMSG_DATA(message);
    struct rtattr *a = IFA_RTA(about);
    int left = IFA_PAYLOAD(message);
    char ip[INET_ADDRSTRLEN], name[IF_NAMESIZE];

    for (; RTA_OK(a, left); a = RTA_NEXT(a, left))
        if (a->rta_type == IFA_LOCAL)
            printf("%s %s/%d %s\n",
                   message->nlmsg_type == RTM_DELADDR ? "-"
                                                      : "+",
                   inet_ntop(AF_INET, RTA_DATA(a), ip,
                             sizeof ip),
                   about->ifa_prefixlen,
                   if_indextoname(about->ifa_index, name));
}
// endregion

/* 한 번 받아 찍는다. 목록의 끝이면 0. */
static int receive(int fd)
{
    _Alignas(struct nlmsghdr) char answer[8192];
    int n = check(recv(fd, answer, sizeof answer, 0), "recv");
    struct nlmsghdr *m = (struct nlmsghdr *)answer;

    for (; NLMSG_OK(m, (unsigned)n); m = NLMSG_NEXT(m, n)) {
        if (m->nlmsg_type == NLMSG_DONE)
            return 0;
        if (m->nlmsg_type == NLMSG_ERROR)
            errx(1, "커널이 거절했다");
        show(m);
    }
    return 1;
}

// region: main
int main(void)
{
    struct {
        struct nlmsghdr head;
        struct ifaddrmsg what;
    } request = {
        .head = { .nlmsg_len = sizeof request,
                  .nlmsg_type = RTM_GETADDR,
                  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
        .what.ifa_family = AF_INET,
    };
    // 상대는 커널이다. 주소가 바뀌는 소식도 함께 받는다.
    struct sockaddr_nl a = {
        .nl_family = AF_NETLINK,
        .nl_groups = RTMGRP_IPV4_IFADDR
    };
    int fd = check(socket(AF_NETLINK, SOCK_RAW,
                          NETLINK_ROUTE),
                   "socket");

    check(bind(fd, (struct sockaddr *)&a, sizeof a), "bind");
    check(send(fd, &request, sizeof request, 0), "send");
    while (receive(fd))
        continue;

    printf("이제부터 바뀌는 것\n");
    for (;;)
        receive(fd);
}
// endregion
