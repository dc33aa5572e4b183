#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>

int main(void)
{
    cpu_set_t set;
    sched_getaffinity(0, sizeof set, &set);
    printf("%s\n", CPU_COUNT(&set) == 1 ? "one" : "more");
}
