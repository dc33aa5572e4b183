/*
 * What ss(8) printed of sockets of TCP, line by line.
 */
#ifndef SNIP_ENGINE_TRUTH_SSLINES_H
#define SNIP_ENGINE_TRUTH_SSLINES_H

#include "base/vec.h"
#include "engine/record/record.h"

/* One socket, as a line tells it. */
struct ss_line {
    const char *state;  /* as a trace calls it: "FIN_WAIT2". Static */
    char *local, *peer; /* "127.0.0.1:8080" */
    unsigned long recv_q, send_q;
};

VEC_TYPE(ss_lines, struct ss_line);

/* Tells whether COMMAND, as a prompt shows it, calls ss(8) for sockets of TCP alone: `ss -ltn`. */
bool ss_of_tcp(const char *command);

/* Appends to LINES the sockets that PROCESS printed; none where it is not ss_of_tcp(). */
void ss_read(struct ss_lines *lines, const struct record_process *process);

/* Frees what LINES own; it is empty afterwards. */
void ss_release(struct ss_lines *lines);

#endif
