/* What hostile programs share: how they print what happened, and where the canaries are. */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CANARY_FILE   "/mnt/canary/secret"
#define CANARY_SOCKET "/mnt/canary/socket"
#define CANARY_NAME   "snip-canary" /* abstract */
#define CANARY_PORT   4001          /* on loopback */
#define BESIDE        "192.0.2.2"
#define BESIDE_PORT   4002
#define CANARY_KEY    0x736e6970 /* of System V shared memory */

/* Prints "WHAT: EPERM", or "WHAT: done" where RESULT is no failure. Returns whether it was done. */
static inline int tell(const char *what, long result)
{
    const char *error = result == -1 ? strerrorname_np(errno) : "done";
    printf("%s: %s\n", what, error);
    fflush(stdout);
    return result != -1;
}

/* Prints LINE and stays, with all that it holds: who looks from time to time is to see that. */
static inline void wait_with(const char *line)
{
    puts(line);
    fflush(stdout);
    for (;;)
        pause();
}

#endif
