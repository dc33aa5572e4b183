#include <stdio.h>

int main(void)
{
    int here;
    printf("%p\n", (void *)&here);
}
