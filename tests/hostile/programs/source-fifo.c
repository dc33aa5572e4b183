/*
 * Is a FIFO, which nobody ever writes to.
 *
 * setup: rm snippets/$NAME.c
 * setup: mkfifo snippets/$NAME.c
 * ends: input
 */
