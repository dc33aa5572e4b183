/*
 * Settings below /proc/sys/net, all in one place: so that a network of a box is the same on every
 * machine. Each function writes those of the network namespace that the caller is in, by PROC, a
 * /proc mounted writable, and returns false with errno set on failure. Only async-signal-safe calls
 * are made.
 */
#ifndef SNIP_BOX_NET_SETTINGS_H
#define SNIP_BOX_NET_SETTINGS_H

#include <stdbool.h>

/* Writes VALUE to the file NAME. */
bool settings_put(int proc, const char *name, const char *value);

/*
 * Has network namespaces that are made from this one keep their own sockets in tables of their own,
 * where the kernel can do that: one look at them takes 20 µs then, not 600, as the machine's table
 * need not be walked.
 */
void settings_put_children(int proc);

/* Gives TCP what the kernel has by default, whatever this machine's settings and memory. */
bool settings_put_tcp(int proc);

/* Does the same for IPv4; FORWARD makes a router. */
bool settings_put_ipv4(int proc, bool forward);

/* Takes from TCP, where frames are held, what adds chance to a recording and nothing else. */
bool settings_put_held(int proc);

#endif
