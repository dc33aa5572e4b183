#include <stdio.h>

int main(void)
{
    puts("```");
    puts("~~~~~");
    for (int i = 0; i < 200; i++)
        putchar('`');
    puts("");
    for (int i = 0; i < 200; i++)
        putchar('~');
    puts("\n    ``` c");
}
