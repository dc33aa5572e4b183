#include <stdio.h>

int main(void)
{
    puts("changed " __TIMESTAMP__);
}
