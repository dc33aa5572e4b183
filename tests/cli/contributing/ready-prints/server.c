#include <err.h>
#include <mqueue.h>
#include <stdio.h>

int main(void)
{
    struct mq_attr attr = { .mq_maxmsg = 1, .mq_msgsize = 16 };
    char text[16];
    mqd_t queue = mq_open("/numbers", O_CREAT | O_RDONLY, 0600, &attr);

    if (queue < 0)
        err(1, "mq_open");
    puts("listening");
    ssize_t n = mq_receive(queue, text, sizeof text, NULL);
    printf("received %.*s\n", n > 0 ? (int)n : 0, text);
}
