/* It asks to be traced, as a sanitizer does of itself. */
#include <stdio.h>
#include <sys/ptrace.h>

int main(void)
{
    puts(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? "nobody traces me" : "somebody traces me");
}
