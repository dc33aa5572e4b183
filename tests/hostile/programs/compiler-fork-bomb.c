/*
 * A compiler that forks as often as it can, at most 1000 times.
 *
 * snip: run --trust compiler-fork-bomb
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/usr/bin/perl' >cc-hostile
 * setup: echo 'if (grep { $_ eq "-o" } @ARGV) {' >>cc-hostile
 * setup: echo '    my ($n, $pid) = (0, 1);' >>cc-hostile
 * setup: echo '    $n++ while $n < 1000 && ($pid = fork);' >>cc-hostile
 * setup: echo '    sleep 1000 if defined $pid && !$pid;' >>cc-hostile
 * setup: echo '    print STDERR "$n processes\n";' >>cc-hostile
 * setup: echo '}' >>cc-hostile
 * setup: echo 'exec "cc", @ARGV;' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused
 * never: 1000 processes
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
