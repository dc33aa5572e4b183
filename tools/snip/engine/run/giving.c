#include "engine/run/giving.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct slice giving_first(const struct process_spec *spec)
{
    const struct stdin_spec *input = &spec->input;
    if (input->paced || input->items.n == 0)
        return (struct slice){ NULL, 0 };
    return (struct slice){ input->items.v[0].text, input->items.v[0].len };
}

bool giving_goes_on(const struct process_spec *spec)
{
    return spec->input.paced || spec->terminal;
}

/* The item that is due; NULL: only end of file is. */
static const struct input *due(const struct giving *giving, const struct process_spec *spec)
{
    const struct inputs *items = &spec->input.items;
    return giving->next < items->n ? &items->v[giving->next] : NULL;
}

/* Tells whether the process has printed the text of ITEM since it was given one. */
static bool is_printed(struct giving *giving, const struct input *item, struct box *box, size_t i)
{
    const struct buf *output = &box_program(box, i)->output;
    const char *from = buf_str(output) + giving->seen;
    const char *at = memmem(from, output->len - giving->seen, item->text, item->len);
    if (at)
        giving->seen = (size_t)(at - buf_str(output)) + item->len;
    return at != NULL;
}

void giving_pass(struct giving *giving, const struct process_spec *spec, struct box *box, size_t i,
                 bool (*came)(void *owner, const struct awaits *awaits), void *owner)
{
    const struct input *item;
    while ((item = due(giving, spec)) && item->kind != INPUT_TEXT) {
        bool prints = item->kind == INPUT_PRINTS;
        if (prints)
            box_read(box, i);
        if (prints ? !is_printed(giving, item, box, i) : !came(owner, &item->after))
            return;
        giving->prompted = prints;
        giving->next++;
    }
    giving->over = giving->over || (!item && spec->input.stays_open);
}

bool giving_is_due(const struct giving *giving, const struct process_spec *spec,
                   const struct box *box, size_t i)
{
    const struct input *item = due(giving, spec);
    return !giving->over && (!item || item->kind == INPUT_TEXT) && box_has_read(box, i);
}

void giving_give(struct giving *giving, const struct process_spec *spec, struct box *box, size_t i)
{
    const struct input *item = due(giving, spec);
    box_read(box, i);
    giving->seen = box_program(box, i)->output.len;
    giving->prompted = false;
    if (!item) {
        giving->over = box_give_end(box, i);
        return;
    }
    box_give(box, i, item->text, item->len);
    giving->next++;
}

const struct input *giving_rest(const struct giving *giving, const struct process_spec *spec)
{
    return giving_goes_on(spec) ? due(giving, spec) : NULL;
}

/* Appends TEXT, in double quotes. */
static void add_quoted(struct buf *out, const struct input *item)
{
    struct buf shown = BUF_INIT;
    bool line = item->text[item->len - 1] == '\n';
    text_show_line(&shown, item->text, item->len - line);
    buf_printf(out, "\"%s\"", buf_str(&shown));
    buf_release(&shown);
}

void giving_describe(struct buf *out, const struct giving *giving, const struct process_spec *spec,
                     const struct process_specs *all, const struct box *box, size_t i)
{
    const struct input *item = due(giving, spec);
    if (giving->over || !giving_goes_on(spec))
        return;
    if (item && item->kind == INPUT_AFTER) {
        buf_adds(out, "its `stdin` goes on after");
        vec_each (await, &item->after)
            buf_printf(out, "%s `%s`", await == item->after.v ? "" : ",",
                       all->v[await->process].name);
    } else if (item && item->kind == INPUT_PRINTS) {
        buf_adds(out, "it has not printed ");
        add_quoted(out, item);
        buf_adds(out, ", for which its `stdin` waits");
    } else {
        buf_adds(out, "it was not given ");
        if (item)
            add_quoted(out, item);
        else
            buf_adds(out, "the end of its `stdin`");
        buf_adds(out, box_has_read(box, i) ? ": not all processes were at rest"
                                           : ": it has not read all that came before");
    }
    buf_addc(out, '\n');
}
