/*
 * A compiler that connects to what is outside.
 *
 * snip: run --trust compiler-network
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'for port in 127.0.0.1/4001 192.0.2.2/4002; do (: >/dev/tcp/$port) 2>/dev/null; (: >/dev/udp/$port) 2>/dev/null; done' >>cc-hostile
 * setup: echo 'exec cc "$@"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * says: made
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
