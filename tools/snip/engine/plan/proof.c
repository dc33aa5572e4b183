/*
 * The first line of a file is the code of what follows (file/secret.h).
 */
#include "engine/plan/proof.h"

#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "engine/plan/plan.h"
#include "file/project.h"
#include "file/secret.h"

enum { MAX_INDEX = 64 << 20, INDEX_FLAGS = 2, INDEX_LENGTH = 0xfff };

const char proof_folder[] = ".snip";

enum proof proof_read(const char *path, size_t max, struct buf *text)
{
    AUTO(err_release) struct err err = { 0 };
    AUTO(buf_release) struct buf whole = BUF_INIT;
    char code[DIGEST_HEX + 1];
    buf_clear(text);
    if (!project_read_own(path, max, &whole, &err))
        return err.kind == ERR_INPUT ? PROOF_FOREIGN : PROOF_MISSING;
    const char *s = buf_str(&whole), *rest = s + DIGEST_HEX + 1;
    if (whole.len <= DIGEST_HEX || s[DIGEST_HEX] != '\n')
        return PROOF_FOREIGN;
    size_t len = whole.len - DIGEST_HEX - 1;
    if (!secret_code(rest, len, code) || memcmp(code, s, DIGEST_HEX) != 0)
        return PROOF_FOREIGN;
    buf_add(text, rest, len);
    return PROOF_READ;
}

void proof_write(const char *path, const char *text)
{
    AUTO(err_release) struct err err = { 0 };
    char code[DIGEST_HEX + 1];
    if (!secret_code(text, strlen(text), code))
        return;
    AUTO_FREE char *whole = mem_printf("%s\n%s", code, text);
    bool ignored = project_write(path, NULL, PROJECT_KEEP, NULL, whole, strlen(whole), &err);
    (void)ignored;
}

void proof_check(struct errs *errs)
{
    AUTO(strings_release) struct strings files = { 0 }, others = { 0 };
    struct err err = { 0 };
    if (project_list(proof_folder, NULL, &files, &others, &err))
        plan_refuse_others(proof_folder, &others, errs);
    /* One that may not be read, another user's, is none. */
    if (err.kind == ERR_INPUT)
        errs_move(errs, &err);
    err_release(&err);
}

/*
 * An index holds each path behind its length, the lower 12 of 16 bits in network byte order
 * (gitformat-index(5)). In its version 4 paths are cut, and one may be missed.
 */
bool proof_is_tracked(void)
{
    AUTO(err_release) struct err err = { 0 };
    AUTO(buf_release) struct buf index = BUF_INIT;
    if (project_kind(proof_folder, NULL) != PROJECT_FOLDER ||
        !project_read(".git/index", NULL, MAX_INDEX, &index, &err))
        return false;
    const char *s = buf_str(&index), *end = s + index.len;
    for (const char *at = s; (at = memchr(at, *proof_folder, (size_t)(end - at))); at++) {
        if (at - s < INDEX_FLAGS || !path_below(at, proof_folder))
            continue;
        unsigned flags = (unsigned)(unsigned char)at[-2] << 8 | (unsigned char)at[-1];
        size_t len = flags & INDEX_LENGTH;
        /* No further than that: an index of nothing but this name would take for ever. */
        if (strnlen(at, len + 1) == len)
            return true;
    }
    return false;
}
