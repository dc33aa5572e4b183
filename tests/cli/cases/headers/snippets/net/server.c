#include "words.h"
#include <stdio.h>

int main(void)
{
    printf("%s %d\n", WORD, PORT);
}
