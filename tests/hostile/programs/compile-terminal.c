/*
 * Has the compiler read its terminal and its standard input.
 *
 * ends: refused
 */
#include "/dev/stdin"
#include "/dev/tty"
#include "/proc/self/fd/0"
#error end
