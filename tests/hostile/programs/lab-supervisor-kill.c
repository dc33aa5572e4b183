/*
 * Goes on talking between the hosts of a lab while snip is killed.
 *
 * manifest: lab: { a: { lan: 10.0.1.1/24 }, b: { lan: 10.0.1.2/24 }, c: { lan: 10.0.1.3/24, dmz: 10.0.2.1/24 } }
 * manifest: run:
 * manifest:   sink: { on: b, source: lab-supervisor-kill.c, args: [sink], ready: listen, stop: TERM }
 * manifest:   it: { on: a, source: lab-supervisor-kill.c, after: sink }
 * kill: KILL
 * ends: killed
 */
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(int argc, char **argv)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    (void)argv;
    signal(SIGTERM, SIG_IGN);
    inet_pton(AF_INET, "10.0.1.2", &at.sin_addr);
    if (argc > 1) {
        bind(fd, (struct sockaddr *)&at, sizeof(at));
        pause();
    }
    for (;; usleep(1000))
        sendto(fd, "x", 1, 0, (struct sockaddr *)&at, sizeof(at));
}
