/*
 * Fills each folder that it can write to, with many files; 1 GiB at most.
 *
 * says: fewer than 512 MiB in all: yes
 * ends: 0 or memory or files
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    static const char *const folders[] = { "/tmp",        "/dev/shm",  "/var/tmp",  "/run",
                                           "/dev/mqueue", "/run/lock", "/var/lock", "/srv",
                                           "/opt",        "/" };
    char *mebibyte = calloc(1, 1 << 20), name[64];
    int mib = 0;
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
        for (int file = 0; file < 32; file++) {
            snprintf(name, sizeof(name), "%s/fill%d", folders[i], file);
            int fd = open(name, O_CREAT | O_WRONLY, 0600);
            for (int n = 0; n < 32 && mib < 1024; n++)
                mib += fd >= 0 && mebibyte && write(fd, mebibyte, 1 << 20) == 1 << 20;
            close(fd);
        }
    printf("fewer than 512 MiB in all: %s\n", mib < 512 ? "yes" : "no");
}
