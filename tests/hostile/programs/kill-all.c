/*
 * Kills all that it may: kill(-1).
 *
 * says: kill -1: (done|ESRCH|EPERM)
 */
#include <signal.h>

#include "hostile.h"

int main(void)
{
    tell("kill -1", kill(-1, SIGKILL));
}
