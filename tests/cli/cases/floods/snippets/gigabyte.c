#include <string.h>
#include <unistd.h>

int main(void)
{
    char line[65536];
    memset(line, 'x', sizeof(line));
    for (int i = 0; i < 16384; i++)
        if (write(1, line, sizeof(line)) < 0)
            return 1;
}
