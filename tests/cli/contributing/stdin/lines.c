#include <stdio.h>

int main(void)
{
    char line[64];

    for (int i = 1; fgets(line, sizeof line, stdin); i++)
        printf("%d: %s", i, line);
}
