#include <stdio.h>

int main(int argc, char **argv)
{
    printf("%ld\n", __STDC_VERSION__);
    return 0;
}
