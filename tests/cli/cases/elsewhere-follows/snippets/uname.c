#include <stdio.h>
#include <sys/utsname.h>

int main(void)
{
    struct utsname name;
    uname(&name);
    printf("%s %s\n", name.sysname, name.release);
}
