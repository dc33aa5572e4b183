/*
 * A compiler that leaves a product without rights, in a folder without rights.
 *
 * snip: run --trust product-no-rights
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo 'mkdir -p "$(dirname "$product")/x/y"; chmod 0 "$product" "$(dirname "$product")/x" "$(dirname "$product")"; exit 0' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused or machine
 * never: cannot run programs in a box|cannot be executed
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
