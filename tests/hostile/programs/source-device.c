/*
 * Is a link to a file without end.
 *
 * setup: rm snippets/$NAME.c
 * setup: ln -s /dev/zero snippets/$NAME.c
 * ends: input
 */
