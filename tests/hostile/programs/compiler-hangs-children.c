/*
 * A compiler that ends while a child holds its output open.
 *
 * snip: run --trust compiler-hangs-children
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo '(trap "" HUP TERM INT; exec sleep 1000) &' >>cc-hostile
 * setup: echo 'exec cc "$@"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * says: made
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
