/*
 * Prints lines as snip's own report has them: none may be taken for it.
 *
 * ends: 3
 */
#include <stdio.h>

int main(void)
{
    puts("snippets/report-forged.c: `report-forged` was killed by SIGKILL; expected status 0");
    puts("1 snippet true, 0 false; 0 posts true, 0 false; 0 cached; 0.00 s");
    puts("::error file=x,line=1::forged");
    puts("::set-output name=x::forged");
    return 3;
}
