#include "engine/plan/command.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "file/fs.h"

const char command_path[] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

char *command_find(const char *name, const char *path)
{
    if (*name == '/')
        return fs_is_program(name) ? fs_real(name) : NULL;
    for (const char *at = strchr(name, '/') ? NULL : path; at;) {
        size_t n = strcspn(at, ":");
        AUTO_FREE char *folder = mem_strndup(at, n);
        AUTO_FREE char *full = path_join(folder, name);
        if (folder[0] == '/' && fs_is_program(full))
            return steal(&full);
        at = at[n] ? at + n + 1 : NULL;
    }
    return NULL;
}

void command_argv(const struct process_spec *spec, struct strings *argv)
{
    if (spec->source) {
        AUTO_FREE char *name = path_stem(spec->source);
        strings_add(argv, mem_printf("./%s", name));
    }
    vec_each (word, &spec->command) {
        /* The kernel searches no PATH; a program that is gone by now is its to refuse. */
        char *path = argv->n || strchr(*word, '/') ? NULL : command_find(*word, command_path);
        strings_add(argv, path ? path : mem_strdup(*word));
    }
    vec_each (arg, &spec->args)
        strings_add(argv, mem_strdup(*arg));
    vec_push(argv, NULL);
}

static void add_words(struct buf *text, const struct strings *words)
{
    vec_each (word, words) {
        if (text->len && text->s[text->len - 1] != ' ')
            buf_addc(text, ' ');
        text_shell_word(text, *word);
    }
}

static void add_call(struct buf *text, const struct process_spec *spec)
{
    vec_each (setting, &spec->env) {
        size_t n = strcspn(*setting, "=") + 1;
        buf_add(text, *setting, n);
        text_shell_word(text, *setting + n);
        buf_addc(text, ' ');
    }
    if (spec->source) {
        AUTO_FREE char *name = path_stem(spec->source);
        buf_printf(text, "./%s", name);
    }
    add_words(text, &spec->command);
    add_words(text, &spec->args);
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

/* All that the processes of INPUT are given to read, joined. */
static void join_input(struct buf *out, const struct stdin_spec *input)
{
    vec_each (item, &input->items)
        if (item->kind == INPUT_TEXT)
            buf_add(out, item->text, item->len);
}

/* Tells whether INPUT has characters that nobody could type into a here-document. */
static bool has_controls(const struct buf *input)
{
    for (size_t i = 0; i < input->len; i++) {
        unsigned char c = (unsigned char)input->s[i];
        if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f)
            return true;
    }
    return false;
}

/* Appends INPUT as a format of printf(1), in single quotes. */
static void add_format(struct buf *text, const struct buf *input)
{
    buf_addc(text, '\'');
    for (size_t i = 0; i < input->len; i++) {
        char c = input->s[i];
        if (c == '\'')
            buf_adds(text, "'\\''");
        else if (c == '-' && i == 0)
            buf_adds(text, "\\055"); /* else it would be an option */
        else if (c == '%' || c == '\\')
            buf_printf(text, "%c%c", c, c);
        else if (c == '\n' || c == '\r')
            buf_adds(text, c == '\n' ? "\\n" : "\\r");
        else if ((unsigned char)c < ' ' || c == 0x7f)
            buf_printf(text, "\\%03o", (unsigned)c);
        else
            buf_addc(text, c);
    }
    buf_addc(text, '\'');
}

/* Appends what prints INPUT, which is no here-document. */
static void add_printf(struct buf *text, const struct buf *input)
{
    buf_adds(text, "printf ");
    if (has_controls(input)) {
        add_format(text, input);
        return;
    }
    buf_adds(text, "%s ");
    text_shell_word(text, buf_str(input));
}

/* Appends a here-document of INPUT. */
static void add_document(struct buf *text, const struct buf *input, const char *rest)
{
    AUTO_FREE char *word = delimiter(input->s, input->len);
    buf_printf(text, " <<'%s'%s\n", word, rest);
    buf_add(text, input->s, input->len);
    buf_adds(text, word);
}

/* Appends the call of SPEC, which reads INPUT. */
static void add_fed_call(struct buf *text, const struct process_spec *spec, const struct buf *input)
{
    bool open = spec->input.stays_open;
    /* No here-document can end without a newline. */
    bool lines = input->len && input->s[input->len - 1] == '\n' && !has_controls(input);
    struct buf call = BUF_INIT;
    add_call(&call, spec);
    if (lines && open) {
        AUTO_FREE char *into = mem_printf(" | %s", buf_str(&call));
        buf_adds(text, "{ cat; sleep infinity; }");
        add_document(text, input, into);
    } else if (lines) {
        buf_adds(text, buf_str(&call));
        add_document(text, input, "");
    } else {
        buf_adds(text, input->len && open ? "{ " : "");
        if (input->len)
            add_printf(text, input);
        buf_adds(text, input->len && open ? "; sleep infinity; } | "
                       : open             ? "sleep infinity | "
                       : input->len       ? " | "
                                          : "");
        buf_adds(text, buf_str(&call));
    }
    buf_release(&call);
}

char *command_show(const struct process_spec *spec)
{
    struct buf text = BUF_INIT, shown = BUF_INIT, input = BUF_INIT;
    if (!spec->terminal)
        join_input(&input, &spec->input);
    if (spec->terminal)
        add_call(&text, spec);
    else
        add_fed_call(&text, spec, &input);
    text_show(&shown, buf_str(&text), text.len);
    buf_release(&text);
    buf_release(&input);
    return buf_steal(&shown);
}
