/* engine/work/dependency: what an outcome depends on, who notices a change of it, and why a record is stale. */
#include "project.h"

#include "engine/work/dependency.h"
#include "engine/work/store.h"

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

/* A snippet of the project worked in, as if it had been compiled. */
struct bench {
    struct plan plan;
    struct snippet *snippet;
    struct toolchain tools;
    struct given given;
    struct compilation compilation;
    struct dependencies list;
};

/* Opens BENCH for snippet NAME, whose compiler tells by RULE what it has read. */
static void open_ruled(struct bench *bench, const char *name, const char *rule)
{
    struct err err = { 0 };
    *bench = (struct bench){ .plan = load() };
    bench->snippet = plan_find(&bench->plan, name);
    bench->tools.config = &bench->plan.config;
    strings_add(&bench->tools.parts, mem_strdup("compiler"));
    buf_adds(&bench->compilation.got.rule, rule);
    assert_true(given_collect(&bench->given, &bench->plan, bench->snippet, &bench->tools, &err));
    bench->compilation.build = mem_strdup("/build");
    dependencies_of_snippet(&bench->list, bench->snippet);
    dependencies_of_compilations(&bench->list, bench->snippet, &bench->compilation, 1,
                                 &bench->given);
}

/* As open_ruled(), with the N headers H, relative to its folder or absolute. */
static void open_bench(struct bench *bench, const char *name, const char *const *h, size_t n)
{
    struct buf rule = BUF_INIT;
    buf_adds(&rule, "/build/a: ");
    for (size_t i = 0; i < n; i++)
        buf_printf(&rule, " \\\n %s", h[i]);
    open_ruled(bench, name, buf_str(&rule));
    buf_release(&rule);
}

static void close_bench(struct bench *bench)
{
    dependencies_release(&bench->list);
    compilation_release(&bench->compilation);
    given_release(&bench->given);
    toolchain_release(&bench->tools);
    plan_release(&bench->plan);
}

