#include <stdio.h>

int main(void)
{
    puts("a --> b <!-- c -->");
    puts("<!-- /snip -->");
    puts("");
    puts("<!-- snip output comment -->");
    puts("<script>alert(1)</script> {% raw %} {{ x }} &amp;");
}
