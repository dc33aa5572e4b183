#include "base/vec.h"

#include <stdlib.h>

void strings_add(struct strings *list, char *s)
{
    vec_push(list, s);
}

int strings_has(const struct strings *list, const char *s)
{
    vec_each (item, list)
        if (strcmp(*item, s) == 0)
            return 1;
    return 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void strings_sort(struct strings *list)
{
    if (list->n > 1)
        qsort(list->v, list->n, sizeof(*list->v), by_bytes);
}

void strings_release(struct strings *list)
{
    vec_each (item, list)
        free(*item);
    vec_release(list);
}
