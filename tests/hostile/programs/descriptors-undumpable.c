/*
 * Opens 3000 files in four processes that nobody of their user may look into.
 *
 * ends: files
 */
#include <sys/prctl.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    prctl(PR_SET_DUMPABLE, 0);
    fork();
    fork();
    for (int i = 0; i < 750; i++)
        if (dup(0) < 0)
            break;
    sleep(2);
}
