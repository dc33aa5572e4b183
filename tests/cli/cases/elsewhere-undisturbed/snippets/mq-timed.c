#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void)
{
    char text[8];
    struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = sizeof text };
    struct timespec at;
    mqd_t queue = mq_open("/queue", O_CREAT | O_RDWR, 0600, &attr);
    clock_gettime(CLOCK_REALTIME, &at);
    at.tv_sec++;
    ssize_t n = mq_timedreceive(queue, text, sizeof text, NULL, &at);
    printf("%zd: %s\n", n, strerror(errno));
}
