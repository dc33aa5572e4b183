/*
 * Includes a link out of the folder.
 *
 * setup: ln -s /mnt/canary/secret snippets/out-of-here.h
 * ends: refused or input
 */
#include "out-of-here.h"

int main(void)
{
    return 0;
}
