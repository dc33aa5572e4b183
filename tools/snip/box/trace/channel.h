/*
 * What the recorder of a run and snip tell each other. From the recorder come events
 * (box/trace/event.h), each a packet of its head and LEN bytes of data; from snip words.
 */
#ifndef SNIP_BOX_TRACE_CHANNEL_H
#define SNIP_BOX_TRACE_CHANNEL_H

#include <stdint.h>

enum channel_kind {
    CHANNEL_PROGRAM, /* program was told to be started, on host; an answer follows */
    CHANNEL_DONE,    /* answer to EVENT_REST: something was started, or a signal sent */
    CHANNEL_NOTHING, /* answer to EVENT_REST: there is nothing to start or to stop */
};

struct channel_word {
    int32_t kind;
    int32_t program;
    int32_t host;
};

#endif
