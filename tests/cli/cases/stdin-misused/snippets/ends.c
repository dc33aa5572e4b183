#include <stdio.h>

/* Reads one line, and ends. */
int main(void)
{
    char line[64];

    if (fgets(line, sizeof line, stdin))
        printf("read %s", line);
}
