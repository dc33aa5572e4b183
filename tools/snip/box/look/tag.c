#include "box/look/tag.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { TAG_SHIFT = 32 };

uint64_t tag_of_session(pid_t pid)
{
    return (uint64_t)pid << TAG_SHIFT;
}

bool tag_is_session(uint64_t tag)
{
    return tag >> TAG_SHIFT != 0;
}

bool tag_is_borne(const char *stat, uint64_t tag, pid_t parent)
{
    const char *name_end = strrchr(stat, ')'); /* the name may hold one too */
    const char *rest = text_word(name_end ? name_end : "", 1);
    pid_t ppid = (pid_t)strtol(text_word(rest, 1), NULL, 10);
    pid_t session = (pid_t)strtol(text_word(rest, 3), NULL, 10);
    return name_end && (!tag || tag_of_session(session) == tag) && (!parent || ppid == parent);
}
