#include "engine/command.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

char *command_name(const struct process_spec *spec)
{
    const char *dot = strrchr(spec->source, '.');
    return mem_strndup(spec->source, dot ? (size_t)(dot - spec->source) : strlen(spec->source));
}

static void add_call(struct buf *text, const struct process_spec *spec)
{
    AUTO_FREE char *name = command_name(spec);
    vec_each (setting, &spec->env) {
        size_t n = strcspn(*setting, "=") + 1;
        buf_add(text, *setting, n);
        text_shell_word(text, *setting + n);
        buf_addc(text, ' ');
    }
    buf_printf(text, "./%s", name);
    vec_each (arg, &spec->args) {
        buf_addc(text, ' ');
        text_shell_word(text, *arg);
    }
}

/* A word that is no line of the N bytes at INPUT. Owned by the caller. */
static char *delimiter(const char *input, size_t n)
{
    struct buf word = BUF_INIT;
    buf_adds(&word, "EOF");
    for (bool taken = true; taken;) {
        struct slice rest = { input, n }, line;
        taken = false;
        while (text_line(&rest, &line))
            taken |= line.len == word.len && memcmp(line.s, word.s, word.len) == 0;
        if (taken)
            buf_addc(&word, '_');
    }
    return buf_steal(&word);
}

char *command_show(const struct process_spec *spec)
{
    struct buf text = BUF_INIT, shown = BUF_INIT;
    bool lines = spec->input_len && spec->input[spec->input_len - 1] == '\n';
    if (spec->input_len && !lines) {
        /* No here-document can end without a newline. */
        AUTO_FREE char *input = mem_strndup(spec->input, spec->input_len);
        buf_adds(&text, "printf %s ");
        text_shell_word(&text, input);
        buf_adds(&text, " | ");
    }
    add_call(&text, spec);
    if (lines) {
        AUTO_FREE char *word = delimiter(spec->input, spec->input_len);
        buf_printf(&text, " <<'%s'\n", word);
        buf_add(&text, spec->input, spec->input_len);
        buf_adds(&text, word);
    }
    text_show(&shown, buf_str(&text), text.len);
    buf_release(&text);
    return buf_steal(&shown);
}
