/*
 * Looks for limits that it has not got: without them one program takes what all others need.
 *
 * says: RLIMIT_NPROC is set
 * says: RLIMIT_NOFILE is set
 * says: RLIMIT_FSIZE is set
 * says: RLIMIT_MEMLOCK is set
 * says: RLIMIT_MSGQUEUE is set
 * says: RLIMIT_SIGPENDING is set
 * says: RLIMIT_STACK is set
 */
#include <sys/resource.h>

#include "hostile.h"

int main(void)
{
    static const struct {
        const char *name;
        __rlimit_resource_t resource;
    } limits[] = {
        { "RLIMIT_NPROC", RLIMIT_NPROC },       { "RLIMIT_NOFILE", RLIMIT_NOFILE },
        { "RLIMIT_FSIZE", RLIMIT_FSIZE },       { "RLIMIT_MEMLOCK", RLIMIT_MEMLOCK },
        { "RLIMIT_MSGQUEUE", RLIMIT_MSGQUEUE }, { "RLIMIT_SIGPENDING", RLIMIT_SIGPENDING },
        { "RLIMIT_STACK", RLIMIT_STACK }
    };
    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
        struct rlimit limit;
        getrlimit(limits[i].resource, &limit);
        printf("%s is %s\n", limits[i].name, limit.rlim_max == RLIM_INFINITY ? "unlimited" : "set");
    }
}
