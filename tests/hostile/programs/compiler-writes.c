/*
 * A compiler that writes to folders outside, and kills whom it can.
 *
 * snip: run --trust compiler-writes
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'for folder in /mnt/canary /home /dev/shm /tmp . .. snippets _posts /; do (: >"$folder/hostile") 2>/dev/null; done' >>cc-hostile
 * setup: echo 'kill -KILL -1 2>/dev/null' >>cc-hostile
 * setup: echo 'exec cc "$@"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused or machine
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
