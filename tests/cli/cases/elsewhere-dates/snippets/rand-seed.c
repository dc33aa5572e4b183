#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(void)
{
    srand(time(NULL) / 86400);
    printf("a die shows %d of 1000000\n", rand() % 1000000);
}
