#include <stdio.h>

int main(void)
{
    // region: say
    puts("hello");
    // endregion
    return 0;
}
