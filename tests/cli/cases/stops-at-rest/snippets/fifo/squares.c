#include <stdio.h>
#include <sys/stat.h>

int main(void)
{
    int i;
    FILE *in, *out;
    mkfifo("squares.fifo", 0600);
    if (!(in = fopen("numbers.fifo", "r")) || !(out = fopen("squares.fifo", "w")))
        return 1;
    while (fscanf(in, "%d", &i) == 1)
        fprintf(out, "%d\n", i * i);
}
