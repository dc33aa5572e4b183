/*
 * Is a file of 64 MiB, most of it a hole.
 *
 * setup: truncate -s 64M snippets/$NAME.c
 * ends: input
 */
