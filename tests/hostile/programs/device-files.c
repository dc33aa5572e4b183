/*
 * Looks for devices other than the harmless ones.
 *
 * says: no others
 */
#include <fcntl.h>

#include "hostile.h"

int main(void)
{
    static const char *const names[] = {
        "sda",         "vda",       "nvme0n1",   "mem",          "kmem",
        "port",        "kmsg",      "kvm",       "fuse",         "loop0",
        "dm-0",        "console",   "tty0",      "tty1",         "input/event0",
        "uinput",      "hpet",      "rtc0",      "vsock",        "vhost",
        "cuse",        "net/tun",   "snapshot",  "loop-control", "btrfs-control",
        "userfaultfd", "dri/card0", "vhost-net", "vhost-vsock",  "mapper/control",
        "autofs"
    };
    int found = 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        char path[64];
        snprintf(path, sizeof(path), "/dev/%s", names[i]);
        for (int mode = O_RDONLY; mode <= O_WRONLY; mode++)
            if (open(path, mode | O_NONBLOCK | O_NOCTTY) >= 0 && ++found)
                puts(path);
    }
    if (!found)
        puts("no others");
}
