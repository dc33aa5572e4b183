/*
 * Makes folders in folders, deeper than a path can be; 3000 at most.
 *
 * says: deep
 */
#include <sys/stat.h>
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    char name[251];
    memset(name, 'x', 250);
    name[250] = '\0';
    for (int i = 0; i < 3000; i++)
        if (mkdir(name, 0700) < 0 || chdir(name) < 0)
            break;
    puts("deep");
}
