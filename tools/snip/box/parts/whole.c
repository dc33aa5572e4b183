#include "box/parts/whole.h"

void box_decide(struct box *box, enum end end, size_t program)
{
    if (box->decided)
        return;
    box->decided = true;
    box->result.end = end;
    box->result.program = program;
    if (end != END_FINISHED)
        host_kill(&box->first);
}

void box_exceed(struct box *box, enum end end, size_t program)
{
    if (box->decided)
        return;
    if (box->events.limit)
        box->events.limit(box, box->owner, end, program);
    box_decide(box, end, program);
}
