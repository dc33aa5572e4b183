/*
 * Takes all the inotify(7) instances there are for the user who started snip: other boxes and programs would get none.
 *
 * says: inotify_init: EMFILE
 * says: fewer than 64: yes
 */
#include <sys/inotify.h>

#include "hostile.h"

int main(void)
{
    int n = 0, fd = 0;
    while (n < 64 && (fd = inotify_init()) >= 0)
        n++;
    tell("inotify_init", fd);
    printf("fewer than 64: %s\n", n < 64 ? "yes" : "no");
}
