#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *much = malloc(1UL << 30);
    printf("a gigabyte that is never used: %s\n", much ? "given" : "refused");
}
