#include <stdio.h>

int main(void)
{
    puts("b\na\nB\n한");
}
