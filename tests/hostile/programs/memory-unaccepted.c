/*
 * Connects to UNIX sockets that never accept, and closes: the other ends wait without a descriptor; 400 MiB at most.
 *
 * needs: cgroup
 * never: held 400 MiB
 * manifest: limits: { time: 60s, processor: 10s, memory: 64M }
 * ends: 0 or memory or files or SIGKILL
 */
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "hostile.h"

enum { BYTES = 1024 }; /* of a socket, without what waits in it */

int main(void)
{
    size_t held = 0;
    for (int i = 0; held < 400 << 20 && i < 1000; i++) {
        struct sockaddr_un at = { .sun_family = AF_UNIX };
        snprintf(at.sun_path + 1, sizeof(at.sun_path) - 1, "%d", i);
        int server = socket(AF_UNIX, SOCK_STREAM, 0), connected = 1;
        if (bind(server, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(server, 1 << 20) < 0)
            break;
        while (held < 400 << 20 && connected) {
            int client = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
            connected = connect(client, (struct sockaddr *)&at, sizeof(at)) == 0;
            held += connected ? BYTES : 0;
            close(client);
        }
    }
    sleep(2);
    puts(held < 400 << 20 ? "held less" : "held 400 MiB");
}
