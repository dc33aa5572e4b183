/*
 * A compiler that wants 1 GiB of memory for itself.
 *
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo '[ "$1" = -v ] && exec cc -v' >>cc-hostile
 * setup: echo 'perl -e "\$x = q(x) x (1 << 30); print length(\$x), qq( bytes held\n)"' >>cc-hostile
 * setup: echo 'exec cc "$@"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused
 * never: 1073741824 bytes held
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
