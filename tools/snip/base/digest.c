#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

void digest_hex(const void *data, size_t len, char hex[DIGEST_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256(data ? data : "", len, sum);
    for (size_t i = 0; i < sizeof(sum); i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[DIGEST_HEX] = '\0';
}

const char *digest_library(void)
{
    return OpenSSL_version(OPENSSL_VERSION);
}
