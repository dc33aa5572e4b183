/* base/arena: many things, one end. */
#include "unit.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

enum { LARGE = 1 << 20 };

static void things_are_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    for (int round = 0; round < 3; round++) {
        for (size_t size = 0; size < 100; size++) {
            unsigned char *p = arena_alloc(&arena, size);
            assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(p[i], 0);
            memset(p, 0xff, size); /* for the next round, which gets the same memory */
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void things_do_not_overlap(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    unsigned char *things[2000];
    for (int i = 0; i < 2000; i++)
        memset(things[i] = arena_alloc(&arena, 300), i % 251, 300);
    for (int i = 0; i < 2000; i++)
        for (int k = 0; k < 300; k++)
            assert_int_equal(things[i][k], i % 251);
    arena_release(&arena);
}

/* The newest thing grows where it lies; another one moves, its content with it. */
static void growing_keeps_content(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    char *a = strcpy(arena_resize(&arena, NULL, 4), "abc");
    assert_ptr_equal(arena_resize(&arena, a, 1000), a);
    char *b = strcpy(arena_alloc(&arena, 4), "xyz");
    char *moved = arena_resize(&arena, a, 5000);
    assert_ptr_not_equal(moved, a);
    memset(moved + 4, 1, 5000 - 4);
    assert_string_equal(moved, "abc");
    assert_string_equal(b, "xyz");
    assert_ptr_equal(arena_resize(&arena, b, 2), b);
    arena_release(&arena);
}

static void large_things_have_room(void **state)
{
    (void)state;
    struct arena arena = { 0 };
    char *p = memset(arena_resize(&arena, NULL, LARGE), 'p', LARGE);
    p = arena_resize(&arena, p, (size_t)3 * LARGE);
    memset(p + LARGE, 'q', (size_t)2 * LARGE);
    char *small = memset(arena_alloc(&arena, 10), 's', 10);
    assert_int_equal(p[0], 'p');
    assert_int_equal(p[LARGE - 1], 'p');
    assert_int_equal(p[3 * LARGE - 1], 'q');
    assert_int_equal(small[9], 's');
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(things_are_zeroed_and_aligned),
        cmocka_unit_test(things_do_not_overlap),
        cmocka_unit_test(growing_keeps_content),
        cmocka_unit_test(large_things_have_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
