/* engine/work/store: what is remembered as proven, and all that makes it prove nothing. */
#include "project.h"

#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <sys/resource.h>

#include "engine/plan/proof.h"
#include "engine/work/store.h"
#include "file/digest.h"
#include "file/fs.h"

/* An open store of the project worked in; the compiler is a file of it, and never run. */
struct bench {
    struct plan plan;
    struct toolchain tools;
    struct store store;
};

static const char entry[] = ".snip/proven/a/talk.json";
static const char header[] = "snippets/a/name.h";

/* A snippet with a source, a header, a file for its programs and a program of the system. */
static void make_talk(void)
{
    PROJECT({ "snippets/a/talk/snippet.yml",
              "run:\n  server: {}\n  cat: { command: [cat, words], after: server }\n" },
            { "snippets/a/talk/server.c", "int main(void)\n{\n}\n" },
            { "snippets/a/talk/words", "some words\n" }, { header, "#define NAME 1\n" },
            { "compiler", "#!/bin/sh\n" });
}

static void open_bench(struct bench *bench)
{
    *bench = (struct bench){ .plan = load() };
    strings_add(&bench->tools.parts, mem_strdup("compiler"));
    store_open(&bench->store, &bench->plan, &bench->tools);
}

static void close_bench(struct bench *bench)
{
    store_close(&bench->store);
    toolchain_release(&bench->tools);
    plan_release(&bench->plan);
}

/* Remembers that the snippet prints OUTPUT, and was compiled with the header FILE. */
static void put_with(struct bench *bench, const char *output, const char *file)
{
    struct dependencies list = { 0 };
    struct record record = { .snippet = mem_strdup("a/talk"),
                             .environment = { mem_strdup("Linux 6.1"), mem_strdup("gcc 12.2"),
                                              mem_strdup("glibc 2.36") } };
    *vec_add(&record.processes) = (struct record_process){ .name = mem_strdup("cat"),
                                                           .command = mem_strdup("cat words"),
                                                           .output = mem_strdup(output) };
    dependencies_of_snippet(&list, &bench->plan.snippets.v[0]);
    vec_push(&list, ((struct dependency){ DEPENDENCY_HEADER, mem_strdup(file), NULL, NULL }));
    store_put(&bench->store, &bench->plan.snippets.v[0], &list, &record);
    dependencies_release(&list);
    record_release(&record);
}

/* Remembers it in a store of its own. */
static void put(const char *output)
{
    struct bench bench;
    open_bench(&bench);
    put_with(&bench, output, header);
    close_bench(&bench);
}

/*
 * What a new store knows: "prints: …" of what is proven, else why it is not, joined by "; ". Owned
 * by the caller.
 */
static char *known(const char *flag)
{
    struct bench bench;
    struct record record = { 0 };
    struct strings reasons = { 0 };
    struct buf text = BUF_INIT;
    open_bench(&bench);
    store_close(&bench.store);
    buf_adds(&bench.plan.snippets.v[0].options.common, flag);
    store_open(&bench.store, &bench.plan, &bench.tools);
    bool found = store_find(&bench.store, &bench.plan.snippets.v[0], &record, &reasons);
    if (found)
        buf_printf(&text, "prints: %s", record.processes.v[0].output);
    vec_each (reason, &reasons)
        buf_printf(&text, "%s%s", text.len ? "; " : "", *reason);
    assert_true(!found || reasons.n == 0);
    assert_int_equal(found, record.processes.n == 1);
    /* Nobody has to ask why. */
    struct record again = { 0 };
    assert_int_equal(store_find(&bench.store, &bench.plan.snippets.v[0], &again, NULL), found);
    record_release(&again);
    record_release(&record);
    strings_release(&reasons);
    close_bench(&bench);
    return buf_steal(&text);
}

static void assert_known(const char *expected)
{
    AUTO_FREE char *text = known("");
    assert_string_equal(text, expected);
}

/* The entry as it is on disk. */
static json_t *read_entry(void)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    assert_int_equal(proof_read(entry, 1 << 20, &text), PROOF_READ);
    json_t *root = json_loadb(buf_str(&text), text.len, 0, NULL);
    assert_non_null(root);
    return root;
}

