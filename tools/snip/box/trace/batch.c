#include "box/trace/batch.h"

#include <string.h>

bool batch_add(struct batch *batch, const struct event *event)
{
    if (batch->n == BATCH_MAX)
        return false;
    memcpy(&batch->v[batch->n++], event, offsetof(struct event, data) + event->len);
    return true;
}

/* What EVENT is sorted by. */
static size_t rank(const struct event *event, size_t first)
{
    bool is_child = event->kind == EVENT_BORN && event->parent != EVENT_NOBODY;
    size_t by = is_child ? event->parent : event->thread;
    if (by == first)
        return 0;
    size_t group = event->kind == EVENT_DIED ? 1 : 2;
    return (group << 32) + ((size_t)event->program << 16) + event->thread;
}

void batch_tell(struct batch *batch, size_t first, wires_tell *tell, void *owner)
{
    bool told[BATCH_MAX] = { false };
    for (size_t n = 0; n < batch->n; n++) {
        size_t best = batch->n;
        for (size_t i = 0; i < batch->n; i++)
            if (!told[i] &&
                (best == batch->n || rank(&batch->v[i], first) < rank(&batch->v[best], first)))
                best = i;
        told[best] = true;
        tell(owner, &batch->v[best]);
    }
    batch->n = 0;
}
