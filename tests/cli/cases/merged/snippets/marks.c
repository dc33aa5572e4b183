#include <stdio.h>

int main(void)
{
    puts("<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other");
    return 0;
}
