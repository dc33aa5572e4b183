/* base/vec: growing arrays, lists of strings. */
#include "unit.h"

#include "base/vec.h"

static void grows_and_keeps_order(void **state)
{
    (void)state;
    VEC(int) v = { 0 };
    for (int i = 0; i < 1000; i++)
        vec_push(&v, i * i);
    assert_int_equal(v.n, 1000);
    assert_true(v.cap >= v.n);
    int i = 0;
    vec_each (item, &v) {
        assert_int_equal(*item, i * i);
        i++;
    }
    assert_int_equal(i, 1000);
    vec_release(&v);
    assert_null(v.v);
    assert_int_equal(v.n, 0);
    assert_int_equal(v.cap, 0);
}

static void walking_empty_does_nothing(void **state)
{
    (void)state;
    VEC(int) v = { 0 };
    vec_each (item, &v)
        fail_msg("an element of nothing: %d", *item);
}

static void added_element_is_zeroed(void **state)
{
    (void)state;
    VEC(struct {
        int a;
        char *b;
    })
    v = { 0 };
    for (int i = 0; i < 20; i++) {
        vec_add(&v)->a = 1;
        assert_int_equal(v.n, (size_t)i + 1);
        assert_null(v.v[i].b);
        v.v[i].b = (char *)&v;
    }
    vec_release(&v);
}

static void strings_are_owned_sorted_found(void **state)
{
    (void)state;
    static const char *const given[] = { "b", "", "가", "a/b", "a", "a-b", "B", "a" };
    static const char *const sorted[] = { "", "B", "a", "a", "a-b", "a/b", "b", "가" };
    struct strings list = { 0 };
    strings_sort(&list);
    assert_false(strings_has(&list, ""));
    for (size_t i = 0; i < COUNT(given); i++)
        strings_add(&list, mem_strdup(given[i]));
    strings_sort(&list);
    assert_int_equal(list.n, COUNT(sorted));
    for (size_t i = 0; i < COUNT(sorted); i++)
        assert_string_equal(list.v[i], sorted[i]);
    assert_true(strings_has(&list, "a-b"));
    assert_true(strings_has(&list, ""));
    assert_false(strings_has(&list, "a-"));
    strings_release(&list);
    assert_int_equal(list.n, 0);
    assert_null(list.v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_keeps_order),
        cmocka_unit_test(walking_empty_does_nothing),
        cmocka_unit_test(added_element_is_zeroed),
        cmocka_unit_test(strings_are_owned_sorted_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
