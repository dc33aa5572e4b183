#include <stdio.h>

int main(void)
{
    printf("name? ");
    fflush(stdout);
    getchar();
}
