#include <stdio.h>

int main(void)
{
    for (int i = 0; i < 60; i++)
        putchar('a');
    puts("!");
}
