#include <stdio.h>
#include <time.h>

int main(void)
{
    time_t now = time(NULL);
    printf("day %d of the week\n", gmtime(&now)->tm_wday);
}
