#include "box/machine.h"

#include "base/mem.h"
#include "box/pty.h"
#include "box/watch/cgroup.h"
#include "box/world/devices.h"
#include "box/world/seccomp.h"
#include "box/world/world.h"

bool machine_shares(const char *path)
{
    return world_has(path);
}

bool machine_is_covered(const char *path)
{
    return world_has_file(path);
}

bool machine_has_terminals(struct err *err)
{
    struct pty pty;
    if (!pty_open(&pty, err))
        return false;
    fd_close_at(&pty.master);
    fd_close_at(&pty.slave);
    return true;
}

bool machine_has_devices(struct err *err)
{
    return devices_check(err);
}

int machine_cgroup(void)
{
    return cgroup_version();
}

const char *machine_memory_words(int version)
{
    static const char *const words[] = { "by looking at what a box takes",
                                         "by a cgroup of version 1", "by a cgroup of version 2" };
    return words[version];
}

const char *machine_filter_library(void)
{
    return filter_library();
}
