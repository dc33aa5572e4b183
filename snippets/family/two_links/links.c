#include <err.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

static int check(int result, const char *what)
{
    if (result < 0)
        err(1, "%s", what);
    return result;
}

/* 커널이 보낸 인터페이스 하나를 찍는다. */
static void show(struct nlmsghdr *message)
{
    struct ifinfomsg *link = NLMSG_DATA(message);
    struct rtattr *a = IFLA_RTA(link);
    int left = IFLA_PAYLOAD(message);

    for (; RTA_OK(a, left); a = RTA_NEXT(a, left))
        if (a->rta_type == IFLA_IFNAME)
            printf("%d: %s %s\n", link->ifi_index,
                   (char *)RTA_DATA(a),
                   link->ifi_flags & IFF_UP ? "UP" : "DOWN");
}

int main(void)
{
    struct {
        struct nlmsghdr head;
        struct ifinfomsg what;
    } request = {
        .head = { .nlmsg_len = sizeof request,
                  .nlmsg_type = RTM_GETLINK,
                  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
    };
    _Alignas(struct nlmsghdr) char answer[8192];
    int fd = check(socket(AF_NETLINK, SOCK_RAW,
                          NETLINK_ROUTE),
                   "socket");

    // 상대는 커널이다. 주소를 적지 않아도 그리로 간다.
    check(send(fd, &request, sizeof request, 0), "send");
    for (;;) {
        int n = check(recv(fd, answer, sizeof answer, 0),
                      "recv");
        struct nlmsghdr *m = (struct nlmsghdr *)answer;

        for (; NLMSG_OK(m, (unsigned)n);
             m = NLMSG_NEXT(m, n)) {
            if (m->nlmsg_type == NLMSG_DONE)
                return 0;
            if (m->nlmsg_type == NLMSG_ERROR)
                errx(1, "커널이 거절했다");
            show(m);
        }
    }
}
