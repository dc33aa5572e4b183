/*
 * Small work on files for a process between fork(2) and execve(2), as a box's init is: each returns
 * false with errno set, and only async-signal-safe calls are made.
 */
#ifndef SNIP_BOX_WORLD_FILES_H
#define SNIP_BOX_WORLD_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Writes TEXT to the file PATH, which is there, in one call: as files of /proc take it. */
bool files_put(const char *path, const char *text);

/* Writes all LEN bytes of DATA to FD. */
bool files_write(int fd, const void *data, size_t len);

struct box_file;

/*
 * Makes the new file PATH with the content of FILE: to be read, and executed if it may be, by all.
 * It was last changed at the Unix time AT; 0: BOX_FILE_TIME.
 */
bool files_write_new(const char *path, const struct box_file *file, int64_t at);

/* Makes the directories above the file PATH, a relative one, that are not there. */
bool files_make_above(const char *path);

#endif
