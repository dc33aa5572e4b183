/*
 * Prints sequences that command the terminal, and fails, so that they are in a report.
 *
 * ends: 3
 */
#include <stdio.h>

int main(void)
{
    puts("\033]0;title\007\033[2J\x9b"
         "2J \xc2\x9b"
         "2J");
    return 3;
}
