#include <err.h>
#include <termios.h>
#include <unistd.h>

int main(void)
{
    struct termios mode;

    if (tcgetattr(STDIN_FILENO, &mode) < 0)
        err(1, "tcgetattr");
}
