#include "engine/truth/view.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"

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

/* Tells whether NAME is one of the comma-separated names in ONLY; NULL names all. */
static bool is_wanted(const char *name, const char *only)
{
    if (!only)
        return true;
    for (size_t n; *only; only += n + (only[n] == ',')) {
        n = strcspn(only, ",");
        if (strlen(name) == n && memcmp(only, name, n) == 0)
            return true;
    }
    return false;
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
    const char *only = block_attribute(block, "only");
    vec_each (process, &record->processes)
        if (is_wanted(process->name, only))
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

void view_render(struct buf *out, const struct block *block, struct slice source,
                 const struct record *record)
{
    typedef void renderer(struct buf *, const struct block *, struct slice, const struct record *);
#define RENDERER(KIND, WORD, ...) [KIND] = render_##WORD,
    static renderer *const renderers[] = { VIEW_KINDS(RENDERER) };
    renderers[block->kind](out, block, source, record);
}
