/*
 * A compiler that makes a product of 1 TiB, most of it holes.
 *
 * snip: run --trust product-endless
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo 'truncate -s 1T "$product"; exit 0' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused or machine
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
