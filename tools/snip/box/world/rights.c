/*
 * Over execve(2) of a file without capabilities only the ambient ones last, for a uid that is not
 * 0. They are those of the user namespace of the box, which owns its networks and, as every
 * namespace, nothing of those outside.
 */
#include "box/world/rights.h"

#include <linux/capability.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/right.h"

static const struct {
    enum right right;
    int capability;
} rights_of[] = {
    { RIGHT_NET_RAW, CAP_NET_RAW },
    { RIGHT_NET_ADMIN, CAP_NET_ADMIN },
    { RIGHT_NET_BIND, CAP_NET_BIND_SERVICE },
};

/* What all its capabilities are bounded by; the kernel may know more of them than this program. */
static bool bound(uint64_t kept)
{
    for (int i = 0; prctl(PR_CAPBSET_READ, i, 0, 0, 0) >= 0; i++)
        if (!(kept >> i & 1) && prctl(PR_CAPBSET_DROP, i, 0, 0, 0) < 0)
            return false;
    return true;
}

static bool set(uint64_t kept)
{
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    uint32_t low = (uint32_t)kept, high = (uint32_t)(kept >> 32);
    const struct __user_cap_data_struct sets[] = { { low, low, low }, { high, high, high } };
    return syscall(SYS_capset, &header, sets) == 0;
}

bool rights_keep(unsigned rights)
{
    uint64_t kept = 0;
    for (size_t i = 0; i < COUNT(rights_of); i++)
        if (rights & rights_of[i].right)
            kept |= UINT64_C(1) << rights_of[i].capability;
    if (!bound(kept) || !set(kept))
        return false;
    for (int i = 0; kept >> i; i++)
        if ((kept >> i & 1) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) < 0)
            return false;
    return true;
}
