/*
 * A compiler that makes its product run as who the compiler ran.
 *
 * snip: run --trust product-set-user-id
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo 'chmod 6777 "$product" 2>/dev/null; exit 0' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * says: made
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
