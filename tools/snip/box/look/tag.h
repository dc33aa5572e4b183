/*
 * What marks the processes of a program that has no box (box/inside/bare.h): their session. It is a
 * number that no inode of a namespace is, which marks those in one.
 */
#ifndef SNIP_BOX_LOOK_TAG_H
#define SNIP_BOX_LOOK_TAG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The tag of a program that is the first of its session PID. */
uint64_t tag_of_session(pid_t pid);

/* Tells whether TAG is one of tag_of_session(). */
bool tag_is_session(uint64_t tag);

/*
 * Tells whether STAT, the text of a process's file of that name in /proc, is of one that bears TAG,
 * of tag_of_session(), 0: any; with PARENT, not 0, only where that is its parent as well.
 */
bool tag_is_borne(const char *stat, uint64_t tag, pid_t parent);

#endif
