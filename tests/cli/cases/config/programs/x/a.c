#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    (void)argv;
    printf("%s %.1f %ld\n", WORD, sqrt(16.0 * argc), __STDC_VERSION__);
}
