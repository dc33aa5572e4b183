#include <stdio.h>
#include <time.h>

int main(void)
{
    time_t now = time(NULL);
    printf("minute %02d\n", gmtime(&now)->tm_min);
}
