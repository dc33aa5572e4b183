/*
 * Prints its environment and what it was started with.
 *
 * says: PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
 * says: HOME=/tmp
 * says: LC_ALL=C\.UTF-8
 * says: TZ=UTC
 */
#include <unistd.h>

#include "hostile.h"

int main(void)
{
    for (char **each = environ; *each; each++)
        puts(*each);
}
