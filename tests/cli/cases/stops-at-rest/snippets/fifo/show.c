#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int i;
    FILE *in = fopen("squares.fifo", "r");
    if (!in)
        return 1;
    while (fscanf(in, "%d", &i) == 1)
        printf("%d\n", i);
    puts("no more");
    fflush(stdout);
    pause();
}
