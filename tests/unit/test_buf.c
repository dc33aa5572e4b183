/* base/buf: growing byte buffers. */
#include "unit.h"

#include "base/buf.h"
#include "base/mem.h"

static void empty_is_empty(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    assert_string_equal(buf_str(&b), "");
    buf_clear(&b);
    AUTO_FREE char *s = buf_steal(&b);
    assert_string_equal(s, "");
    buf_release(&b);
}

static void appends_in_order(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    buf_adds(&b, "one");
    buf_addc(&b, ' ');
    buf_add(&b, "two!", 3);
    buf_printf(&b, " %d%s", 3, "");
    buf_fill(&b, '.', 4);
    assert_string_equal(buf_str(&b), "one two 3....");
    assert_int_equal(b.len, strlen("one two 3...."));
    buf_release(&b);
    assert_int_equal(b.len, 0);
    assert_string_equal(buf_str(&b), "");
}

static void nothing_appended_still_ends(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    buf_add(&b, NULL, 0);
    buf_fill(&b, 'x', 0);
    buf_printf(&b, "%s", "");
    assert_int_equal(b.len, 0);
    assert_string_equal(buf_str(&b), "");
    buf_release(&b);
}

static void holds_nul_bytes(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    buf_add(&b, "a\0b", 3);
    buf_addc(&b, '\0');
    assert_int_equal(b.len, 4);
    assert_memory_equal(b.s, "a\0b\0", 5);
    buf_release(&b);
}

/* However a text is cut into pieces, the buffer is the text, with a NUL behind it. */
static void pieces_make_the_whole(void **state)
{
    (void)state;
    char text[3000];
    uint64_t seed = 11;
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)chance(&seed);
    for (int round = 0; round < 200; round++) {
        struct buf b = BUF_INIT;
        for (size_t at = 0; at < sizeof(text);) {
            size_t n = 1 + chance_below(&seed, 200);
            n = n < sizeof(text) - at ? n : sizeof(text) - at;
            buf_add(&b, text + at, n);
            at += n;
            assert_int_equal(b.s[b.len], 0);
            assert_true(b.cap > b.len);
        }
        assert_int_equal(b.len, sizeof(text));
        assert_memory_equal(b.s, text, sizeof(text));
        buf_release(&b);
    }
}

static void printf_grows_past_any_size(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    for (int width = 0; width < 300; width++) {
        size_t before = b.len;
        buf_printf(&b, "%*s", width, "");
        assert_int_equal(b.len, before + (size_t)width);
        assert_int_equal(b.s ? b.s[b.len] : 0, 0);
    }
    assert_int_equal(strspn(b.s, " "), b.len);
    buf_release(&b);
}

static void reserve_makes_room_for_a_reader(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    buf_adds(&b, "ab");
    buf_reserve(&b, 5000);
    assert_true(b.cap >= 5003);
    memset(b.s + b.len, 'x', 5000);
    b.len += 5000;
    buf_addc(&b, 'y');
    assert_memory_equal(b.s, "abxx", 4);
    assert_int_equal(b.s[5002], 'y');
    buf_release(&b);
}

static void clear_keeps_memory_steal_gives_it(void **state)
{
    (void)state;
    struct buf b = BUF_INIT;
    buf_adds(&b, "old");
    size_t cap = b.cap;
    buf_clear(&b);
    assert_int_equal(b.cap, cap);
    assert_string_equal(buf_str(&b), "");
    buf_adds(&b, "new");
    AUTO_FREE char *s = buf_steal(&b);
    assert_string_equal(s, "new");
    assert_null(b.s);
    assert_int_equal(b.len, 0);
}

static void equal_compares_bytes(void **state)
{
    (void)state;
    struct buf a = BUF_INIT, b = BUF_INIT;
    assert_true(buf_equal(&a, &b));
    buf_add(&a, "x\0y", 3);
    assert_false(buf_equal(&a, &b));
    buf_add(&b, "x\0z", 3);
    assert_false(buf_equal(&a, &b));
    buf_clear(&b);
    buf_add(&b, "x\0y", 3);
    assert_true(buf_equal(&a, &b));
    buf_release(&a);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_is_empty),
        cmocka_unit_test(appends_in_order),
        cmocka_unit_test(nothing_appended_still_ends),
        cmocka_unit_test(holds_nul_bytes),
        cmocka_unit_test(pieces_make_the_whole),
        cmocka_unit_test(printf_grows_past_any_size),
        cmocka_unit_test(reserve_makes_room_for_a_reader),
        cmocka_unit_test(clear_keeps_memory_steal_gives_it),
        cmocka_unit_test(equal_compares_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
