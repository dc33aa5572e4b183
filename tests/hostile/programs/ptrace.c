/*
 * Traces the box's init, as a debugger would.
 *
 * says: PTRACE_ATTACH: (EPERM|ENOSYS)
 * says: PTRACE_SEIZE: (EPERM|ENOSYS)
 */
#include <sys/ptrace.h>

#include "hostile.h"

int main(void)
{
    tell("PTRACE_ATTACH", ptrace(PTRACE_ATTACH, 1, NULL, NULL));
    tell("PTRACE_SEIZE", ptrace(PTRACE_SEIZE, 1, NULL, NULL));
}
