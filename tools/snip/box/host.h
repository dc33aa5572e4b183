/*
 * A host: processes in user, pid, mount, network, ipc and uts namespaces of their own
 * (namespaces(7)), with their first process, on which several programs can run side by side. A box
 * has one (box/box.h), or where it is a lab one for all and one for each host.
 *
 * The first process is snip's init. It sets the host up step by step, starts programs when it is
 * told to, kills what a program left behind and tells how each ended. A step that fails is named in
 * a message, so that a person can be told what their machine forbids. The host dies as a whole with
 * its init, and its init with snip.
 */
#ifndef SNIP_BOX_HOST_H
#define SNIP_BOX_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"
#include "box/inside/protocol.h"
#include "box/watch/cgroup.h"

/* What a host is before it was started. */
#define HOST_NONE                                                                                  \
    {                                                                                              \
        .pid = -1, .pidfd = -1, .control = -1, .proc = -1, .diag = -1, .route = -1, .product = -1, \
        .channel = -1, .group = CGROUP_NONE                                                        \
    }

/* A running host. */
struct host {
    pid_t pid;   /* of its init, as seen from here, or of a keeper */
    bool bare;   /* it is none: box/inside/bare.h */
    int pidfd;   /* readable once the host has ended: then reap it with host_reap() */
    int control; /* of packets (host_receive()); its closing tells the init that snip is gone */
    int proc;    /* from BOX_READY on, with a workspace: the host's /proc, and … */
    int diag;    /* … a NETLINK_SOCK_DIAG socket in its network, and … */
    int route;   /* … and where it may have neighbours, a NETLINK_ROUTE socket there */
    int channel; /* where the run is recorded: what the recorder tells (box/trace/channel.h) */
    int product; /* what the last BOX_PRODUCT came with; -1 for none */
    struct cgroup group; /* which it is in; none where memory is not limited that way */
};

/*
 * Starts the host of SPEC, whose programs are given ENDS; none runs yet. For a lab HOSTS, one for
 * each of its hosts, are what programs are run on and what their messages come from; HOST itself
 * tells only what fails before they are there, and is what is killed and reaped, and then HOSTS are
 * reaped too. Fails with ERR_SYSTEM where it cannot even be cloned; later failures come as
 * messages. End it with host_kill() and host_reap() either way.
 */
bool host_start(struct host *host, struct host *hosts, const struct box_spec *spec,
                const struct program_ends *ends, struct err *err)
    __attribute__((warn_unused_result));

/* Starts program number PROGRAM of the spec, each at most once. Need not wait for BOX_READY. */
void host_run(const struct host *host, size_t program);

/* Sends SIGNAL to PROGRAM, as box_signal() does (box/box.h). */
void host_signal(const struct host *host, size_t program, int signal);

/* No program is to be started any more: kills what is left, and the host ends. */
void host_finish(const struct host *host);

/*
 * Takes the next message, if one is there. Returns 1, 0 at their end, -1 and errno else (EAGAIN).
 */
int host_receive(struct host *host, struct box_message *message);

/* Kills every process of the host. */
void host_kill(const struct host *host);

/* Waits for the host's end, blocking if it has not ended, and closes its descriptors. */
void host_reap(struct host *host);

#endif
