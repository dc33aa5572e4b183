/*
 * Has so many sockets that looking at them takes long, and computes meanwhile.
 *
 * ends: processor
 * manifest: limits: { time: 60s, processor: 1s, memory: 1G, files: 40000 }
 */
#include <sys/socket.h>

int main(void)
{
    for (int i = 0; i < 39000; i++)
        if (socket(i % 2 ? AF_INET : AF_INET6, SOCK_DGRAM, 0) < 0)
            break;
    for (volatile int i = 0;; i = i + 1)
        ;
}
