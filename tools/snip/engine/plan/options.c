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

/* With a NUL after it, so that no two lists make the same text. */
static void add_text(struct buf *text, const char *word)
{
    buf_add(text, word, strlen(word) + 1);
}

/* Tells whether WORDS only say which libraries there are, and where: one may do without them. */
static bool are_libraries(const struct strings *words)
{
    vec_each (word, words)
        if (!text_starts(*word, "-l") && !text_starts(*word, "-L"))
            return false;
    return true;
}

void options_init(struct options *options, const struct config *config,
                  const struct manifest *manifest)
{
    *options = (struct options){ .compiler = config->compiler };
    if (!manifest || !manifest->flags.replace)
        add_words(&options->flags, &config->flags);
    bool common_libs = !manifest || !manifest->libs.replace, offered = are_libraries(&config->libs);
    if (common_libs && offered)
        add_words(&options->offered, &config->libs);
    add_text(&options->common, config->compiler);
    vec_each (flag, &options->flags)
        add_text(&options->common, *flag);
    buf_addc(&options->common, '\0');
    if (manifest) {
        add_words(&options->flags, &manifest->flags.words);
        add_words(&options->libs, &manifest->libs.words);
    }
    if (common_libs && !offered) {
        add_words(&options->libs, &config->libs);
        vec_each (lib, &config->libs)
            add_text(&options->common, *lib);
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
