#include <stdio.h>

int main(void)
{
    printf("built in hour %.2s\n", __TIME__);
}
