#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    for (int i = 1; argc == 2 && i <= atoi(argv[1]); i++)
        printf("%d\n", i);
}
