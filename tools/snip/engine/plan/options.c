#include "engine/plan/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

static void add_words(struct words *words, const struct strings *more)
{
    vec_each (word, more)
        vec_push(words, (const char *)*word);
}

void options_init(struct options *options, const struct config *config,
                  const struct manifest *manifest)
{
    *options = (struct options){ .compiler = config->compiler };
    if (!manifest || !manifest->flags.replace)
        add_words(&options->flags, &config->flags);
    if (!manifest || !manifest->libs.replace)
        add_words(&options->offered, &config->libs);
    /* NUL between words: no two lists make the same text. */
    buf_add(&options->common, config->compiler, strlen(config->compiler) + 1);
    vec_each (flag, &options->flags)
        buf_add(&options->common, *flag, strlen(*flag) + 1);
    buf_addc(&options->common, '\0');
    if (manifest) {
        add_words(&options->flags, &manifest->flags.words);
        add_words(&options->libs, &manifest->libs.words);
    }
}

static void show_words(struct buf *text, const struct words *words)
{
    vec_each (word, words) {
        buf_addc(text, ' ');
        text_shell_word(text, *word);
    }
}

char *options_command(const struct options *options, const struct words *sources,
                      const struct words *given)
{
    struct buf text = BUF_INIT;
    AUTO_FREE char *name = path_stem(sources->v[0]);
    text_shell_word(&text, options->compiler);
    show_words(&text, &options->flags);
    buf_printf(&text, " -o %s", name);
    vec_each (source, sources)
        buf_printf(&text, " %s", *source);
    show_words(&text, &options->libs);
    show_words(&text, given);
    return buf_steal(&text);
}

void options_release(struct options *options)
{
    vec_release(&options->flags);
    vec_release(&options->libs);
    vec_release(&options->offered);
    buf_release(&options->common);
    *options = (struct options){ 0 };
}
