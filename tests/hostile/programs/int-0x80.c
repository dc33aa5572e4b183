/*
 * Makes system calls as a program of 32 bits does, whose numbers mean others: 20 is getpid there, 102 is socketcall.
 *
 * says: getpid: (ENOSYS|EPERM|no such door)
 * says: socketcall: (ENOSYS|EPERM|no such door)
 * ends: 0 or SIGSYS
 */
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

#include "hostile.h"

#ifdef __x86_64__
static sigjmp_buf back;

/* A kernel without such programs has no such door. */
static void fault(int number)
{
    siglongjmp(back, number);
}

static void try(const char *name, long number)
{
    long result;
    signal(SIGSEGV, fault);
    if (sigsetjmp(back, 1)) {
        printf("%s: no such door\n", name);
        return;
    }
    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(0L), "c"(0L), "d"(0L)
                     : "memory", "r8", "r9", "r10", "r11");
    errno = (int)-result;
    tell(name, result < 0 && result > -4096 ? -1 : 0);
}
#else
static void try(const char *name, long number)
{
    printf("%s: no such door\n", number ? name : "");
}
#endif

int main(void)
{
    try("getpid", 20);
    try("socketcall", 102);
}
