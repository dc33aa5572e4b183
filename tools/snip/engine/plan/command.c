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
