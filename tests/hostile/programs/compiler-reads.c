/*
 * A compiler that quotes what it can read of the machine: files, environments, names.
 *
 * snip: run --trust compiler-reads
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/bin/bash' >cc-hostile
 * setup: echo 'cat /mnt/canary/secret /home/secret /dev/shm/canary /etc/shadow 2>/dev/null' >>cc-hostile
 * setup: echo 'for process in /proc/[0-9]*; do cat "$process"/environ "$process"/cmdline; done 2>/dev/null' >>cc-hostile
 * setup: echo 'hostname; cat /proc/sys/kernel/hostname' >>cc-hostile
 * setup: echo 'exec cc "$@"' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused
 * never: root:
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
