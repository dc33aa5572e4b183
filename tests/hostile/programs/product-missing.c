/*
 * A compiler that makes no product and says that all is well.
 *
 * snip: run --trust product-missing
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo '[ "$1" = -v ] && exec cc -v' >>cc-hostile
 * setup: echo 'exit 0' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: refused or machine
 * never: cannot run programs in a box|cannot be executed
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
