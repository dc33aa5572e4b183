#include <stdio.h>

int main(void)
{
    int x = 1
    puts("x");
    y = 2;
}
