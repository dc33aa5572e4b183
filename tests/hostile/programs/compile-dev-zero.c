/*
 * Has the compiler read a file without end.
 *
 * ends: refused
 */
#include "/dev/zero"
