/*
 * Includes a link out of the folder.
 *
 * setup: ln -s /mnt/canary/secret snippets/link.h
 * ends: refused or input
 */
#include "link.h"

int main(void)
{
    return 0;
}