/* Makes ROOT, which is freed, the entry. */
static void write_entry(json_t *root)
{
    AUTO_FREE char *text = json_dumps(root, JSON_ENCODE_ANY);
    proof_write(entry, text);
    json_decref(root);
}

static void what_was_put_is_found(void **state)
{
    (void)state;
    make_talk();
    assert_known("it was not run here yet");
    put("한\n");
    assert_known("prints: 한\n");
    put("new\n");
    assert_known("prints: new\n");
}

/* Files of the snippet, and what is said of each that is another. */
static void changed_files_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *reason; /* text NULL: the file is removed */
    } cases[] = {
        { "snippets/a/talk/words", "other\n", "snippets/a/talk/words changed" },
        { "snippets/a/talk/server.c", "int main(void)\n{}\n", "snippets/a/talk/server.c changed" },
        { "snippets/a/name.h", "#define NAME 2\n", "snippets/a/name.h changed" },
        { "snippets/a/name.h", NULL, "which headers there are changed; snippets/a/name.h is gone" },
        { "snippets/a/talk/string.h", "", "which headers there are changed" },
        { "compiler", "#!/bin/sh\n:\n", "the compiler changed" },
        { "compiler", NULL, "the compiler changed" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        make_talk();
        put("x");
        if (cases[i].text)
            make_file(&(struct file){ cases[i].path, cases[i].text });
        else
            assert_int_equal(unlink(cases[i].path), 0);
        assert_known(cases[i].reason);
    }
    make_talk();
    put("x");
    make_file(&(struct file){ "snippets/a/talk/snippet.yml",
                              "run:\n  server: {}\n  cat: { command: [cat, words] }\n" });
    assert_known("snippets/a/talk/snippet.yml changed");
}

static void changed_flags_are_named(void **state)
{
    (void)state;
    make_talk();
    put("x");
    AUTO_FREE char *text = known("-O3");
    assert_string_equal(text, "the compiler's flags changed");
    assert_known("prints: x");
}

/* What cannot be changed here was another in the entry. */
static void another_machine_proves_nothing(void **state)
{
    (void)state;
    static const char *const parts[][2] = {
        { "common", "the kernel" },   { "common", "the C library" }, { "common", "snip" },
        { "common", "the compiler" }, { "commands", "cat" },
    };
    make_talk();
    put("x");
    for (size_t i = 0; i < COUNT(parts); i++) {
        AUTO_FREE char *expected = mem_printf("%s changed", parts[i][1]);
        json_t *whole = read_entry(), *changed = read_entry();
        json_t *part = json_object_get(changed, parts[i][0]);
        assert_non_null(json_object_get(part, parts[i][1]));
        json_object_set_new(part, parts[i][1], json_string("another"));
        write_entry(changed);
        assert_known(expected);
        write_entry(whole);
    }
    assert_known("prints: x");
}

/* A snip that looks at more, or at less, than this one. */
static void another_snip_proves_nothing(void **state)
{
    (void)state;
    make_talk();
    put("x");
    json_t *root = read_entry();
    json_object_set_new(json_object_get(root, "common"), "the moon", json_string("full"));
    write_entry(root);
    assert_known("another snip proved it");
    put("x");
    root = read_entry();
    json_object_del(json_object_get(root, "common"), "the kernel");
    write_entry(root);
    assert_known("another snip proved it; the kernel changed");
}

/* Whatever is missing or of another kind: what the entry does not say is not proven. */
static void parts_of_an_entry_prove_nothing(void **state)
{
    (void)state;
    static const char *const keys[] = { "common", "own", "commands", "headers", "record" };
    static const char *const values[] = {
        NULL, "null", "1", "\"x\"", "[]", "\"{}\"", "{ \"snippets/a/name.h\": 1 }"
    };
    make_talk();
    /* Without a program of the system: its part is empty. */
    make_file(&(struct file){ "snippets/a/talk/snippet.yml", "run: { server: {} }\n" });
    put("x");
    assert_known("prints: x");
    for (size_t i = 0; i < COUNT(keys); i++)
        for (size_t j = 0; j < COUNT(values); j++) {
            json_t *whole = read_entry(), *less = read_entry();
            if (values[j])
                json_object_set_new(less, keys[i], json_loads(values[j], JSON_DECODE_ANY, NULL));
            else
                json_object_del(less, keys[i]);
            write_entry(less);
            AUTO_FREE char *text = known("");
            if (text_starts(text, "prints"))
                fail_msg("%s is %s", keys[i], values[j] ? values[j] : "missing");
            write_entry(whole);
        }
    assert_known("prints: x");
}

