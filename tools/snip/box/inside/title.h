/*
 * The command line of this process, as /proc/PID/cmdline shows it (proc(5)).
 */
#ifndef SNIP_BOX_INSIDE_TITLE_H
#define SNIP_BOX_INSIDE_TITLE_H

/* Notes where the arguments ARGV of main() lie. */
void title_note(char **argv);

/* Makes the command line of this process empty: what is in it is nobody's business in a box. ARGV
 * is not to be used any more. Async-signal-safe. */
void title_clear(void);

#endif
