#include <stdio.h>

int main(void)
{
    volatile int room[4096];
    printf("%d\n", room[100]);
}
