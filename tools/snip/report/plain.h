/*
 * The report as plain text, for a person at a terminal or reading a log.
 */
#ifndef SNIP_REPORT_PLAIN_H
#define SNIP_REPORT_PLAIN_H

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "engine/plan/plan.h"
#include "engine/truth/verdict.h"

/*
 * Prints a line, formatted as by printf(3), so that no name and no word of a file in it is a
 * command to the terminal, or a line of its own: as text_show_line() has it. All that snip says on
 * standard output but constants goes through here or plain_text().
 */
void plain_line(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Prints TEXT, of many lines, so that nothing in it is a command to the terminal: as text_show().
 */
void plain_text(FILE *out, const char *text);

/* Prints the errors in LIST, each with its lines and its mend. */
void plain_errors(FILE *out, const struct errs *list);

/* Prints what a check found, and as its last line the counts and the time of SECONDS it took. */
void plain_check(FILE *out, const struct verdict *verdict, double seconds);

/* Prints what an update could not mend, then the counts, WRITTEN files, and the time of SECONDS. */
void plain_update(FILE *out, const struct verdict *verdict, size_t written, double seconds);

/* Progress on a terminal: one line that is written over. sched_options.progress; OWNER is a FILE.
 */
void plain_progress(void *owner, size_t done, size_t total, const struct snippet *snippet);

#endif
