/* engine/inputs: what an outcome depends on, and why a record is stale. */
#include "project.h"

#include "engine/work/inputs.h"
#include "engine/work/toolchain.h"

#define SOURCE "int main(void)\n{\n    return 0;\n}\n"

/* Holds that the inputs of RECORD are named as EXPECTED, joined by blanks. */
static void assert_inputs(const struct record *record, const char *expected)
{
    struct buf names = BUF_INIT;
    vec_each (input, &record->inputs)
        buf_printf(&names, "%s%s", names.len ? " " : "", input->name);
    assert_string_equal(buf_str(&names), expected);
    buf_release(&names);
}

/* The inputs of snippet NAME with the headers H (count N). */
static struct record inputs_of(const char *name, const char *const *h, size_t n)
{
    struct plan plan = load();
    struct record record = { 0 };
    struct strings headers = { 0 };
    AUTO(buf_release) struct buf flags = BUF_INIT;
    toolchain_flags(&plan.config, &flags);
    for (size_t i = 0; i < n; i++)
        strings_add(&headers, mem_strdup(h[i]));
    struct toolchain tools = { .config = &plan.config };
    struct given given;
    struct err err = { 0 };
    assert_true(given_collect(&given, &plan, plan_find(&plan, name), &tools, &err));
    inputs_record(&record, plan_find(&plan, name), &headers, &given, &flags);
    given_release(&given);
    strings_release(&headers);
    plan_release(&plan);
    return record;
}

static void assert_digest_of(const struct record *record, const char *name, const char *text)
{
    char hex[DIGEST_HEX + 1];
    digest_hex(text, strlen(text), hex);
    assert_string_equal(record_input_digest(record, name), hex);
}

static void source_and_flags_are_inputs(void **state)
{
    (void)state;
    PROJECT({ "snippets/s/a.c", SOURCE }, { "snippets/b.c", "" });
    struct record record = inputs_of("s/a", NULL, 0);
    assert_inputs(&record, "flags s/a.c");
    assert_digest_of(&record, "s/a.c", SOURCE);
    record_release(&record);
    record = inputs_of("b", NULL, 0);
    assert_inputs(&record, "b.c flags");
    record_release(&record);
}

static void manifest_is_an_input_where_there_is_one(void **state)
{
    (void)state;
    PROJECT({ "snippets/s/a.c", SOURCE }, { "snippets/s/a.yml", "title: x\n" });
    struct record record = inputs_of("s/a", NULL, 0);
    assert_inputs(&record, "flags s/a.c s/a.yml");
    assert_digest_of(&record, "s/a.yml", "title: x\n");
    record_release(&record);
}

static void headers_have_one_name_each(void **state)
{
    (void)state;
    static const char *const headers[] = { "own.h",         "../common.h",  "./own.h",
                                           "../s/own.h",    "sub/./x.h",    "sub/../sub/x.h",
                                           "../../inc/o.h", "missing.h",    ".//own.h",
                                           "../../inc/o.c", "../../other.x" };
    PROJECT(
        { "snippets/s/a.c", SOURCE }, { "snippets/s/own.h", "own" },
        { "snippets/common.h", "common" }, { "snippets/s/sub/x.h", "x" }, { "inc/o.h", "outside" },
        { "_posts/a.md", "" },
        { "snip.yml", "flags: [-I../../inc, -I../missing, -I../../.., -include../../other.x]\n" },
        { "inc/o.c", "no header" }, { "other.x", "named" });
    struct record record = inputs_of("s/a", headers, COUNT(headers));
    assert_inputs(&record, "../inc/o.h ../other.x common.h flags s/a.c s/own.h s/sub/x.h");
    assert_digest_of(&record, "s/own.h", "own");
    assert_digest_of(&record, "common.h", "common");
    assert_digest_of(&record, "../inc/o.h", "outside");
    record_release(&record);
}

static void flags_are_told_apart(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "flags: [-Wall, -Wextra]\n",         "flags: [-Wextra, -Wall]\n",
        "flags: [-Wall]\nlibs: [-Wextra]\n", "flags: [-Wall-Wextra]\n",
        "flags: [-Wall]\ncompiler: c\n",     "flags: [-Wall]\n",
    };
    struct buf texts[COUNT(settings)] = { BUF_INIT };
    for (size_t i = 0; i < COUNT(settings); i++) {
        PROJECT({ "snip.yml", settings[i] }, { "snippets/a.c", SOURCE }, { "_posts/a.md", "" });
        struct plan plan = load();
        toolchain_flags(&plan.config, &texts[i]);
        plan_release(&plan);
        for (size_t j = 0; j < i; j++)
            assert_false(buf_equal(&texts[i], &texts[j]));
    }
    for (size_t i = 0; i < COUNT(settings); i++)
        buf_release(&texts[i]);
}

