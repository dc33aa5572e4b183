#include <stdio.h>
#include <sys/auxv.h>

int main(void)
{
    /* Where the dynamic linker lies: nowhere. */
    printf("static: %s\n", getauxval(AT_BASE) ? "no" : "yes");
}
