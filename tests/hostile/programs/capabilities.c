/*
 * Takes capabilities, and looks which it has.
 *
 * says: capset: EPERM
 * says: ambient: (EPERM|EINVAL)
 * says: CapInh:\s*0+
 * says: CapPrm:\s*0+
 * says: CapEff:\s*0+
 * says: CapAmb:\s*0+
 * says: NoNewPrivs:\s*1
 * says: Seccomp:\s*2
 */
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct all[2] = { { ~0U, ~0U, ~0U }, { 0x1ff, 0x1ff, 0x1ff } };
    static const char *const shown[] = { "CapInh", "CapPrm",     "CapEff",
                                         "CapAmb", "NoNewPrivs", "Seccomp:" };
    char line[256];
    tell("capset", syscall(SYS_capset, &header, all));
    tell("ambient", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0));
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof(line), file))
        for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++)
            if (strncmp(line, shown[i], strlen(shown[i])) == 0)
                fputs(line, stdout);
}