/* Writes a record of snippet s/a as it is now, with the headers H. */
static void write_record(const char *const *h, size_t n)
{
    struct record record = inputs_of("s/a", h, n);
    struct buf text = BUF_INIT;
    record.snippet = mem_strdup("s/a");
    record.environment = (struct environment){ mem_strdup("k"), mem_strdup("c"), mem_strdup("l") };
    record_print(&text, &record);
    put_file("_data/snippets/s/a.json", buf_str(&text));
    buf_release(&text);
    record_release(&record);
}

/* Holds that the record of s/a is stale for the reasons EXPECTED, joined by "; ". */
static void assert_stale(const char *expected)
{
    struct plan plan = load();
    struct strings reasons = { 0 };
    struct buf flags = BUF_INIT, text = BUF_INIT;
    toolchain_flags(&plan.config, &flags);
    inputs_compare(plan_find(&plan, "s/a"), &flags, &plan, &reasons);
    vec_each (reason, &reasons)
        buf_printf(&text, "%s%s", text.len ? "; " : "", *reason);
    assert_string_equal(buf_str(&text), expected);
    buf_release(&text);
    buf_release(&flags);
    strings_release(&reasons);
    plan_release(&plan);
}

static void put(const char *path, const char *text)
{
    make_file(&(struct file){ path, text });
}

static void record_of_the_files_is_fresh(void **state)
{
    (void)state;
    static const char *const headers[] = { "own.h", "../common.h", "../../inc/o.h" };
    PROJECT({ "snippets/s/a.c", SOURCE }, { "snippets/s/a.yml", "title: x\n" },
            { "snippets/s/own.h", "1" }, { "snippets/common.h", "2" }, { "inc/o.h", "3" });
    write_record(headers, COUNT(headers));
    assert_stale("");
    /* A header that was not read is nothing to it. */
    put("snippets/s/other.h", "4");
    assert_stale("");
}

static void reasons_name_the_file(void **state)
{
    (void)state;
    static const char *const headers[] = { "own.h", "../common.h", "../../inc/o.h" };
    PROJECT({ "snippets/s/a.c", SOURCE }, { "snippets/s/own.h", "1" }, { "snippets/common.h", "2" },
            { "inc/o.h", "3" }, { "_posts/a.md", "" }, { "snip.yml", "flags: [-I../../inc]\n" });
    write_record(headers, COUNT(headers));
    put("snippets/s/a.c", SOURCE "/* */\n");
    assert_stale("s/a.c changed");
    put("snippets/s/a.c", SOURCE);
    put("snippets/s/a.yml", "title: x\n");
    assert_stale("s/a.yml is new");
    unlink("snippets/s/a.yml");
    put("snippets/common.h", "22");
    unlink("snippets/s/own.h");
    assert_stale("common.h changed; s/own.h is gone");
    put("snippets/common.h", "2");
    put("snippets/s/own.h", "1");
    put("inc/o.h", "33");
    assert_stale("../inc/o.h changed");
    unlink("inc/o.h");
    assert_stale("../inc/o.h is gone");
}

static void manifest_and_flags_can_be_reasons(void **state)
{
    (void)state;
    PROJECT({ "snippets/s/a.c", SOURCE }, { "snippets/s/a.yml", "title: x\n" },
            { "_posts/a.md", "" });
    write_record(NULL, 0);
    assert_stale("");
    put("snippets/s/a.yml", "title: y\n");
    assert_stale("s/a.yml changed");
    unlink("snippets/s/a.yml");
    assert_stale("s/a.yml is gone");
    put("snippets/s/a.yml", "title: x\n");
    put("snip.yml", "flags: [-O2]\n");
    assert_stale("the compiler or its flags in snip.yml changed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(source_and_flags_are_inputs),
        cmocka_unit_test(manifest_is_an_input_where_there_is_one),
        cmocka_unit_test(headers_have_one_name_each),
        cmocka_unit_test(flags_are_told_apart),
        cmocka_unit_test(record_of_the_files_is_fresh),
        cmocka_unit_test(reasons_name_the_file),
        cmocka_unit_test(manifest_and_flags_can_be_reasons),
    };
    return cmocka_run_group_tests_name("inputs", tests, set_up, tear_down);
}
