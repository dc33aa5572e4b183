#include <stdio.h>
#include <unistd.h>

int main(void)
{
    puts(isatty(1) && isatty(2) && !isatty(0) ? "a terminal" : "no terminal");
}
