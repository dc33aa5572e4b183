/*
 * The first process of a box: pid 1 of its namespaces.
 */
#ifndef SNIP_SYS_INIT_H
#define SNIP_SYS_INIT_H

#include <stdint.h>
#include <sys/types.h>

#include "sys/box.h"

/* What snip tells it. Each is one packet; end of file means that snip is gone. */
enum box_command_kind {
    BOX_GO,     /* the first; value: whether snip has mapped the identity */
    BOX_RUN,    /* program */
    BOX_SIGNAL, /* program; value: the signal */
    BOX_FINISH, /* kill what is left and end */
};

struct box_command {
    int32_t kind;
    int32_t program;
    int32_t value;
};

enum {
    BOX_UID = 1000,     /* who its programs are inside */
    BOX_NOBODY = 65534, /* who those of root are outside */
};

/*
 * Becomes the init of a box, in a process fresh from clone3(2) with its namespaces. CONTROL is its
 * end of the packets to and from snip, DIRECTORY is spec->directory opened outside (-1: none), UID
 * and GID are snip's. Only async-signal-safe calls are made from here on.
 */
_Noreturn void init_main(const struct box_spec *spec, int control, int directory, uid_t uid,
                         gid_t gid);

#endif
