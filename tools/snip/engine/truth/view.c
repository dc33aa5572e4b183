#include "engine/truth/view.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "engine/truth/choice.h"
#include "engine/truth/columns.h"
#include "engine/truth/listing.h"
#include "engine/truth/mark.h"
#include "engine/truth/states.h"
#include "engine/truth/table.h"

/* Ends the last line of OUT. */
static void end_line(struct buf *out)
{
    if (out->len && out->s[out->len - 1] != '\n')
        buf_addc(out, '\n');
}

/* The line that stands for those from FIRST to LAST, which are left out. Owned by the caller. */
static char *cut_line(size_t first, size_t last)
{
    return first == last ? mem_printf("[… line %zu …]", first)
                         : mem_printf("[… lines %zu-%zu …]", first, last);
}

static void add_cut(struct buf *out, size_t first, size_t last)
{
    AUTO_FREE char *cut = last >= first ? cut_line(first, last) : NULL;
    if (cut)
        buf_printf(out, "%s\n", cut);
}

/* Appends of OUTPUT the lines in RANGES, and a line for those between that are left out. */
static void render_lines(struct buf *out, const char *output, const struct line_ranges *ranges)
{
    struct slice rest = { output, strlen(output) }, line;
    size_t number = 0, shown = 0, at = 0;
    while (text_line(&rest, &line)) {
        number++;
        while (at < ranges->n && ranges->v[at].last < number)
            at++;
        if (at == ranges->n || ranges->v[at].first > number)
            continue;
        add_cut(out, shown + 1, number - 1);
        buf_add(out, line.s, line.len);
        buf_addc(out, '\n');
        shown = number;
    }
    add_cut(out, shown + 1, number);
}

static void render_printed(struct buf *out, const struct block *block, const char *output)
{
    const char *lines = block_attribute(block, "lines");
    struct line_ranges ranges = { 0 };
    if (lines && line_ranges_read(&ranges, lines))
        render_lines(out, output, &ranges);
    else
        buf_adds(out, output);
    end_line(out);
    vec_release(&ranges);
}

/* Of several processes the prompt tells which it is. */
static void render_process(struct buf *out, const struct block *block,
                           const struct record_process *process, bool several)
{
    buf_printf(out, "%s$ %s\n", several ? process->name : "", process->command);
    render_printed(out, block, process->output);
    if (process->unordered)
        buf_adds(out, "[lines come in any order: sorted]\n");
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
            render_process(out, block, process, record->processes.n > 1);
}

static void render_table(struct buf *out, const struct block *block, struct slice source,
                         const struct record *record)
{
    (void)source;
    AUTO_FREE char *why = view_wrong(block, record, NULL);
    if (why)
        buf_printf(out, "[%s]\n", why);
    else
        table_show(out, record->processes.v[0].output);
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

static void render_states(struct buf *out, const struct block *block, struct slice source,
                          const struct record *record)
{
    (void)source;
    states_show(out, block, record);
}

static void render_queue(struct buf *out, const struct block *block, struct slice source,
                         const struct record *record)
{
    (void)source;
    queue_show(out, block, record);
}

/* Tells whether OUTPUT has a line that reads as if lines were left out in its place. */
static bool looks_cut(const char *output)
{
    struct slice rest = { output, strlen(output) }, line;
    while (text_line(&rest, &line))
        if (slice_starts(line, "[… line"))
            return true;
    return false;
}

/* As view_wrong(), of the lines that an output chooses. */
static char *lines_wrong(const struct block *block, const struct record *record)
{
    const char *value = block_attribute(block, "lines");
    struct line_ranges ranges = { 0 };
    size_t most = 0, last = 0;
    bool cut = false;
    if (value && line_ranges_read(&ranges, value))
        last = ranges.v[ranges.n - 1].last;
    vec_release(&ranges);
    if (!last)
        return NULL;
    vec_each (process, &record->processes) {
        size_t lines = text_lines(process->output, strlen(process->output));
        if (!block_chooses(block, "only", process->name))
            continue;
        most = lines > most ? lines : most;
        cut = cut || looks_cut(process->output);
    }
    if (cut)
        return mem_strdup("has a line that could be mistaken for one by which `lines` shows a cut");
    return last <= most ? NULL
                        : mem_printf("has %zu line%s, and line %zu is to be shown", most,
                                     most == 1 ? "" : "s", last);
}

/* As view_wrong(), of sockets that there may be none of. */
static char *shows_nothing(const struct block *block, const struct record *record)
{
    AUTO(buf_release) struct buf shown = BUF_INIT;
    view_render(&shown, block, (struct slice){ "", 0 }, record);
    return shown.len
               ? NULL
               : mem_printf("has no socket of TCP%s",
                            block->kind == VIEW_QUEUE ? " that listens, as ss prints it" : "");
}

char *view_wrong(const struct block *block, const struct record *record, const char **hint)
{
    const char *none = NULL;
    hint = hint ? hint : &none;
    *hint = NULL;
    switch (block->kind) {
    case VIEW_OUTPUT:
        *hint = "choose lines that are there, or leave `lines` out";
        return lines_wrong(block, record);
    case VIEW_TABLE:
        *hint = "print a line of names, then one for each cell: what the knobs stand at and the "
                "answer, divided by a TAB";
        return record->processes.n ? table_wrong(record->processes.v[0].output) : NULL;
    case VIEW_STATES:
    case VIEW_QUEUE:
        *hint = "choose processes that have one by `only`, or let ss print it: ss -tan";
        return shows_nothing(block, record);
    default:
        return NULL;
    }
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
