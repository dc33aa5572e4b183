/*
 * Replaces itself by other programs of the system that stay: the shell, then sleep.
 *
 * ends: time
 */
#include <unistd.h>

int main(void)
{
    execl("/bin/sh", "sh", "-c", "trap '' TERM INT HUP; while :; do sleep 1000; done", NULL);
    return 1;
}
