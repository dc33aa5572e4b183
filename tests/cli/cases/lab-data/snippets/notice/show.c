#include <stdio.h>
#include <unistd.h>

int main(void)
{
    char host[64], line[64];
    FILE *file = fopen("notice.txt", "r");
    if (gethostname(host, sizeof(host)) < 0 || !file || !fgets(line, sizeof(line), file))
        return 1;
    printf("%s reads: %s", host, line);
    return 0;
}
