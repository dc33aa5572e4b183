/*
 * Has what looks like a server and is none: bound and not listening, listening for a moment, in flight.
 *
 * manifest: run:
 * manifest:   server: { source: observed-fake-listeners.c, args: [serve], ready: listen }
 * manifest:   client: { source: observed-fake-listeners.c, after: server }
 * manifest: limits: { time: 2s }
 * never: client ran
 * ends: time
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "in-flight.h"

int main(int count, char **arguments)
{
    (void)arguments;
    int pair[2];
    if (count < 2) {
        puts("client ran");
        return 0;
    }
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
    int bound = socket(AF_INET, SOCK_STREAM, 0), listening = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(bound, (struct sockaddr *)&at, sizeof(at)) < 0 ||
        socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
        return 1;
    at.sin_port = htons(8081);
    /* It listens only where no process holds it. */
    if (bind(listening, (struct sockaddr *)&at, sizeof(at)) < 0)
        return 1;
    int again = dup(listening);
    if (!send_away(pair[0], listening))
        return 1;
    (void)again;
    close(again);
    pause();
}
