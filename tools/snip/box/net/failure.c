#include "box/net/failure.h"

#include "base/mem.h"

char *netlab_failure_place(const struct lab *lab, const struct netlab_failure *failure)
{
    static const char *const steps[NETLAB_STEPS] = {
        [NETLAB_ENTER] = "a network namespace",
        [NETLAB_SETTINGS] = "settings (/proc/sys/net)",
        [NETLAB_LINKS] = "a veth pair or a bridge",
        [NETLAB_OFFLOADS] = "an interface without offloads",
        [NETLAB_UP] = "an interface that is up",
        [NETLAB_ADDRESSES] = "an address",
        [NETLAB_ROUTES] = "a route",
        [NETLAB_NEIGHBOURS] = "a neighbour",
        [NETLAB_CARRIER] = "an interface that carries frames",
        [NETLAB_IPV6] = "IPv6 that is ready",
        [NETLAB_PROCESS] = "a process",
        [NETLAB_RECORDER] = "recording (ptrace(2), packet(7), sock_diag(7), /proc)",
    };
    if (failure->host >= lab->hosts.n)
        return mem_printf("the bridges: %s", steps[failure->step]);
    return mem_printf("host `%s`: %s", lab->hosts.v[failure->host].name, steps[failure->step]);
}
