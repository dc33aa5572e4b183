/*
 * What the programs of one snippet are compiled with: flags and libraries of snip.yml and of its
 * manifest, joined.
 */
#ifndef SNIP_ENGINE_PLAN_OPTIONS_H
#define SNIP_ENGINE_PLAN_OPTIONS_H

#include "base/buf.h"
#include "base/vec.h"
#include "doc/manifest/manifest.h"
#include "doc/settings/config.h"

/* Words that belong to somebody else. */
VEC_TYPE(words, const char *);

/* All of it; the words are the config's and the manifest's. */
struct options {
    const char *compiler;
    struct words flags;   /* the project's, then the snippet's own */
    struct words libs;    /* that are always given: the snippet's own, then the project's … */
    struct words offered; /* … but where these are libraries alone: to who does not link without */
    struct buf common;    /* what of snip.yml is always given, and its compiler, as one text */
};

/*
 * Sets OPTIONS to those of a snippet with MANIFEST (NULL: none) in a project with CONFIG; both must
 * outlive it. End it with options_release().
 */
void options_init(struct options *options, const struct config *config,
                  const struct manifest *manifest);

/*
 * The command that makes a program of the C files SOURCES, called as the first of them, with what
 * of the project's libraries it is GIVEN: as a reader would type it. Owned by the caller.
 */
char *options_command(const struct options *options, const struct words *sources,
                      const struct words *given);

/* Frees what OPTIONS owns; it is empty afterwards. */
void options_release(struct options *options);

#endif
