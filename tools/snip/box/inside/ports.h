/*
 * Which ephemeral ports sockets of a host had: of those that are gone the kernel tells as it
 * destroys them (the groups SKNLGRP_INET_TCP_DESTROY and so on of NETLINK_SOCK_DIAG, as `ss -E`
 * has them), and of what is left of connections at the end it is asked.
 */
#ifndef SNIP_BOX_INSIDE_PORTS_H
#define SNIP_BOX_INSIDE_PORTS_H

#include "box/spec.h"

/*
 * A watch on the sockets of this process' network, to be read whenever there is something to read;
 * -1 where the kernel gives none.
 */
int ports_watch(void);

/*
 * Puts WATCH where no child that is forked meanwhile has it: that would be seen with a socket that
 * its program has not made. Returns what ports_unpark() takes it back from.
 */
int ports_park(int *watch);

/* Returns the watch that was parked; -1 where there was none, or it was lost. */
int ports_unpark(int parked);

/* Notes in FACTS what WATCH tells by now. Where it told more than it could keep, that is noted. */
void ports_take(int watch, struct box_facts *facts);

/*
 * Notes the rest, when nothing that ever had a socket is left; ends the watch. This process goes
 * from processor to processor for it, and stays on the last.
 */
void ports_finish(int *watch, struct box_facts *facts);

#endif
