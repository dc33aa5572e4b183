/* file/digest: SHA-256, by the examples of FIPS 180-4. */
#include "unit.h"

#include "base/mem.h"
#include "file/digest.h"

static void assert_digest(const void *data, size_t len, const char *expected)
{
    char hex[DIGEST_HEX + 1];
    memset(hex, 'x', sizeof(hex));
    digest_hex(data, len, hex);
    assert_string_equal(hex, expected);
}

static void examples(void **state)
{
    (void)state;
    static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    assert_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_digest(two_blocks, strlen(two_blocks),
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void nothing(void **state)
{
    (void)state;
    static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_digest("", 0, empty);
    assert_digest(NULL, 0, empty);
}

static void a_million(void **state)
{
    (void)state;
    AUTO_FREE char *many = mem_resize(NULL, 1000000, 1);
    memset(many, 'a', 1000000);
    assert_digest(many, 1000000,
                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void nul_bytes_count(void **state)
{
    (void)state;
    assert_digest("\0", 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples),
        cmocka_unit_test(nothing),
        cmocka_unit_test(a_million),
        cmocka_unit_test(nul_bytes_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
