/* Limits of time of poll, select and epoll, in vain and in time. */
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

int main(void)
{
    int ends[2], epoll = epoll_create1(0);
    if (pipe(ends) < 0)
        return 1;
    struct epoll_event event = { .events = EPOLLIN };
    struct pollfd one = { ends[0], POLLIN, 0 };
    epoll_ctl(epoll, EPOLL_CTL_ADD, ends[0], &event);
    for (int i = 0; i < 2; i++) {
        fd_set set;
        struct timeval time = { 0, 30000 };
        FD_ZERO(&set);
        FD_SET(ends[0], &set);
        int polled = poll(&one, 1, 20), chosen = select(ends[0] + 1, &set, NULL, NULL, &time);
        printf("%d %d %d set %d\n", polled, chosen, epoll_wait(epoll, &event, 1, 40),
               FD_ISSET(ends[0], &set));
        if (write(ends[1], "x", 1) != 1)
            return 1;
    }
}
