/*
 * A compiler that puts a device in its product's place, or else a link to one.
 *
 * snip: run --trust product-device
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo 'rm -f "$product"; mknod "$product" c 1 5 2>/dev/null || ln -s /dev/zero "$product"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: refused or machine
 * never: cannot run programs in a box|cannot be executed
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
