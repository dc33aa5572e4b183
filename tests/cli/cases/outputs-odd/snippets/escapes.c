#include <stdio.h>

int main(void)
{
    printf("a\033[31mred\033[0m\a\b\tb\vc\fd\177e\033]0;title\007\n");
}
