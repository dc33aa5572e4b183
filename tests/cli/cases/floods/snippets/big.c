#include <stdio.h>

int main(void)
{
    for (int i = 0; i < 300; i++)
        printf("line %d\n", i);
}