/* The inputs of snippet NAME with the headers H (count N). */
static struct record inputs_of(const char *name, const char *const *h, size_t n)
{
    struct bench bench;
    struct record record = { 0 };
    open_bench(&bench, name, h, n);
    dependencies_record(&bench.list, bench.snippet, &record);
    close_bench(&bench);
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
        "flags: [-Wall, -Wextra]\n",     "flags: [-Wextra, -Wall]\n",     "flags: [-Wall-Wextra]\n",
        "flags: [-Wall]\ncompiler: c\n", "compiler: c-Wall\nflags: []\n", "flags: [-Wall]\n",
    };
    struct buf texts[COUNT(settings)] = { BUF_INIT };
    for (size_t i = 0; i < COUNT(settings); i++) {
        PROJECT({ "snip.yml", settings[i] }, { "snippets/a.c", SOURCE }, { "_posts/a.md", "" });
        struct plan plan = load();
        buf_add(&texts[i], buf_str(&plan.snippets.v[0].options.common),
                plan.snippets.v[0].options.common.len);
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
    struct buf text = BUF_INIT;
    inputs_compare(plan_find(&plan, "s/a"), &plan, &reasons);
    vec_each (reason, &reasons)
        buf_printf(&text, "%s%s", text.len ? "; " : "", *reason);
    assert_string_equal(buf_str(&text), expected);
    buf_release(&text);
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

/* Holds that a compiler which writes RULE of a.c has read the files EXPECTED of the project, joined by '|'. */
static void assert_read(const char *rule, const char *expected)
{
    struct bench bench;
    struct buf joined = BUF_INIT;
    open_ruled(&bench, "a", rule);
    vec_each (d, &bench.list)
        if (d->kind == DEPENDENCY_HEADER)
            buf_printf(&joined, "%s%s", joined.len ? "|" : "", d->name);
    assert_string_equal(buf_str(&joined), expected);
    buf_release(&joined);
    close_bench(&bench);
}

static void rules_of_make(void **state)
{
    (void)state;
    PROJECT({ "s/a.c", SOURCE }, { "snip.yml", "snippets: s\n" }, { "_posts/a.md", "" });
    assert_read("/tmp/x/a.o: a.c\n", "");
    assert_read("/tmp/x/a.o: a.c own.h ../common.h\n", "s/own.h|common.h");
    assert_read("/tmp/x/a.o: a.c \\\n own.h \\\n  sub/x.h\n", "s/own.h|s/sub/x.h");
    assert_read("/tmp/x/a.o: a.c own.h own.h\n", "s/own.h");
    assert_read("/tmp/x/a.o: a.c /usr/include/stdio.h own.h\n", "s/own.h");
    assert_read("/tmp/x/a.o: a.c with\\ blank.h a\\#b.h a$$b.h\n",
                "s/with blank.h|s/a#b.h|s/a$b.h");
    assert_read("/tmp/x/a.o: a.c\\\n own.h", "s/own.h");
    assert_read("/tmp/x/a.o: a.c 소켓.h\n", "s/소켓.h");
    assert_read("", "");
    assert_read("no rule", "");
    assert_read("a.o:", "");
    assert_read("a.o: \\", "s/\\");
}

/* Whatever a compiler writes, reading it does no harm. */
static void random_rules_do_no_harm(void **state)
{
    (void)state;
    static const char letters[] = "a.c:12: \\\n\t#$'x/";
    uint64_t seed = 7;
    struct bench bench;
    PROJECT({ "snippets/a.c", SOURCE }, { "_posts/a.md", "" });
    open_ruled(&bench, "a", "");
    for (int round = 0; round < 2000; round++) {
        struct dependencies list = { 0 };
        buf_clear(&bench.compilation.got.rule);
        for (size_t len = chance_below(&seed, 64); len > 0; len--)
            buf_addc(&bench.compilation.got.rule,
                     letters[chance_below(&seed, sizeof(letters) - 1)]);
        dependencies_of_compilations(&list, bench.snippet, &bench.compilation, 1, &bench.given);
        dependencies_release(&list);
    }
    close_bench(&bench);
}

/* A snippet that depends on something of each kind, and what its compilation read. */
static const char *const read_by_it[] = { "own.h", "../common.h", "../../../inc/o.h" };

static void make_all_kinds(void)
{
    PROJECT({ "snippets/s/a/snippet.yml",
              "run:\n  one: {}\n  cat: { command: [cat, words], after: one }\n"
              "masks: { n: '[0-9]+' }\nfiles: { /etc/hosts: etc/hosts }\n" },
            { "snippets/s/a/one.c", SOURCE }, { "snippets/s/a/words", "1" },
            { "snippets/s/a/etc/hosts", "2" }, { "snippets/s/a/own.h", "3" },
            { "snippets/s/common.h", "4" }, { "inc/o.h", "5" }, { "inc/unread.h", "6" },
            { "lib/libx.a", "7" }, { "_posts/a.md", "" }, { "compiler", "" },
            { "snip.yml", "flags: [-I../../../inc]\nlibs: [-L../../../lib, -lx]\n" });
}

/* Joins by "; " which inputs of WAS are another in NOW, or not there. Owned by the caller. */
static char *changes_of(const struct record *was, const struct record *now)
{
    struct strings reasons = { 0 };
    struct buf text = BUF_INIT;
    inputs_differ(was, now, &reasons);
    vec_each (reason, &reasons)
        buf_printf(&text, "%s%s", text.len ? "; " : "", *reason);
    strings_release(&reasons);
    return text.len ? buf_steal(&text) : mem_strdup("");
}

/* Why the store does not know the snippet of BENCH, joined by "; "; "" where it does. Owned by the caller. */
static char *forgotten(struct bench *bench)
{
    struct strings reasons = { 0 };
    struct record record = { 0 };
    struct store store;
    struct buf text = BUF_INIT;
    store_open(&store, &bench->plan, &bench->tools);
    bool found = store_find(&store, bench->snippet, &record, &reasons);
    assert_int_equal(found, reasons.n == 0);
    vec_each (reason, &reasons)
        buf_printf(&text, "%s%s", text.len ? "; " : "", *reason);
    store_close(&store);
    record_release(&record);
    strings_release(&reasons);
    return text.len ? buf_steal(&text) : mem_strdup("");
}

/* Remembers BENCH's snippet as proven. */
static void remember(struct bench *bench)
{
    struct store store;
    struct record record = { .snippet = mem_strdup("s/a"),
                             .environment = { mem_strdup("k"), mem_strdup("c"), mem_strdup("l") } };
    store_open(&store, &bench->plan, &bench->tools);
    store_put(&store, bench->snippet, &bench->list, &record);
    store_close(&store);
    record_release(&record);
}

/* What is changed, and who is to notice it. */
struct change {
    const char *path, *text;
    const char *recorded; /* what a record says of it */
    const char *stored;   /* and the store */
    bool meanwhile;       /* it is noticed at once */
};

static void assert_noticed(const struct change *change)
{
    struct bench before, after;
    struct record was = { 0 }, now = { 0 };
    struct errs faults = { 0 };
    make_all_kinds();
    open_bench(&before, "s/a", read_by_it, COUNT(read_by_it));
    dependencies_record(&before.list, before.snippet, &was);
    dependencies_check(&before.list, before.snippet, &faults);
    assert_int_equal(faults.n, 0);
    remember(&before);
    AUTO_FREE char *known = forgotten(&before);
    assert_string_equal(known, "");
    put(change->path, change->text);
    dependencies_check(&before.list, before.snippet, &faults);
    assert_int_equal(faults.n, change->meanwhile);
    if (faults.n)
        assert_string_equal(faults.v[0].file, change->path);
    open_bench(&after, "s/a", read_by_it, COUNT(read_by_it));
    dependencies_record(&after.list, after.snippet, &now);
    AUTO_FREE char *recorded = changes_of(&was, &now), *stored = forgotten(&after);
    assert_string_equal(recorded, change->recorded);
    assert_string_equal(stored, change->stored);
    errs_release(&faults);
    record_release(&was);
    record_release(&now);
    close_bench(&before);
    close_bench(&after);
}

static void a_change_of_each_kind_is_noticed(void **state)
{
    (void)state;
    static const struct change cases[] = {
        { "snippets/s/a/one.c", "int main(void) {}\n", "s/a/one.c changed",
          "snippets/s/a/one.c changed", true },
        { "snippets/s/a/words", "x", "s/a/words changed", "snippets/s/a/words changed", true },
        { "snippets/s/a/etc/hosts", "x", "s/a/etc/hosts changed", "snippets/s/a/etc/hosts changed",
          true },
        { "snippets/s/a/snippet.yml",
          "run:\n  one: {}\n  cat: { command: [cat, words], after: one }\n"
          "masks: { n: '[0-8]+' }\nfiles: { /etc/hosts: etc/hosts }\n",
          "s/a/snippet.yml changed", "snippets/s/a/snippet.yml changed", true },
        { "snippets/s/a/own.h", "x", "s/a/own.h changed", "snippets/s/a/own.h changed", true },
        { "snippets/s/common.h", "x", "s/common.h changed", "snippets/s/common.h changed", true },
        { "inc/o.h", "x", "../inc/o.h changed", "inc/o.h changed", true },
        { "lib/libx.a", "x", "../lib/libx.a changed", "lib/libx.a changed", true },
        { "inc/unread.h", "x", "", "inc/unread.h changed", false },
        { "compiler", "x", "", "the compiler changed", false },
        { "snip.yml", "flags: [-I../../../inc, -O2]\nlibs: [-L../../../lib, -lx]\n",
          "the compiler or its flags in snip.yml changed", "the compiler's flags changed", false },
        { "inc/limits.h", "", "", "which files flags name changed", false },
        { "snippets/new.h", "", "", "which headers there are changed", false },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_noticed(&cases[i]);
}

/* Holds that the dependency NAME of LIST is of PART of an entry, and stands for what it is. */
static void assert_part(const struct dependencies *list, const char *name, const char *part)
{
    vec_each (d, list)
        if (strcmp(d->name, name) == 0) {
            assert_string_equal(dependency_part(d), part);
            assert_true(*name == '/' || (d->identity && *d->identity));
            return;
        }
    fail_msg("%s is not listed", name);
}

/* What cannot be changed here: see test_store for what becomes of an entry where it is another. */
static void the_machine_is_listed(void **state)
{
    (void)state;
    static const char *const machine[] = { "snip",
                                           "the compiler",
                                           "the C library",
                                           "the kernel",
                                           "which headers there are",
                                           "what is in /usr/local" };
    static const char *const seen[] = { "/usr/include/stdio.h", "/dev/null" };
    struct bench bench;
    struct dependencies list = { 0 };
    make_all_kinds();
    open_bench(&bench, "s/a", seen, COUNT(seen));
    dependencies_of_machine(&list, &bench.plan, &bench.tools);
    assert_int_equal(list.n, COUNT(machine));
    for (size_t i = 0; i < COUNT(machine); i++)
        assert_part(&list, machine[i], "common");
    assert_part(&bench.list, "cat", "commands");
    assert_part(&bench.list, "/usr/include/stdio.h", "headers");
    /* Not in the compiler's box, so that it cannot have been read. */
    vec_each (d, &bench.list)
        assert_string_not_equal(d->name, "/dev/null");
    dependencies_release(&list);
    close_bench(&bench);
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
        cmocka_unit_test(rules_of_make),
        cmocka_unit_test(random_rules_do_no_harm),
        cmocka_unit_test(a_change_of_each_kind_is_noticed),
        cmocka_unit_test(the_machine_is_listed),
    };
    return cmocka_run_group_tests_name("dependency", tests, set_up, tear_down);
}
