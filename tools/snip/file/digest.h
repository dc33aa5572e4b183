/*
 * SHA-256 (FIPS 180-4), by libcrypto.
 */
#ifndef SNIP_FILE_DIGEST_H
#define SNIP_FILE_DIGEST_H

#include <stddef.h>

enum { DIGEST_HEX = 64 };

/* Writes the first DIGEST_HEX / 2 of the LEN bytes at SUM, which are no fewer, to HEX as digits. */
void digest_print(const unsigned char *sum, size_t len, char hex[DIGEST_HEX + 1]);

/* Writes the digest of the LEN bytes at DATA to HEX: 64 lower-case hexadecimal digits and a NUL. */
void digest_hex(const void *data, size_t len, char hex[DIGEST_HEX + 1]);

/* The library and its version, as it names itself: "OpenSSL 3.0.17 1 Jul 2025". Static. */
const char *digest_library(void);

#endif
