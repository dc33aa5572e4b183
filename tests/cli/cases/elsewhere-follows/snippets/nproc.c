#include <stdio.h>
#include <unistd.h>

int main(void)
{
    printf("%ld processors\n", sysconf(_SC_NPROCESSORS_ONLN));
}
