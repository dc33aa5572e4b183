/*
 * Includes what /proc tells of the compiler, by a name that a macro makes.
 *
 * ends: refused
 * never: SECRET
 */
#define PATH(X) </proc/X/environ>
#include PATH(self)
#include "/dev/fd/0"
#include "/dev/stdin"
#include "/proc/self/fd/0"

int main(void)
{
}
