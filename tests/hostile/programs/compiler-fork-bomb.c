/*
 * A compiler that forks as often as it can, at most 1000 times.
 *
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo '[ "$1" = -v ] && exec cc -v' >>cc-hostile
 * setup: echo 'for i in {1..1000}; do sleep 1000 & done 2>/dev/null' >>cc-hostile
 * setup: echo 'n=0; for job in $(jobs -p); do n=$((n + 1)); done; echo "$n processes"' >>cc-hostile
 * setup: echo 'exec cc "$@"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: refused or 0
 * never: ^ *.. 1000 processes
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
