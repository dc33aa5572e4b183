#include "box/trace/turns.h"

#include "unit.h"

/* Three threads of programs 0, 1 and 2; none is ready. */
static struct turns three(uint64_t seed)
{
    struct turns turns = { .n = 3 };
    turns_begin(&turns, seed);
    for (size_t i = 0; i < turns.n; i++)
        turns.threads[i] = (struct turn){ .program = (uint8_t)i, .deadline = TURNS_NEVER };
    return turns;
}

static struct turn_choice next(struct turns *turns, size_t nframes)
{
    return turns_next(turns, nframes, TURNS_NEVER);
}

#define assert_choice(CHOICE, KIND, WHO)                                                           \
    do {                                                                                           \
        struct turn_choice choice_ = (CHOICE);                                                     \
        assert_int_equal(choice_.kind, KIND);                                                      \
        assert_int_equal(choice_.who, WHO);                                                        \
    } while (0)

static void who_has_the_turn_keeps_it_until_it_waits(void **state)
{
    (void)state;
    struct turns turns = three(0);
    turns_ready(&turns, 2, 1);
    assert_choice(next(&turns, 0), TURN_THREAD, 2);
    turns_unready(&turns, 2);
    turns_ready(&turns, 0, 2);
    turns_ready(&turns, 2, 3);
    assert_choice(next(&turns, 1), TURN_THREAD, 2);
    turns_unready(&turns, 2);
    assert_choice(next(&turns, 1), TURN_THREAD, 0);
}

static void then_comes_who_could_go_on_for_longest(void **state)
{
    (void)state;
    struct turns turns = three(0);
    turns_ready(&turns, 0, 5);
    turns_ready(&turns, 1, 4);
    turns_ready(&turns, 2, 4);
    assert_choice(next(&turns, 3), TURN_THREAD, 1);
    turns_unready(&turns, 1);
    assert_choice(next(&turns, 3), TURN_THREAD, 2);
    turns_unready(&turns, 2);
    assert_choice(next(&turns, 3), TURN_THREAD, 0);
}

static void when_none_can_go_on_a_frame_arrives_then_snip_is_asked(void **state)
{
    (void)state;
    struct turns turns = three(0);
    assert_choice(next(&turns, 2), TURN_FRAME, 0);
    assert_choice(next(&turns, 0), TURN_SNIP, 0);
    turns_answered(&turns, false);
    assert_int_equal(next(&turns, 0).kind, TURN_KERNEL);
    assert_false(turns.answered); /* what time brings, snip may answer otherwise */
}

static void time_passes_to_the_first_limit_or_timer(void **state)
{
    (void)state;
    struct turns turns = three(0);
    turns.threads[0].deadline = 500;
    turns.threads[1].deadline = 300;
    turns_answered(&turns, false);
    assert_choice(turns_next(&turns, 0, 400), TURN_TIME, 1);
    assert_int_equal(turns.now, 300);
    turns.threads[1].deadline = TURNS_NEVER;
    turns_answered(&turns, false);
    assert_int_equal(turns_next(&turns, 0, 400).kind, TURN_KERNEL);
    assert_int_equal(turns.now, 400);
    turns_answered(&turns, false);
    assert_choice(turns_next(&turns, 0, TURNS_NEVER), TURN_TIME, 0);
    assert_int_equal(turns.now, 500);
}

static void who_asks_in_vain_keeps_nobody_waiting(void **state)
{
    (void)state;
    struct turns turns = three(0);
    turns_ready(&turns, 0, 1);
    turns.threads[0].asked = true;
    turns.threads[1].deadline = 100;
    assert_choice(next(&turns, 1), TURN_FRAME, 0);
    assert_choice(next(&turns, 0), TURN_SNIP, 0);
    unsigned asks = 0;
    for (struct turn_choice choice; asks < 100; asks++) {
        turns_answered(&turns, false);
        turns.threads[0].asked = true;
        choice = next(&turns, 0);
        if (choice.kind == TURN_TIME)
            break;
        assert_int_equal(choice.kind, TURN_THREAD);
    }
    assert_in_range(asks, 1, 10);
    assert_int_equal(turns.now, 100);
}

/* Plays turns by SEED, and notes in CHOICES what was chosen at each of N steps. */
static void play(uint64_t seed, char *choices, size_t n)
{
    struct turns turns = three(seed);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < turns.n; k++)
            turns_ready(&turns, k, (uint32_t)i);
        struct turn_choice choice = next(&turns, 2);
        choices[i] = (char)('0' + choice.kind * 3 + (int)choice.who);
        assert_true(choice.free);
    }
    choices[n] = '\0';
}

static void an_order_by_chance_is_the_same_for_the_same_seed(void **state)
{
    (void)state;
    char first[101], again[101], before[101] = "", seen[7] = "";
    for (uint64_t seed = 1; seed <= 200; seed++) {
        play(seed * 0x9e3779b97f4a7c15ULL, first, 100);
        play(seed * 0x9e3779b97f4a7c15ULL, again, 100);
        assert_string_equal(first, again);
        for (const char *c = first; *c; c++)
            if (!strchr(seen, *c))
                strncat(seen, c, 1);
        assert_string_not_equal(first, before);
        memcpy(before, first, sizeof(before));
    }
    assert_int_equal(strlen(seen), 6); /* each thread, each frame, and snip */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_the_turn_keeps_it_until_it_waits),
        cmocka_unit_test(then_comes_who_could_go_on_for_longest),
        cmocka_unit_test(when_none_can_go_on_a_frame_arrives_then_snip_is_asked),
        cmocka_unit_test(time_passes_to_the_first_limit_or_timer),
        cmocka_unit_test(who_asks_in_vain_keeps_nobody_waiting),
        cmocka_unit_test(an_order_by_chance_is_the_same_for_the_same_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
