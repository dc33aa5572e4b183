#include <stdio.h>
#include <sys/time.h>

int main(void)
{
    struct timeval now;
    gettimeofday(&now, NULL);
    printf("%ld weeks\n", now.tv_sec / 604800);
}
