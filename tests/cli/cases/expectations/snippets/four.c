#include <stdio.h>

int main(void)
{
    fputs("four\n", stderr);
    return 4;
}
