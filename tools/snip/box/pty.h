/*
 * A raw pseudo-terminal of fixed size (pty(7)): what a program prints on it is line-buffered and in
 * the order a person would see.
 */
#ifndef SNIP_BOX_PTY_H
#define SNIP_BOX_PTY_H

#include <stdbool.h>

#include "base/err.h"

enum { PTY_ROWS = 24, PTY_COLUMNS = 80 };

/* The two ends; -1 where closed. */
struct pty {
    int master; /* non-blocking; reads what was printed, EIO once no slave is open */
    int slave;  /* for the program's stdout and stderr; never becomes our controlling terminal */
};

/* Opens a raw terminal of PTY_ROWS by PTY_COLUMNS. Fails with ERR_SYSTEM. The caller closes both
 * ends. */
bool pty_open(struct pty *pty, struct err *err) __attribute__((warn_unused_result));

/*
 * Makes SLAVE, of a raw terminal, one that a person types lines on: they are shown as they are
 * typed, can be corrected, and are read when they are ended; Ctrl-C, Ctrl-D and their like do what
 * they do (termios(3)). What is printed stays as it is. Returns false with errno.
 */
bool pty_set_for_typing(int slave);

/*
 * Opens what a program prints to, a terminal or a pipe: its end into *THEIRS, a non-blocking one to
 * read from into *OURS. Fails with ERR_SYSTEM. The caller closes both.
 */
bool output_open(bool terminal, int *ours, int *theirs, struct err *err)
    __attribute__((warn_unused_result));

/* As output_open(), the pipe that it reads from; a non-blocking end to write to into *OURS. */
bool input_open(int *ours, int *theirs, struct err *err) __attribute__((warn_unused_result));

#endif
