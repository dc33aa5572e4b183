/*
 * Includes itself twice: as often as two to the power of the compiler's depth.
 *
 * ends: refused
 */
#include __FILE__
#include __FILE__

int main(void)
{
    return 0;
}