/* As a full disk or a crash may leave it. */
static void cut_entries_prove_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "{", "{}", "[]", "null", "1", "\"x\"", "\xff", "{}}" };
    make_talk();
    put("x");
    struct buf whole = BUF_INIT;
    assert_int_equal(proof_read(entry, 1 << 20, &whole), PROOF_READ);
    struct bench bench;
    open_bench(&bench);
    for (size_t len = 0; len < whole.len; len += 7) {
        struct record record = { 0 };
        AUTO_FREE char *cut = mem_strndup(whole.s, len);
        proof_write(entry, cut);
        assert_false(store_find(&bench.store, &bench.plan.snippets.v[0], &record, NULL));
        assert_int_equal(record.processes.n, 0);
    }
    close_bench(&bench);
    for (size_t i = 0; i < COUNT(texts); i++) {
        proof_write(entry, texts[i]);
        AUTO_FREE char *text = known("");
        assert_false(text_starts(text, "prints"));
    }
    put("x");
    assert_known("prints: x");
    buf_release(&whole);
}

/* Makes the folder PATH, and those above it. */
static void make_folder(const char *path)
{
    AUTO_FREE char *file = mem_printf("%s/x", path);
    put_file(file, "");
    assert_int_equal(unlink(file), 0);
}

/* What snip itself, of the same user, has not written: one that came with the repository, say. */
static void foreign_entries_prove_nothing(void **state)
{
    (void)state;
    static const char foreign[] = ".snip/proven/a/talk.json may be somebody else's";
    struct err err = { 0 };
    struct buf whole = BUF_INIT;
    make_talk();
    put("x");
    assert_true(fs_read(entry, 1 << 20, &whole, &err));
    for (size_t i = 0; i < whole.len; i += 41) {
        AUTO_FREE char *changed = mem_strndup(whole.s, whole.len);
        changed[i] = changed[i] == 'a' ? 'b' : 'a';
        put_file(entry, changed);
        assert_known(foreign);
    }
    /* The same words, without a code. */
    put_file(entry, strchr(whole.s, '\n') + 1);
    assert_known(foreign);
    put_file(entry, "");
    assert_known(foreign);
    put_file(entry, whole.s);
    assert_known("prints: x");
    assert_int_equal(chmod(entry, 0620), 0);
    assert_known(foreign);
    assert_int_equal(chmod(entry, 0600), 0);
    assert_int_equal(chmod(".snip/proven/a", 0707), 0);
    assert_known(foreign);
    assert_int_equal(chmod(".snip/proven/a", 0700), 0);
    assert_known("prints: x");
    buf_release(&whole);
}

/* In place of the entry, or of the store, there is something else. */
static void odd_things_in_its_place_do_no_harm(void **state)
{
    (void)state;
    struct err err = { 0 };
    static const char *const files[] = { ".snip", ".snip/proven", ".snip/proven/a" };
    for (size_t i = 0; i < COUNT(files); i++) {
        make_talk();
        make_file(&(struct file){ files[i], "precious" });
        put("x");
        assert_known("it was not run here yet");
        struct buf text = BUF_INIT;
        assert_true(fs_read(files[i], 100, &text, &err));
        assert_string_equal(buf_str(&text), "precious");
        buf_release(&text);
    }
    make_talk();
    make_folder(entry);
    put("x");
    assert_known(".snip/proven/a/talk.json may be somebody else's");
    make_talk();
    make_folder(".snip/proven/a");
    assert_int_equal(symlink("/dev/zero", entry), 0);
    assert_known(".snip/proven/a/talk.json may be somebody else's");
}

