#include "file/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

void digest_print(const unsigned char *sum, size_t len, char hex[DIGEST_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len && i < DIGEST_HEX / 2; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[DIGEST_HEX] = '\0';
}

void digest_hex(const void *data, size_t len, char hex[DIGEST_HEX + 1])
{
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256(data ? data : "", len, sum);
    digest_print(sum, sizeof(sum), hex);
}

const char *digest_library(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}
