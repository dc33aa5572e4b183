/*
 * Stops the terminal's output (Control-S), then prints.
 *
 * ends: time
 */
#include <termios.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    tell("tcflow", tcflow(1, TCOOFF));
    for (int i = 0; i < 100000; i++)
        puts("more");
}
