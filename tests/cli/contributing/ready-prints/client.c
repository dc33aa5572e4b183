#include <err.h>
#include <fcntl.h>
#include <mqueue.h>

int main(void)
{
    mqd_t queue = mq_open("/numbers", O_WRONLY);

    if (queue < 0 || mq_send(queue, "one", 3, 0) < 0)
        err(1, "mq");
}
