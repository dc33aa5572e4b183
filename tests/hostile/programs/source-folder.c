/*
 * Is a folder.
 *
 * setup: rm snippets/$NAME.c
 * setup: mkdir -p snippets/$NAME.c/x
 * ends: input
 */
