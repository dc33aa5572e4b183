#include <stdio.h>
#include <unistd.h>

int main(void)
{
    usleep(20000);
    puts("late");
}
