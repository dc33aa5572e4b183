#include "engine/truth/view.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "engine/truth/choice.h"
#include "engine/truth/columns.h"
#include "engine/truth/listing.h"
#include "engine/truth/mark.h"

/* Ends the last line of OUT. */
static void end_line(struct buf *out)
{
    if (out->len && out->s[out->len - 1] != '\n')
        buf_addc(out, '\n');
}

/* Of several processes the prompt tells which it is. */
static void render_process(struct buf *out, const struct record_process *process, bool several)
{
    buf_printf(out, "%s$ %s\n%s", several ? process->name : "", process->command, process->output);
    end_line(out);
    if (process->stopped)
        return;
    if (process->signal)
        buf_printf(out, "[killed by SIG%s]\n", process->signal);
    else if (process->status != 0)
        buf_printf(out, "[exit status %d]\n", process->status);
}

static void render_code(struct buf *out, const struct block *block, struct slice source,
                        const struct record *record)
{
    (void)block, (void)record;
    buf_add(out, source.s, source.len);
}

static void render_output(struct buf *out, const struct block *block, struct slice source,
                          const struct record *record)
{
    (void)source;
    vec_each (process, &record->processes)
        if (block_chooses(block, "only", process->name))
            render_process(out, process, record->processes.n > 1);
}

static void render_diagnostics(struct buf *out, const struct block *block, struct slice source,
                               const struct record *record)
{
    (void)source;
    const struct record_compile *compile = record_find_compile(record, path_base(block->target));
    if (!compile)
        return;
    buf_printf(out, "$ %s\n%s", compile->command, compile->diagnostics);
    end_line(out);
}

static void render_lab(struct buf *out, const struct block *block, struct slice source,
                       const struct record *record)
{
    (void)block, (void)source;
    record_lab_show(out, &record->lab);
}

/* Why what CHOICE shows is too much. Owned by the caller; NULL where it is not. */
static char *too_much(const struct choice *choice)
{
    if (choice->trace->omitted)
        return mem_printf("more happened than is recorded: %lu events are left out",
                          choice->trace->omitted);
    if (choice->steps > CHOICE_MOST_STEPS)
        return mem_printf("these are %zu steps, and at most %d are shown", choice->steps,
                          CHOICE_MOST_STEPS);
    return NULL;
}

/* Appends what SHOW makes of the trace of RECORD, or why that is too much. */
static void render_trace(struct buf *out, const struct block *block, const struct record *record,
                         void (*show)(struct buf *, const struct choice *))
{
    AUTO(choice_release) struct choice choice;
    choice_make(&choice, &record->trace, block);
    AUTO_FREE char *why = too_much(&choice);
    if (why) {
        buf_printf(out, "[%s]\n", why);
        return;
    }
    show(out, &choice);
    for (size_t i = 0; i < record->trace.events.n; i++)
        if (choice.shown[i] && record->trace.events.v[i].free) {
            buf_adds(out, "\n* may as well come later\n");
            return;
        }
}

static void render_calls(struct buf *out, const struct block *block, struct slice source,
                         const struct record *record)
{
    (void)source;
    render_trace(out, block, record, listing_calls);
}

static void render_packets(struct buf *out, const struct block *block, struct slice source,
                           const struct record *record)
{
    (void)source;
    render_trace(out, block, record, listing_packets);
}

static void show_timeline(struct buf *out, const struct choice *choice)
{
    AUTO(marks_release) struct marks marks = { 0 };
    marks_make(&marks, choice);
    if (marks.n && !columns_show(out, choice, &marks))
        listing_marks(out, choice, &marks);
}

static void render_timeline(struct buf *out, const struct block *block, struct slice source,
                            const struct record *record)
{
    (void)source;
    render_trace(out, block, record, show_timeline);
}

char *view_too_much(const struct block *block, const struct record *record)
{
    bool traced = block->kind == VIEW_CALLS || block->kind == VIEW_PACKETS ||
                  block->kind == VIEW_TIMELINE;
    AUTO(choice_release) struct choice choice = { 0 };
    if (!traced)
        return NULL;
    choice_make(&choice, &record->trace, block);
    return too_much(&choice);
}

void view_render(struct buf *out, const struct block *block, struct slice source,
                 const struct record *record)
{
    typedef void renderer(struct buf *, const struct block *, struct slice, const struct record *);
#define RENDERER(KIND, WORD, ...) [KIND] = render_##WORD,
    static renderer *const renderers[] = { VIEW_KINDS(RENDERER) };
    renderers[block->kind](out, block, source, record);
}
