/*
 * Serves as a process that nobody of its user may look into: no report of a broken machine may come of it.
 *
 * manifest: run:
 * manifest:   server: { source: observed-undumpable.c, args: [serve], ready: listen, stop: TERM }
 * manifest:   client: { source: observed-undumpable.c, after: server }
 * manifest: limits: { time: 2s }
 * ends: 0 or time
 */
#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

int main(int count, char **arguments)
{
    (void)arguments;
    if (count < 2)
        return 0;
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8080) };
    prctl(PR_SET_DUMPABLE, 0);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(fd, 1) < 0)
        return 1;
    pause();
}
