/*
 * Looks for files in its working folder that are not its own.
 *
 * says: here: data-files
 */
#include <dirent.h>
#include <stdlib.h>

#include "hostile.h"

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

int main(void)
{
    struct dirent **entries;
    int n = scandir(".", &entries, visible, alphasort);
    printf("here:");
    for (int i = 0; i < n; i++)
        printf(" %s", entries[i]->d_name);
    puts("");
}
