/*
 * A compiler that puts a link to another program in its product's place.
 *
 * snip: run --trust product-symlink-system
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo 'rm -f "$product"; ln -s /usr/bin/env "$product"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: refused or machine
 * never: cannot run programs in a box|cannot be executed
 * never: PATH=
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
