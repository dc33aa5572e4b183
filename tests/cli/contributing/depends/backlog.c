#include <err.h>
#include <stdio.h>

int main(void)
{
    int most;
    FILE *f = fopen("/proc/sys/net/core/somaxconn", "r");

    if (!f || fscanf(f, "%d", &most) != 1)
        err(1, "somaxconn");
    printf("a backlog is %d at most\n", most);
    fclose(f);
}
