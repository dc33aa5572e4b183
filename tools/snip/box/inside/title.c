#include "box/inside/title.h"

#include <stddef.h>
#include <string.h>

static char *first;
static size_t length;

void title_note(char **argv)
{
    first = argv[0];
    for (; first && *argv; argv++)
        length = (size_t)(*argv + strlen(*argv) + 1 - first);
}

void title_clear(void)
{
    if (first)
        memset(first, 0, length);
}
