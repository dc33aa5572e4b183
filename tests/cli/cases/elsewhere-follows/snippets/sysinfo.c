#include <stdio.h>
#include <sys/sysinfo.h>

int main(void)
{
    struct sysinfo info;
    sysinfo(&info);
    printf("%lu MiB\n", info.totalram >> 20);
}
