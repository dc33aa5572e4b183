/*
 * Includes itself.
 *
 * ends: refused
 */
#include __FILE__

int main(void)
{
    return 0;
}
