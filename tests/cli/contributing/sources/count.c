#include <stdio.h>

#include "lines.h"

int main(void)
{
    printf("%d lines\n", lines_of("a\nb\nc\n"));
}
