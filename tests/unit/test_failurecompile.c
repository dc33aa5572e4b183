/* engine/work/failure: the words for what a compiler did, of compilations made up here. */
#include "told.h"

#include "engine/work/failure.h"

/*
 * Holds that, of the snippet with MANIFEST, compilations that came to RESULTS are told as EXPECTED;
 * words from "ld: " on are the linker's.
 */
static void assert_compiled(const char *manifest, const enum compile_expect *results,
                            const char *const *words, size_t count, const char *expected)
{
    static const char *const names[] = { "s.c", "t.c" };
    struct plan plan = single_of(manifest);
    struct errs faults = { 0 };
    struct compilation list[2] = { 0 };
    struct words sources[2] = { 0 };
    enum compile_expect worst = COMPILE_OK;
    for (size_t i = 0; i < count; i++) {
        struct compiled *got = &list[i].got;
        const char *linker = strstr(words[i], "ld: ");
        vec_push(&sources[i], names[i]);
        list[i].request.sources = &sources[i];
        list[i].command = mem_printf("cc %s", names[i]);
        got->result = results[i];
        buf_adds(&got->output, words[i]);
        got->linking = linker ? (size_t)(linker - words[i]) : got->output.len;
        got->unlinked = linker && results[i] == COMPILE_FAIL;
        worst = results[i] > worst ? results[i] : worst;
    }
    failure_compile(&faults, &plan.snippets.v[0], list, count, worst);
    assert_printed(&faults, expected);
    for (size_t i = 0; i < count; i++) {
        compilation_release(&list[i]);
        vec_release(&sources[i]);
    }
    plan_release(&plan);
}

#define COMPILED(MANIFEST, RESULT, WORDS, EXPECTED)                                                \
    assert_compiled(MANIFEST, (const enum compile_expect[]){ RESULT },                             \
                    (const char *const[]){ WORDS }, 1, EXPECTED)

static void messages_are_at_their_lines(void **state)
{
    (void)state;
    COMPILED("title: x\n", COMPILE_FAIL,
             "s.c:2:1: warning: odd [-Wodd]\n    2 | {\ns.c:3:2: error: bad\n    3 | }\n",
             "snippets/s.c:3: error: bad\n"
             "  |     3 | }\n"
             "snippets/s.c: does not compile\n");
    COMPILED("title: x\n", COMPILE_WARN, "s.c:2:1: warning: odd [-Wodd]\n",
             "snippets/s.c:2: warning: odd [-Wodd]\n"
             "snippets/s.c: compiles with warnings\n"
             "  mend it, or turn it off: flags: [-Wno-odd], or where that is the point: compile: "
             "warn in snippets/s.yml\n");
    COMPILED("title: x\n", COMPILE_WARN, "../h.h:2:1: warning: odd [-Wodd]\n",
             "h.h:2: warning: odd [-Wodd]\n"
             "snippets/s.c: compiles with warnings\n"
             "  mend it, or turn it off: flags: [-Wno-odd], or where that is the point: compile: "
             "warn in snippets/s.yml\n");
    COMPILED("compile: warn\n", COMPILE_FAIL, "/usr/include/x.h:7:1: error: bad\n",
             "/usr/include/x.h:7: error: bad\n"
             "snippets/s.yml:1: does not compile, and is declared `compile: warn`\n");
}

/* What names no place is shown as it is. */
static void other_words_are_shown_whole(void **state)
{
    (void)state;
    COMPILED("title: x\n", COMPILE_FAIL, "ld: undefined reference to `f'\n",
             "snippets/s.c: does not link\n"
             "  | ld: undefined reference to `f'\n"
             "  is it in a library? libs: [-lm] in snippets/s.yml; is it in another C file? a "
             "folder with a snippet.yml has several: sources: [a.c, b.c]\n");
    assert_compiled("title: x\n", (const enum compile_expect[]){ COMPILE_FAIL, COMPILE_FAIL },
                    (const char *const[]){ "s.c:2:1: error: bad\n", "ld: none\n" }, 2,
                    "snippets/s.c:2: error: bad\n"
                    "snippets/s.c: does not compile\n"
                    "  | $ cc t.c\n"
                    "  | ld: none\n");
}

/* The warnings of what does not link are of no use until it does. */
static void linker_is_heard_beside_a_warning(void **state)
{
    (void)state;
    COMPILED("title: x\n", COMPILE_FAIL, "s.c:2:1: warning: odd [-Wodd]\nld: no room\n",
             "snippets/s.c: does not link\n"
             "  | ld: no room\n");
}

static void better_than_declared_is_a_fault_too(void **state)
{
    (void)state;
    COMPILED("title: x\ncompile: warn\n", COMPILE_OK, "",
             "snippets/s.yml:2: compiles without a word, and is declared `compile: warn`\n");
    /* The warnings are no fault of their own, but show what there was instead. */
    COMPILED("compile: fail\n", COMPILE_WARN, "s.c:2:1: warning: odd\n",
             "snippets/s.yml:1: compiles with warnings, and is declared `compile: fail`\n"
             "  | s.c:2:1: warning: odd\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_are_at_their_lines),
        cmocka_unit_test(other_words_are_shown_whole),
        cmocka_unit_test(linker_is_heard_beside_a_warning),
        cmocka_unit_test(better_than_declared_is_a_fault_too),
    };
    return cmocka_run_group_tests_name("failurecompile", tests, set_up, tear_down);
}
