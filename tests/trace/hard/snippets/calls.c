/* 10,000 calls. */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int ends[2];
    char letter = 0;
    if (pipe(ends) < 0)
        return 1;
    for (int i = 0; i < 5000; i++)
        if (write(ends[1], "x", 1) != 1 || read(ends[0], &letter, 1) != 1)
            return 1;
    printf("%c\n", letter);
}
