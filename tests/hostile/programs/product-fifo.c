/*
 * A compiler that puts a FIFO in its product's place, which nobody ever writes to.
 *
 * snip: run --trust product-fifo
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo 'rm -f "$product"; mkfifo "$product"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: refused or machine
 * never: cannot run programs in a box|cannot be executed
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
