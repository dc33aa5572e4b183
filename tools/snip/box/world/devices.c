#include "box/world/devices.h"

#include <sys/stat.h>
#include <sys/sysmacros.h>

const struct device devices[DEVICES] = {
    { "/dev/null", 1, 3 },   { "/dev/zero", 1, 5 },    { "/dev/full", 1, 7 },
    { "/dev/random", 1, 8 }, { "/dev/urandom", 1, 9 }, { "/dev/tty", 5, 0 },
};

bool device_check(const struct device *device, struct err *err)
{
    struct stat st;
    if (stat(device->path, &st) < 0 ||
        (S_ISCHR(st.st_mode) && st.st_rdev == makedev(device->major, device->minor)))
        return true;
    err_set(err, ERR_SYSTEM, "%s is not the device of that name", device->path);
    return err_hint(err, "make it again: sudo rm %s; sudo mknod -m 666 %s c %u %u", device->path,
                    device->path, device->major, device->minor);
}

bool devices_check(struct err *err)
{
    for (size_t i = 0; i < DEVICES; i++)
        if (!device_check(&devices[i], err))
            return false;
    return true;
}
