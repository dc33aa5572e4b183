/*
 * What lies in the world of a box's programs, seen from outside.
 */
#ifndef SNIP_BOX_LOOK_PLACE_H
#define SNIP_BOX_LOOK_PLACE_H

#include <stdbool.h>

/*
 * Tells whether something is at PATH, absolute or from the working folder, in the world of the
 * programs of a host, whose /proc PROC is; of a box that is none its folder is BARE, else NULL.
 * Symbolic links on the way lead where they lead in that world; the last one is not followed. False
 * where no process is there to be looked at.
 */
bool place_has(int proc, const char *bare, const char *path);

#endif
