#include <stdio.h>

int main(void)
{
    puts("built on " __DATE__);
}
