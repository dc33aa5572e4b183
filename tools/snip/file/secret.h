/*
 * What only the one who runs snip can have written: a text is told from any that came with a
 * repository by a code that takes their own key (HMAC, RFC 2104, with SHA-256, by libcrypto).
 */
#ifndef SNIP_FILE_SECRET_H
#define SNIP_FILE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "file/digest.h"

/*
 * Writes the code of the LEN bytes at DATA to HEX, as digest_hex() does. The key is made when it is
 * first needed, in the file `snip/key` of $XDG_STATE_HOME, or ~/.local/state (XDG Base Directory
 * Specification). Returns false where there is none: no such folder, or one that others may write
 * to, or own, or that lies in the project and may have come with it.
 */
bool secret_code(const void *data, size_t len, char hex[DIGEST_HEX + 1]);

#endif
