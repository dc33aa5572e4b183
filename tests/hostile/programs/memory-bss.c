/*
 * Is itself too large: 1 GiB of a static array, all used.
 *
 * bounded: held 1024 MiB
 * manifest: limits: { time: 60s }
 * ends: memory or SIGKILL or SIGSEGV or 127
 */
#include "hostile.h"

static char bytes[1 << 30];

int main(void)
{
    memset(bytes, 1, sizeof(bytes));
    wait_with(bytes[4096] ? "held 1024 MiB" : "held nothing");
}
