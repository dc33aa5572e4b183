/*
 * A compiler that puts another name of a file of the system in its product's place, or else none.
 *
 * snip: run --trust product-hard-link
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo 'rm -f "$product"; ln /usr/bin/env "$product" 2>/dev/null; exit 0' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: refused or machine
 * never: cannot run programs in a box|cannot be executed
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
