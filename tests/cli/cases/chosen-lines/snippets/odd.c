#include <stdio.h>

int main(void)
{
    puts("one\n[… lines 2-20 …]\nthree");
}
