#include <stdio.h>

int main(void)
{
    for (int i = 0; i < 200; i++)
        puts("hello, a line that needs some room on the disk");
}
