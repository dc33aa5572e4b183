#include "engine/build/compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

static bool is_library(const char *word)
{
    return text_starts(word, "-l");
}

/* What is still to be tried, after what was got. */
static void end(struct compilation *c)
{
    c->command = options_command(c->request.options, c->request.sources, &c->given);
    c->done(c, c->owner);
}

static void on_attempted(struct attempt *attempt, void *owner);

/* Tries with the words of TRYING. What fails on the way is the compilation's failure. */
static void try(struct compilation *c)
{
    struct err err = { 0 };
    if (attempt_start(&c->attempt, &c->request, &c->trying, c->loop, on_attempted, c, &err))
        return;
    compiled_release(&c->got);
    c->got.failure = err;
    end(c);
}

static size_t count_libraries(const struct words *words)
{
    size_t n = 0;
    vec_each (word, words)
        n += is_library(*word);
    return n;
}

/* Tries without the next library that may not be needed, or ends. The last ones come first: what
 * is new in snip.yml is not to take the place of what was there. */
static void try_without_next(struct compilation *c)
{
    while (c->next && !is_library(c->given.v[c->next - 1]))
        c->next--;
    /* Without any it was tried at first. */
    if (c->next == 0 || count_libraries(&c->given) == 1) {
        end(c);
        return;
    }
    c->next--;
    vec_release(&c->trying);
    vec_each (word, &c->given)
        if (word != &c->given.v[c->next])
            vec_push(&c->trying, *word);
    try(c);
}

/* Takes what was got with all that is offered, where it is no use as it is without. */
static void take_all(struct compilation *c, struct compiled *with)
{
    if (compiled_same(&c->got, with)) {
        end(c);
        return;
    }
    compiled_release(&c->got);
    c->got = *with;
    *with = (struct compiled){ 0 };
    vec_each (word, &c->trying)
        vec_push(&c->given, *word);
    c->next = c->given.n;
    try_without_next(c);
}

/* Takes what was got without one of those that are given. */
static void take_without_one(struct compilation *c, const struct compiled *without)
{
    if (compiled_same(&c->got, without)) {
        memmove(&c->given.v[c->next], &c->given.v[c->next + 1],
                (c->given.n - c->next - 1) * sizeof(*c->given.v));
        c->given.n--;
    }
    try_without_next(c);
}

static void take_first(struct compilation *c, struct compiled *first)
{
    c->got = *first;
    *first = (struct compiled){ 0 };
    c->tried = c->got.unlinked && c->request.options->offered.n > 0;
    if (!c->tried) {
        end(c);
        return;
    }
    vec_each (word, &c->request.options->offered)
        vec_push(&c->trying, *word);
    try(c);
}

static void on_attempted(struct attempt *attempt, void *owner)
{
    struct compilation *c = owner;
    struct compiled got = attempt->got;
    attempt->got = (struct compiled){ 0 };
    free(c->build);
    c->build = steal(&attempt->build);
    attempt_release(attempt);
    if (got.failure.kind != ERR_NONE || c->killed) {
        compiled_release(&c->got);
        c->got = got;
        end(c);
        return;
    }
    if (!c->tried)
        take_first(c, &got);
    else if (c->given.n == 0)
        take_all(c, &got);
    else
        take_without_one(c, &got);
    compiled_release(&got);
}

bool compilation_start(struct compilation *c, const struct compile_request *request,
                       struct loop *loop, void (*done)(struct compilation *, void *), void *owner,
                       struct err *err)
{
    *c = (struct compilation){ .request = *request, .loop = loop, .done = done, .owner = owner };
    return attempt_start(&c->attempt, &c->request, &c->trying, loop, on_attempted, c, err);
}

void compilation_kill(struct compilation *c)
{
    c->killed = true;
    attempt_kill(&c->attempt);
}

void compilation_release(struct compilation *c)
{
    attempt_release(&c->attempt);
    compiled_release(&c->got);
    vec_release(&c->given);
    vec_release(&c->trying);
    free(c->command);
    free(c->build);
    *c = (struct compilation){ 0 };
}
