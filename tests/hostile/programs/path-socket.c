/*
 * Connects to UNIX sockets outside that lie at a path: the canary, the system's bus, the log, a container engine.
 *
 * says: /mnt/canary/socket: ENOENT
 * says: /run/dbus/system_bus_socket: ENOENT
 * says: /run/systemd/journal/socket: ENOENT
 * says: /dev/log: ENOENT
 * says: /run/docker.sock: ENOENT
 * says: /run/nscd/socket: ENOENT
 */
#include <sys/socket.h>
#include <sys/un.h>

#include "hostile.h"

int main(void)
{
    static const char *const paths[] = { CANARY_SOCKET,
                                         "/run/dbus/system_bus_socket",
                                         "/run/systemd/journal/socket",
                                         "/dev/log",
                                         "/run/docker.sock",
                                         "/run/nscd/socket" };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        struct sockaddr_un at = { .sun_family = AF_UNIX };
        strcpy(at.sun_path, paths[i]);
        tell(paths[i],
             connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof(at)));
    }
}
