#include "word.h"
#include <stdio.h>

int main(void)
{
    puts(WORD);
}
