#include <stdio.h>

static void run_of(char c, int n)
{
    while (n--)
        putchar(c);
    putchar('\n');
}

int main(void)
{
    run_of('`', 300);
    run_of('~', 300);
}
