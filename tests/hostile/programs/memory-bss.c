/*
 * Is itself too large: 1 GiB of a static array, all used.
 *
 * never: held 1024 MiB
 * manifest: limits: { time: 10s }
 * ends: memory or SIGKILL or SIGSEGV or 127
 */
#include "hostile.h"

static char bytes[1 << 30];

int main(void)
{
    memset(bytes, 1, sizeof(bytes));
    printf("held %d MiB\n", (int)(sizeof(bytes) >> 20) - 1 + bytes[4096]);
}
