/*
 * Sets the terminal so that it echoes, translates and waits for lines, and leaves it so.
 *
 * says: tcsetattr: done
 * says: ...
 * says: last
 */
#include <termios.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    struct termios mode;
    tcgetattr(1, &mode);
    mode.c_lflag |= ICANON | ECHO | ISIG | TOSTOP;
    mode.c_iflag |= IXON | ICRNL;
    tell("tcsetattr", tcsetattr(1, TCSANOW, &mode));
    puts("last");
}
