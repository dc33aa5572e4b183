#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        printf("%d: %s\n", i, argv[i]);
    printf("%s %s %s\n", getenv("NAME"), getenv("TZ"), getenv("HOME"));
    for (int c; (c = getchar()) != EOF;)
        putchar(c);
    return 7;
}
