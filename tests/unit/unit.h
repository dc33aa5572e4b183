/*
 * What the unit tests share: cmocka with the headers it wants, a repeatable source of chance, a
 * folder for files, and checks that this machine can make.
 */
#ifndef SNIP_TESTS_UNIT_H
#define SNIP_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/mem.h"

/* Skips the test with its REASON unless CAN; where CI is set everything must run, so it fails. */
#define need(CAN, REASON)                                                                          \
    do {                                                                                           \
        if (!(CAN)) {                                                                              \
            print_message("# skipped: %s\n", REASON);                                              \
            if (getenv("CI"))                                                                      \
                fail_msg("%s", REASON);                                                            \
            skip();                                                                                \
        }                                                                                          \
    } while (0)

/* Fails unless TEXT contains PART. */
#define assert_contains(TEXT, PART)                                                                \
    do {                                                                                           \
        const char *text_at = (TEXT), *part_at = (PART);                                           \
        if (!text_at || !strstr(text_at, part_at))                                                 \
            fail_msg("`%s` does not contain `%s`", text_at ? text_at : "(null)", part_at);         \
    } while (0)

/* Makes TEXT the content of the file PATH, and the folders above it that are not there. */
static inline void put_file(const char *path, const char *text)
{
    char part[4096];
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        snprintf(part, sizeof(part), "%.*s", (int)(slash - path), path);
        mkdir(part, 0777);
    }
    FILE *file = fopen(path, "we");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        fail_msg("%s cannot be written", path);
}

/* The next number of the sequence that *SEED (not 0) stands for, the same everywhere: xorshift. */
static inline uint32_t chance(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 32);
}

/* A number from 0 to BELOW - 1. */
static inline size_t chance_below(uint64_t *seed, size_t below)
{
    return chance(seed) % below;
}

#endif
