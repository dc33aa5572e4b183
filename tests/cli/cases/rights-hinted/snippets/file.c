#include <err.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
    int bindings = 0;

    if (chown("/tmp", 0, 0) < 0 || !fopen("/etc/shadow", "w"))
        err(1, "bindings %d", bindings);
}
