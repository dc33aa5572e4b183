/*
 * Prints without end to its standard error.
 *
 * ends: output
 */
#include <stdio.h>

int main(void)
{
    for (;;)
        fputs("more and more and more\n", stderr);
}
