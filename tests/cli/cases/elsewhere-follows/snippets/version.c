#include <stdio.h>

int main(void)
{
    char line[64];
    FILE *version = fopen("/proc/version", "r");
    if (fgets(line, sizeof line, version))
        printf("%s\n", line);
}
