#include <stdio.h>
#include <sys/stat.h>

/* A pipeline of three through FIFOs; who is last prints when the first has long ended. */
int main(void)
{
    FILE *out;
    if (mkfifo("numbers.fifo", 0600) < 0 || !(out = fopen("numbers.fifo", "w")))
        return 1;
    for (int i = 1; i <= 3; i++)
        fprintf(out, "%d\n", i);
}
