/*
 * Connects by TCP to servers that never accept, and closes: both ends stay without a descriptor, charged to nobody;
 * they go with the box; 64 MiB at most.
 *
 * manifest: limits: { time: 10s, memory: 64M }
 * ends: 0 or memory or files or time or processor or SIGKILL
 */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hostile.h"

enum { BYTES = 2048 }; /* of a socket, without what waits in it */

int main(void)
{
    size_t held = 0;
    for (int i = 0; held < 64 << 20 && i < 1000; i++) {
        struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(2000 + i) };
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        int server = socket(AF_INET, SOCK_STREAM, 0), connected = 1;
        if (bind(server, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(server, 4096) < 0)
            break;
        for (int n = 0; n < 4000 && held < 64 << 20 && connected; n++) {
            int client = socket(AF_INET, SOCK_STREAM, 0);
            connected = connect(client, (struct sockaddr *)&at, sizeof(at)) == 0;
            held += connected ? BYTES : 0;
            close(client);
        }
    }
    printf("held %zu MiB\n", held >> 20);
}
