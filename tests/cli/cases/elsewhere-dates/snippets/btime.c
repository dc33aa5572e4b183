#include <stdio.h>
#include <string.h>
#include <time.h>

int main(void)
{
    char line[256];
    FILE *stat = fopen("/proc/stat", "r");
    while (fgets(line, sizeof line, stat)) {
        time_t start;
        if (sscanf(line, "btime %ld", &start) == 1)
            printf("up since %d\n", gmtime(&start)->tm_year + 1900);
    }
}
