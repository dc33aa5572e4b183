#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    char *p = malloc(300 << 20);
    memset(p, 1, 300 << 20);
    printf("%d\n", p[299 << 20]);
    pause();
}
