/*
 * What a compiler said of places in sources.
 */
#ifndef SNIP_ENGINE_BUILD_DIAGNOSTICS_H
#define SNIP_ENGINE_BUILD_DIAGNOSTICS_H

#include <stdbool.h>

#include "base/vec.h"

/* One message of the compiler. */
struct diagnostic {
    char *file; /* as the compiler names it: in the snippet's folder, or absolute */
    int line;
    bool error;    /* else a warning */
    char *text;    /* "expected ‘;’ before ‘}’ token" */
    char *excerpt; /* the lines below it that show the place; "" for none */
};

VEC_TYPE(diagnostics, struct diagnostic);

/* Finds the errors and warnings in OUTPUT, the words of gcc or clang, and adds them to LIST. */
void diagnostics_parse(struct diagnostics *list, const char *output);

/* Frees the diagnostics. */
void diagnostics_release(struct diagnostics *list);

#endif
