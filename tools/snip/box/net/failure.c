#include "box/net/failure.h"

#include <string.h>

bool netlab_error(struct err *err, const struct lab *lab, const struct netlab_failure *failure)
{
    static const char *const steps[NETLAB_STEPS] = {
        [NETLAB_ENTER] = "its network namespace",
        [NETLAB_SETTINGS] = "its settings (/proc/sys/net)",
        [NETLAB_LINKS] = "a veth pair or a bridge",
        [NETLAB_OFFLOADS] = "an interface without offloads",
        [NETLAB_UP] = "an interface that is up",
        [NETLAB_CARRIER] = "an interface that carries frames",
        [NETLAB_IPV6] = "IPv6 that is ready",
        [NETLAB_ADDRESSES] = "an address",
        [NETLAB_ROUTES] = "a route",
    };
    const char *host = failure->host < lab->hosts.n ? lab->hosts.v[failure->host].name
                                                    : "the bridges' namespace";
    return err_set(err, ERR_SYSTEM, "cannot make the lab: %s: %s: %s", host, steps[failure->step],
                   strerror(failure->error));
}
