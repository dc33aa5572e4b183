#include <stdio.h>
#include <time.h>

int main(void)
{
    time_t now = time(NULL);
    printf("%.10s\n", ctime(&now));
}