/* A reader sees the old entry or the new one; what could not be written leaves the old. */
static void entries_are_replaced_whole(void **state)
{
    (void)state;
    make_talk();
    put("old");
    char text[1 << 14];
    AUTO_CLOSE int old = open(entry, O_RDONLY | O_CLOEXEC);
    struct stat before, after;
    assert_int_equal(fstat(old, &before), 0);
    put("new");
    assert_int_equal(fstat(old, &after), 0);
    assert_int_equal(after.st_size, before.st_size);
    ssize_t n = read(old, text, sizeof(text));
    json_t *root = n > DIGEST_HEX
                       ? json_loadb(text + DIGEST_HEX + 1, (size_t)n - DIGEST_HEX - 1, 0, NULL)
                       : NULL;
    assert_non_null(root);
    json_decref(root);
    assert_known("prints: new");
    /* Of a snip that was killed while it wrote. */
    static const char left[] = ".snip/proven/a/.talk.json.snip-a1b2c3";
    make_file(&(struct file){ ".snip/other", "another folder is swept first" });
    put_file(left, "{");
    assert_known("prints: new");
    put("newer");
    assert_known("prints: newer");
    assert_false(fs_exists(left));
}

static void a_full_disk_leaves_the_old_entry(void **state)
{
    (void)state;
    make_talk();
    put("old");
    struct bench bench;
    struct rlimit limit, before;
    open_bench(&bench);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    limit = before;
    limit.rlim_cur = 100;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    put_with(&bench, "new", header);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    close_bench(&bench);
    assert_known("prints: old");
}

/* Proven still, though nothing can be remembered there. */
static void a_read_only_store_is_read(void **state)
{
    (void)state;
    struct bench bench;
    make_talk();
    put("old");
    open_bench(&bench);
    store_close(&bench.store);
    assert_int_equal(chmod(".", 0755), 0);
    assert_int_equal(chmod(".snip/proven/a", 0555), 0);
    /* Root may write anywhere, so it is somebody else for a while. */
    bool root = geteuid() == 0;
    assert_true(!root || seteuid(65534) == 0);
    store_open(&bench.store, &bench.plan, &bench.tools);
    put_with(&bench, "new", header);
    assert_true(!root || seteuid(0) == 0);
    assert_int_equal(chmod(".snip/proven/a", 0755), 0);
    close_bench(&bench);
    assert_known("prints: old");
}

static void only_the_first_of_two_writes(void **state)
{
    (void)state;
    make_talk();
    struct bench first, second;
    open_bench(&first);
    open_bench(&second);
    assert_true(first.store.lock >= 0);
    assert_int_equal(second.store.lock, -1);
    put_with(&second, "second", header);
    assert_known("it was not run here yet");
    put_with(&first, "first", header);
    assert_known("prints: first");
    close_bench(&first);
    close_bench(&second);
    put("third");
    assert_known("prints: third");
}

/* A header that could not be read, or whose name JSON cannot hold, might change unseen. */
static void unknown_headers_prove_nothing(void **state)
{
    (void)state;
    static const char *const names[] = { "snippets/a/none.h", "snippets/a", "snippets/a/\xff.h" };
    for (size_t i = 0; i < COUNT(names); i++) {
        struct bench bench;
        make_talk();
        make_file(&(struct file){ "snippets/a/\xff.h", "" });
        open_bench(&bench);
        put_with(&bench, "x", names[i]);
        close_bench(&bench);
        AUTO_FREE char *text = known("");
        if (text_starts(text, "prints"))
            fail_msg("though %zu of the names is unknown", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found),
        cmocka_unit_test(changed_files_are_named),
        cmocka_unit_test(changed_flags_are_named),
        cmocka_unit_test(another_machine_proves_nothing),
        cmocka_unit_test(another_snip_proves_nothing),
        cmocka_unit_test(parts_of_an_entry_prove_nothing),
        cmocka_unit_test(cut_entries_prove_nothing),
        cmocka_unit_test(foreign_entries_prove_nothing),
        cmocka_unit_test(odd_things_in_its_place_do_no_harm),
        cmocka_unit_test(entries_are_replaced_whole),
        cmocka_unit_test(a_full_disk_leaves_the_old_entry),
        cmocka_unit_test(a_read_only_store_is_read),
        cmocka_unit_test(only_the_first_of_two_writes),
        cmocka_unit_test(unknown_headers_prove_nothing),
    };
    return cmocka_run_group_tests_name("store", tests, set_up, tear_down);
}
