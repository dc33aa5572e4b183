/*
 * A compiler that leaves processes behind which change its product later.
 *
 * snip: run --trust compiler-daemon
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cc "$@" || exit' >>cc-hostile
 * setup: echo 'while [ $# -gt 0 ] && [ "$1" != -o ]; do shift; done; product=$2; [ "$product" ] || exit 0' >>cc-hostile
 * setup: echo '(trap "" HUP TERM INT; setsid sleep 1000 & sleep 0.1; while :; do rm -f "$product"; ln -s /mnt/canary/secret "$product"; sleep 0.01; done) >/dev/null 2>&1 &' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
