/*
 * Sends as fast as it can to a socket that nobody reads, on another host of a lab.
 *
 * manifest: lab: { a: { lan: 10.0.1.1/24 }, b: { lan: 10.0.1.2/24 } }
 * manifest: run:
 * manifest:   sink: { on: b, source: lab-flood.c, args: [sink], ready: listen, stop: TERM }
 * manifest:   it: { on: a, source: lab-flood.c, after: sink }
 * manifest: limits: { time: 1s }
 * ends: time
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(int argc, char **argv)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0), most = 1 << 30;
    static char bytes[1400];
    (void)argv;
    inet_pton(AF_INET, "10.0.1.2", &at.sin_addr);
    if (argc > 1) {
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &most, sizeof(most));
        bind(fd, (struct sockaddr *)&at, sizeof(at));
        pause();
    }
    for (;;)
        sendto(fd, bytes, sizeof(bytes), 0, (struct sockaddr *)&at, sizeof(at));
}
