#include <stdio.h>

int main(void)
{
    for (int i = 1; i <= 12; i++)
        printf("line %d\n", i);
    return 3;
}
