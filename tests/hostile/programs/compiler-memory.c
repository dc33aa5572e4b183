/*
 * A compiler that wants 1 GiB of memory for itself.
 *
 * snip: run --trust compiler-memory
 * setup: echo 'compiler: ./cc-hostile' >snip.yml
 * setup: echo '#!/usr/bin/perl' >cc-hostile
 * setup: echo 'if (grep { $_ eq "-o" } @ARGV) {' >>cc-hostile
 * setup: echo '    my $held = "";' >>cc-hostile
 * setup: echo '    vec($held, (1 << 30) - 1, 8) = 1;' >>cc-hostile
 * setup: echo '    print STDERR "held 1 GiB\n";' >>cc-hostile
 * setup: echo '}' >>cc-hostile
 * setup: echo 'exec "cc", @ARGV;' >>cc-hostile
 * setup: chmod 755 cc-hostile
 * ends: 0 or refused
 * never: held 1 GiB
 */
#include <stdio.h>

int main(void)
{
    puts("made");
}
