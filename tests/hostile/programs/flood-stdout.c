/*
 * Prints without end to its standard output.
 *
 * ends: output
 */
#include <stdio.h>

int main(void)
{
    for (;;)
        puts("more and more and more");
}
