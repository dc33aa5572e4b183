#include <err.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    char names[512] = "", values[512] = "";
    FILE *f = fopen("/proc/net/snmp", "r");

    if (!f)
        err(1, "/proc/net/snmp");

    // "Udp:"로 시작하는 두 줄을 찾는다. 이름의 줄과 값의 줄이다.
    while (strncmp(names, "Udp: ", 5) != 0)
        if (!fgets(names, sizeof names, f))
            errx(1, "Udp 줄이 없다");
    if (!fgets(values, sizeof values, f))
        errx(1, "Udp 값이 없다");
    fclose(f);

    char *n = names, *v = values;
    while (n && v) {
        char *name = strsep(&n, " \n"), *value = strsep(&v, " \n");
        if (strcmp(name, "InCsumErrors") == 0)
            printf("Udp %s %s\n", name, value);
    }
}
