/* base/diff: unified diffs, by examples and by applying them again. */
#include "unit.h"

#include "base/diff.h"
#include "base/mem.h"
#include "base/vec.h"

static struct slice slice(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

static void assert_diff(const char *old, const char *new, int first, int context,
                        const char *expected)
{
    struct buf out = BUF_INIT;
    diff_unified(&out, slice(old), slice(new), first, context);
    assert_string_equal(buf_str(&out), expected);
    buf_release(&out);
}

static void equal_texts_have_none(void **state)
{
    (void)state;
    assert_diff("", "", 1, 3, "");
    assert_diff("a\nb\n", "a\nb\n", 1, 3, "");
    assert_diff("a", "a", 1, 3, "");
}

static void one_line_changed(void **state)
{
    (void)state;
    assert_diff("1\n2\n3\n4\n5\n", "1\n2\nX\n4\n5\n", 1, 1, "@@ -2,3 +2,3 @@\n 2\n-3\n+X\n 4\n");
    assert_diff("1\n2\n3\n", "1\n3\n", 1, 0, "@@ -2,1 +1,0 @@\n-2\n");
    assert_diff("1\n3\n", "1\n2\n3\n", 1, 0, "@@ -1,0 +2,1 @@\n+2\n");
}

static void from_and_to_nothing(void **state)
{
    (void)state;
    assert_diff("", "a\nb\n", 1, 3, "@@ -0,0 +1,2 @@\n+a\n+b\n");
    assert_diff("a\nb\n", "", 1, 3, "@@ -1,2 +0,0 @@\n-a\n-b\n");
}

static void lines_are_those_of_the_file(void **state)
{
    (void)state;
    assert_diff("a\nb\n", "a\nc\n", 40, 3, "@@ -40,2 +40,2 @@\n a\n-b\n+c\n");
}

static void missing_newline_is_a_difference(void **state)
{
    (void)state;
    assert_diff("a\nb", "a\nb\n", 1, 3,
                "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    assert_diff("a\n", "a", 1, 3, "@@ -1,1 +1,1 @@\n-a\n+a\n\\ No newline at end of file\n");
}

static void far_changes_are_hunks_of_their_own(void **state)
{
    (void)state;
    /* Two equal lines between changes join them with a context of one; three do not. */
    assert_diff("a\n1\n2\nb\n", "A\n1\n2\nB\n", 1, 1, "@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n-b\n+B\n");
    assert_diff("a\n1\n2\n3\nb\n", "A\n1\n2\n3\nB\n", 1, 1,
                "@@ -1,2 +1,2 @@\n-a\n+A\n 1\n@@ -4,2 +4,2 @@\n 3\n-b\n+B\n");
}

static void controls_are_shown_escaped(void **state)
{
    (void)state;
    assert_diff("a\r\n\x1b[2J\n", "a\n", 1, 3, "@@ -1,2 +1,1 @@\n-a\\r\n-\\x1B[2J\n+a\n");
}

VEC_TYPE(slices, struct slice);

static void cut(struct slice text, struct slices *lines)
{
    for (struct slice line; text_line(&text, &line);)
        vec_push(lines, line);
}

static bool same_line(struct slice a, struct slice b)
{
    return a.len == b.len && memcmp(a.s, b.s, a.len) == 0;
}

/* The number on the head of a hunk that follows *S up to END, which *S passes. */
static size_t number(const char **s, char end)
{
    char *after;
    size_t n = strtoul(*s, &after, 10);
    assert_int_equal(*after, end);
    *s = after + 1;
    return n;
}

/* What a patch is applied to and gives; the lines of NEW are those of OLD or of the patch. */
struct patch {
    struct slices old, new;
    size_t at;      /* lines of old that were used */
    size_t changes; /* lines taken out or put in */
};

static void copy_until(struct patch *p, size_t line)
{
    assert_true(line <= p->old.n);
    while (p->old.v && p->at < line)
        vec_push(&p->new, p->old.v[p->at++]);
}

/* Applies the hunk headed HEAD; *REST, what follows it, moves behind its lines. */
static void apply_hunk(struct patch *p, struct slice head, struct slice *rest)
{
    assert_memory_equal(head.s, "@@ -", 4);
    const char *s = head.s + 4;
    size_t a = number(&s, ','), na = number(&s, ' ');
    assert_int_equal(*s++, '+');
    size_t b = number(&s, ','), nb = number(&s, ' ');
    copy_until(p, na ? a - 1 : a);
    assert_int_equal(p->new.n, nb ? b - 1 : b);
    struct slice line;
    while (na + nb > 0 && text_line(rest, &line)) {
        char op = line.s[0];
        struct slice text = { line.s + 1, line.len - 1 };
        assert_non_null(memchr(" -+", op, 3));
        if (op != '+') {
            assert_true(na-- > 0 && p->at < p->old.n && same_line(text, p->old.v[p->at]));
            p->at++;
        }
        if (op != '-') {
            assert_true(nb-- > 0);
            vec_push(&p->new, text);
        }
        p->changes += op != ' ';
    }
    assert_int_equal(na + nb, 0);
}

/* Applies DIFF, which must give NEW with no line forced. Returns how many lines it changes. */
static size_t assert_applies(struct slice diff, struct slice old, struct slice new)
{
    struct patch p = { 0 };
    struct slices expected = { 0 };
    struct slice head;
    cut(old, &p.old);
    cut(new, &expected);
    while (text_line(&diff, &head))
        apply_hunk(&p, head, &diff);
    copy_until(&p, p.old.n);
    assert_int_equal(p.new.n, expected.n);
    for (size_t i = 0; i < expected.n; i++)
        assert_true(p.new.v &&same_line(p.new.v[i], expected.v[i]));
    size_t changes = p.changes;
    vec_release(&p.old);
    vec_release(&p.new);
    vec_release(&expected);
    return changes;
}

/* The fewest lines to take out and put in, by the textbook's table. */
static size_t fewest(struct slice old, struct slice new)
{
    struct slices a = { 0 }, b = { 0 };
    cut(old, &a);
    cut(new, &b);
    size_t width = b.n + 1;
    AUTO_FREE size_t *longest = mem_alloc((a.n + 1) * width * sizeof(*longest));
    for (size_t i = 1; i <= a.n; i++)
        for (size_t j = 1; j <= b.n; j++) {
            size_t up = longest[(i - 1) * width + j], left = longest[i * width + j - 1];
            longest[i * width + j] = same_line(a.v[i - 1], b.v[j - 1])
                                         ? longest[(i - 1) * width + j - 1] + 1
                                         : (up > left ? up : left);
        }
    size_t result = a.n + b.n - 2 * longest[a.n * width + b.n];
    vec_release(&a);
    vec_release(&b);
    return result;
}

static void random_lines(struct buf *out, uint64_t *seed, size_t most, size_t letters)
{
    for (size_t n = chance_below(seed, most + 1); n > 0; n--)
        buf_printf(out, "%c\n", (int)('a' + chance_below(seed, letters)));
}

static void applied_it_gives_the_new_text(void **state)
{
    (void)state;
    uint64_t seed = 17;
    for (int round = 0; round < 4000; round++) {
        struct buf old = BUF_INIT, new = BUF_INIT, diff = BUF_INIT;
        size_t letters = 1 + chance_below(&seed, 6), most = round % 4 ? 8 : 40;
        random_lines(&old, &seed, most, letters);
        random_lines(&new, &seed, most, letters);
        struct slice a = { buf_str(&old), old.len }, b = { buf_str(&new), new.len };
        diff_unified(&diff, a, b, 1, (int)chance_below(&seed, 4));
        size_t changes = assert_applies((struct slice){ buf_str(&diff), diff.len }, a, b);
        assert_int_equal(changes, fewest(a, b));
        buf_release(&old);
        buf_release(&new);
        buf_release(&diff);
    }
}

static void wholly_different_texts_are_replaced(void **state)
{
    (void)state;
    enum { LINES = 3000 };
    struct buf old = BUF_INIT, new = BUF_INIT, diff = BUF_INIT;
    buf_adds(&old, "same\n");
    buf_adds(&new, "same\n");
    for (int i = 0; i < LINES; i++) {
        buf_printf(&old, "old %d\n", i);
        buf_printf(&new, "new %d\n", i);
    }
    struct slice a = { old.s, old.len }, b = { new.s, new.len };
    diff_unified(&diff, a, b, 1, 3);
    assert_int_equal(assert_applies((struct slice){ diff.s, diff.len }, a, b), 2 * LINES);
    assert_memory_equal(diff.s, "@@ -1,3001 +1,3001 @@\n same\n-old 0\n-old 1\n", 40);
    buf_release(&old);
    buf_release(&new);
    buf_release(&diff);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_have_none),
        cmocka_unit_test(one_line_changed),
        cmocka_unit_test(from_and_to_nothing),
        cmocka_unit_test(lines_are_those_of_the_file),
        cmocka_unit_test(missing_newline_is_a_difference),
        cmocka_unit_test(far_changes_are_hunks_of_their_own),
        cmocka_unit_test(controls_are_shown_escaped),
        cmocka_unit_test(applied_it_gives_the_new_text),
        cmocka_unit_test(wholly_different_texts_are_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
