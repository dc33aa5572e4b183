#include <err.h>
#include <stdio.h>

int main(void)
{
    FILE *numbers = fopen("/tmp/numbers", "w");

    if (!numbers)
        err(1, "fopen");
    fprintf(numbers, "one\ntwo\n");
    puts("written");
}
