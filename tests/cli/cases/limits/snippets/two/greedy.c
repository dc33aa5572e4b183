#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
    puts("before");
    memset(malloc(300 << 20), 1, 300 << 20);
    pause();
}
