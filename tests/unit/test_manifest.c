/* doc/manifest/manifest: every key, every mistake in one, and mutated files. */
#include "unit.h"

#include <signal.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/manifest/manifest.h"

/* A snippet of one file. */
static const struct manifest_subject one = { .source = "b.c" };

static struct slice slice(const char *s)
{
    return (struct slice){ s, strlen(s) };
}

/* Parses TEXT, which must be right. */
static void parse(struct manifest *m, const char *text)
{
    struct errs errs = { 0 };
    if (!manifest_parse(m, "snippets/a/b.yml", slice(text), &one, &errs))
        fail_msg("%s\nline %d: %s", text, errs.v[0].line, errs.v[0].text);
    assert_int_equal(errs.n, 0);
}

static void assert_strings(const struct strings *list, const char *const *expected, size_t count)
{
    assert_int_equal(list->n, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list->v[i], expected[i]);
}

static void assert_defaults(const struct manifest *m)
{
    assert_null(m->title);
    assert_int_equal(m->compile, COMPILE_OK);
    assert_int_equal(m->limits.time_ms, 15000);
    assert_int_equal(m->limits.output, 65536);
    assert_int_equal(m->limits.processor_ms, 5000);
    assert_int_equal(m->limits.memory, 256 << 20);
    assert_int_equal(m->limits.processes, 64);
    assert_int_equal(m->limits.files, 1024);
    assert_int_equal(m->limits.file_size, 64 << 20);
    assert_int_equal(m->limits.cpus, 1);
    assert_int_equal(m->processes.n, 1);
    const struct process_spec *p = &m->processes.v[0];
    assert_string_equal(p->name, "b");
    assert_string_equal(p->source, "b.c");
    assert_int_equal(p->args.n, 0);
    assert_int_equal(p->env.n, 0);
    assert_int_equal(p->input.items.n, 0);
    assert_false(p->terminal);
    assert_int_equal(p->expect.status, 0);
    assert_int_equal(p->expect.signal, 0);
    assert_int_equal(p->expect.line, 0);
}

static void default_runs_once(void **state)
{
    (void)state;
    struct manifest m;
    manifest_default(&m, &one);
    assert_null(m.path);
    assert_defaults(&m);
    manifest_release(&m);
    assert_int_equal(m.processes.n, 0);
}

static void what_is_left_out_has_its_default(void **state)
{
    (void)state;
    struct manifest m;
    parse(&m, "args: []\nenv: {}\n");
    assert_string_equal(m.path, "snippets/a/b.yml");
    assert_defaults(&m);
    manifest_release(&m);
}

static void every_key(void **state)
{
    (void)state;
    static const char *const args[] = { "0.0.0.0", "8080" };
    static const char *const env[] = { "LANG=ko_KR.UTF-8", "EMPTY=", "_x1=a=b" };
    struct manifest m;
    parse(&m, "title: 0.0.0.0과 주소 하나\n"
              "compile: warn\n"
              "expect: 3\n"
              "limits: { time: 500ms, output: 1M }\n"
              "stdin: |\n  one\n\n  둘\n"
              "args: [0.0.0.0, \"8080\"]\n"
              "env:\n  LANG: ko_KR.UTF-8\n  EMPTY: ''\n  _x1: a=b\n");
    assert_string_equal(m.title, "0.0.0.0과 주소 하나");
    assert_int_equal(m.compile, COMPILE_WARN);
    assert_int_equal(m.limits.time_ms, 500);
    assert_int_equal(m.limits.output, 1 << 20);
    const struct process_spec *p = &m.processes.v[0];
    assert_string_equal(p->input.items.v[0].text, "one\n\n둘\n");
    assert_int_equal(p->input.items.v[0].len, strlen("one\n\n둘\n"));
    assert_strings(&p->args, args, COUNT(args));
    assert_strings(&p->env, env, COUNT(env));
    assert_int_equal(p->expect.status, 3);
    assert_int_equal(p->expect.signal, 0);
    assert_int_equal(p->expect.line, 3);
    manifest_release(&m);
}

static void arguments_are_text_as_written(void **state)
{
    (void)state;
    static const char *const args[] = { "8080", "0.0.0.0", "yes",  "null", "~",   "1e3", "0x1F",
                                        "-x",   "",        "true", "010",  "a b", "*",   "소켓" };
    struct manifest m;
    parse(&m,
          "args: [8080, 0.0.0.0, yes, null, ~, 1e3, 0x1F, -x, \"\", true, 010, a b, '*', 소켓]\n"
          "env: { A: null, B: 010, C: ~ }\n");
    assert_strings(&m.processes.v[0].args, args, COUNT(args));
    assert_strings(&m.processes.v[0].env, (const char *const[]){ "A=null", "B=010", "C=~" }, 3);
    manifest_release(&m);
}

static void expectations(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int status, signal, line;
    } cases[] = {
        { "expect: 0", 0, 0, 1 },
        { "expect: 255", 255, 0, 1 },
        { "title: x\nexpect: \"7\"", 7, 0, 2 },
        { "expect: { signal: SEGV }", 0, SIGSEGV, 1 },
        { "\nexpect:\n  signal: SIGPIPE\n", 0, SIGPIPE, 2 },
        { "compile: warn\nexpect: 1", 1, 0, 2 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        parse(&m, cases[i].text);
        const struct expectation *expect = &m.processes.v[0].expect;
        assert_int_equal(expect->status, cases[i].status);
        assert_int_equal(expect->signal, cases[i].signal);
        assert_int_equal(expect->line, cases[i].line);
        manifest_release(&m);
    }
}

static void limits_and_units(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long long time_ms;
        size_t output;
    } cases[] = {
        { "limits: { time: 1ms }", 1, 65536 },
        { "limits: { time: 5s }", 5000, 65536 },
        { "limits: { time: 1m }", 60000, 65536 },
        { "limits: { time: 10m }", 600000, 65536 },
        { "limits: { time: 600s }", 600000, 65536 },
        { "limits: { output: 1 }", 15000, 1 },
        { "limits: { output: 65537 }", 15000, 65537 },
        { "limits: { output: 3K }", 15000, 3072 },
        { "limits: { output: 8M }", 15000, 8 << 20 },
        { "limits: { output: 8192K }", 15000, 8 << 20 },
        { "limits: { time: 007s }", 7000, 65536 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        parse(&m, cases[i].text);
        assert_int_equal(m.limits.time_ms, cases[i].time_ms);
        assert_int_equal(m.limits.output, cases[i].output);
        manifest_release(&m);
    }
}

static void limits_of_the_whole_box(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct limits limits;
    } cases[] = {
        { "limits: { processor: 500ms, memory: 16M, processes: 1, files: 8, file-size: 4K }",
          { 15000, 500, 16 << 20, 1, 8, 4096, 65536, 1 } },
        { "limits: { processor: 10m, memory: 4G, processes: 1000, files: 65536, file-size: 1G, "
          "cpus: 64 }",
          { 15000, 600000, 4ULL << 30, 1000, 65536, 1 << 30, 65536, 64 } },
        { "limits: { memory: 16777216, file-size: 4096 }",
          { 15000, 5000, 16 << 20, 64, 1024, 4096, 65536, 1 } },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        const struct limits *expected = &cases[i].limits;
        parse(&m, cases[i].text);
        assert_int_equal(m.limits.time_ms, expected->time_ms);
        assert_int_equal(m.limits.processor_ms, expected->processor_ms);
        assert_int_equal(m.limits.memory, expected->memory);
        assert_int_equal(m.limits.processes, expected->processes);
        assert_int_equal(m.limits.files, expected->files);
        assert_int_equal(m.limits.file_size, expected->file_size);
        assert_int_equal(m.limits.output, expected->output);
        assert_int_equal(m.limits.cpus, expected->cpus);
        manifest_release(&m);
    }
}

static void input_is_bytes(void **state)
{
    (void)state;
    struct manifest m;
    parse(&m, "stdin: \"a\\0b\\r\\n\"\n");
    assert_int_equal(m.processes.v[0].input.items.v[0].len, 5);
    assert_memory_equal(m.processes.v[0].input.items.v[0].text, "a\0b\r\n", 6);
    manifest_release(&m);
    parse(&m, "stdin: ''\n");
    assert_int_equal(m.processes.v[0].input.items.n, 1);
    assert_int_equal(m.processes.v[0].input.items.v[0].len, 0);
    manifest_release(&m);
    parse(&m, "stdin: 'null'\n");
    assert_string_equal(m.processes.v[0].input.items.v[0].text, "null");
    manifest_release(&m);
}

static void compile_names(void **state)
{
    (void)state;
    static const enum compile_expect all[] = { COMPILE_OK, COMPILE_WARN, COMPILE_FAIL };
    for (size_t i = 0; i < COUNT(all); i++) {
        struct manifest m;
        AUTO_FREE char *text = mem_printf("compile: %s\n", compile_expect_name(all[i]));
        parse(&m, text);
        assert_int_equal(m.compile, all[i]);
        manifest_release(&m);
    }
    assert_string_equal(compile_expect_name(COMPILE_FAIL), "fail");
}

/* A manifest with one mistake: its line, what is said, how to mend it. */
struct mistake {
    const char *text;
    int line;
    const char *says;
    const char *hint;
};

static const char known[] =
    "known keys: title, compile, lab, run, sources, flags, libs, args, stdin, terminal, env, "
    "unordered, expect, mask, files, limits, depends, rights, trace";

static const struct mistake mistakes[] = {
    /* the file as a whole */
    { "", 0, "is empty", "delete it" },
    { "# nothing yet\n", 0, "is empty", "delete it" },
    { "null\n", 0, "is empty", "delete it" },
    { "{}\n", 0, "is empty", "delete it" },
    { "\n- a\n", 2, "a manifest must be a mapping, but is a list", "`key: value`" },
    { "title\n", 1, "a manifest must be a mapping, but is `title`", "`key: value`" },
    { "title: x\ntitle: y\n", 2, "the key `title` was already there on line 1", "one of the two" },
    { "args: [a\n", 1, "the closing `]` is missing", "[one, two]" },
    /* unknown keys */
    { "title: x\ntitel: y\n", 2, "unknown key `titel`", "did you mean `title`?" },
    { "argz: [x]\n", 1, "unknown key `argz`", "did you mean `args`?" },
    { "labs: {}\n", 1, "unknown key `labs`", "did you mean `lab`?" },
    { "compiler: cc\n", 1, "`compiler` belongs in snip.yml", "there it holds for all snippets" },
    { "posts: a\n", 1, "`posts` belongs in snip.yml", "there it holds for all snippets" },
    /* flags and libs */
    { "flags: -O2\n", 1, "`flags` must be a list, but is `-O2`", "in place of those of snip.yml" },
    { "libs:\n", 1, "`libs` must be a list, but is missing", "libs: [-lm]" },
    { "libs: {}\n", 1, "`libs` must be a list, but is an empty mapping", "{ replace: [-lm] }" },
    { "flags: { only: [-O2] }\n", 1, "unknown key `only` in `flags`", "replace" },
    { "flags: { replace: -O2 }\n", 1, "`replace` must be a list, but is `-O2`", "[-std=c99]" },
    { "flags: [-o]\n", 1, "the flag `-o` is not allowed: snip says where the program goes",
      "leave it out" },
    { "flags: { replace: [-O2, -c] }\n", 1, "the flag `-c` is not allowed", "leave it out" },
    { "flags: [-I../.git]\n", 1, "the flag `-I../.git` names what is hidden", "-Iinclude" },
    { "libs: [m]\n", 1, "`m` is no flag", "-lm" },
    { "libs: [-la -lb]\n", 1, "`-la -lb` is more than one flag", "make each an item" },
    { "right: {}\n", 1, "unknown key `right`", "did you mean `rights`?" },
    { "\"a\\eb\": 1\n", 1, "unknown key `a\\x1Bb`", known },
    { "limits: { cores: 2 }\n", 1, "unknown key `cores` in `limits`",
      "known keys: time, processor, memory, processes, files, file-size, output" },
    { "limits:\n  time: 5s\n  procs: 3\n", 3, "unknown key `procs` in `limits`",
      "known keys: time, processor, memory, processes, files, file-size, output" },
    { "limits: { tiem: 5s }\n", 1, "unknown key `tiem` in `limits`", "did you mean `time`?" },
    { "expect: { server: 0 }\n", 1, "unknown key `server` in `expect`", "known keys: signal" },
    /* title */
    { "title:\n", 1, "`title` must be a text, but is missing", "title: " },
    { "title: ~\n", 1, "`title` must be a text, but is `~`", "title: " },
    { "title: [a]\n", 1, "`title` must be a text, but is a list", "title: " },
    { "title: {a: b}\n", 1, "`title` must be a text, but is a mapping", "title: " },
    { "title: ''\n", 1, "`title` must be one line that can be shown", "title: " },
    { "title: '  '\n", 1, "`title` must be one line", "title: " },
    { "title: |\n  a\n  b\n", 1, "`title` must be one line", "title: " },
    { "title: \"a\\tb\"\n", 1, "`title` must be one line", "title: " },
    { "title: \"\\e[1m\"\n", 1, "`title` must be one line", "title: " },
    { "title: \"\\u202Ex\"\n", 1, "`title` must be one line", "title: " },
    { "title: \"a\\0b\"\n", 1, "`title` holds a NUL", "`\\0`" },
    /* compile */
    { "compile: okay\n", 1, "`compile` must be ok, warn or fail, but is `okay`", "compile: warn" },
    { "compile: fial\n", 1, "`compile` must be ok, warn or fail, but is `fial`",
      "did you mean `fail`?" },
    { "compile:\n", 1, "`compile` must be ok, warn or fail, but is missing", "compile: warn" },
    { "compile: [ok]\n", 1, "`compile` must be ok, warn or fail, but is a list", "compile: warn" },
    { "compile: \"ok\\0\"\n", 1, "`compile` must be ok, warn or fail, but is `ok\\x00`",
      "compile:" },
    /* expect */
    { "expect: 256\n", 1, "`expect` must be an exit status (0 to 255) or a signal, but is `256`",
      "write expect: 3 or expect: { signal: SEGV }" },
    { "expect: -1\n", 1, "`expect` must be an exit status", "expect: 3" },
    { "expect: 03\n", 1, "`expect` must be an exit status", "expect: 3" },
    { "expect: 1.0\n", 1, "`expect` must be an exit status", "expect: 3" },
    { "expect: 99999999999999999999\n", 1, "`expect` must be an exit status", "expect: 3" },
    { "expect: \"1\\0\"\n", 1, "`expect` must be an exit status", "expect: 3" },
    { "expect: yes\n", 1, "but is `yes`", "expect: 3" },
    { "expect:\n", 1, "but is missing", "expect: 3" },
    { "expect: {}\n", 1, "but is an empty mapping", "expect: 3" },
    { "expect: [1]\n", 1, "but is a list", "expect: 3" },
    { "expect: SIGSEGV\n", 1, "but is `SIGSEGV`", "write it as expect: { signal: SIGSEGV }" },
    { "expect: { signal: SEGF }\n", 1, "there is no signal `SEGF`", "did you mean `SEGV`?" },
    { "expect: { signal: segv }\n", 1, "there is no signal `segv`", "did you mean `SEGV`?" },
    { "expect: { signal: 13 }\n", 1, "there is no signal `13`", "did you mean `PIPE`?" },
    { "expect: { signal: 33 }\n", 1, "there is no signal `33`", "write its name" },
    { "expect: { signal: nothing }\n", 1, "there is no signal `nothing`", "write its name" },
    { "expect: { signal: }\n", 1, "`signal` must be a text, but is missing", "{ signal: SEGV }" },
    { "expect:\n  signal: [SEGV]\n", 2, "`signal` must be a text, but is a list",
      "{ signal: SEGV }" },
    { "expect: { signal: STOP }\n", 1, "SIGSTOP ends no process", "the signal that kills it" },
    { "expect: { signal: SIGCLD }\n", 1, "SIGCHLD ends no process", "the signal that kills it" },
    /* limits */
    { "limits: 5s\n", 1, "`limits` must be a mapping with what is limited, but is `5s`",
      "limits: { time: 5s, output: 64K }" },
    { "limits: {}\n", 1, "but is an empty mapping", "limits: { time" },
    { "limits: [time]\n", 1, "but is a list", "limits: { time" },
    { "limits:\n", 1, "but is missing", "limits: { time" },
    { "limits: { time: 5 }\n", 1, "`time` lacks its unit", "did you mean 5s?" },
    { "limits: { time: 0s }\n", 1, "`time` must be more than 0, but is `0s`", "500ms, 5s or 1m" },
    { "limits: { time: -5 }\n", 1, "`time` must be more than 0, but is `-5`", "500ms, 5s or 1m" },
    { "limits: { time: -5s }\n", 1, "`time` must be a length of time, but is `-5s`", "500ms" },
    { "limits: { time: 1.5s }\n", 1, "`time` must be a length of time, but is `1.5s`", "500ms" },
    { "limits: { time: 5S }\n", 1, "`time` must be a length of time, but is `5S`", "500ms" },
    { "limits: { time: 5 s }\n", 1, "`time` must be a length of time, but is `5 s`", "500ms" },
    { "limits: { time: 1h }\n", 1, "`time` must be a length of time, but is `1h`", "500ms" },
    { "limits: { time: s }\n", 1, "`time` must be a length of time, but is `s`", "500ms" },
    { "limits: { time: }\n", 1, "`time` must be a length of time, but is missing", "500ms" },
    { "limits: { time: [5s] }\n", 1, "`time` must be a length of time, but is a list", "500ms" },
    { "limits: { time: \"5s\\0\" }\n", 1, "`time` must be a length of time", "500ms" },
    { "limits: { time: 11m }\n", 1, "`time` must be 10m at most, but is `11m`", "500ms" },
    { "limits: { time: 600001ms }\n", 1, "`time` must be 10m at most", "500ms" },
    { "limits: { time: 99999999999999999999999s }\n", 1, "`time` must be 10m at most", "500ms" },
    { "limits: { output: 0 }\n", 1, "`output` must be more than 0, but is `0`", "64K or 1M" },
    { "limits: { output: 0K }\n", 1, "`output` must be more than 0, but is `0K`", "64K or 1M" },
    { "limits: { output: -1 }\n", 1, "`output` must be more than 0, but is `-1`", "64K or 1M" },
    { "limits: { output: 64KB }\n", 1, "`output` must be a size, but is `64KB`", "64K or 1M" },
    { "limits: { output: 64k }\n", 1, "`output` must be a size, but is `64k`", "64K or 1M" },
    { "limits: { output: 1G }\n", 1, "`output` must be a size, but is `1G`", "64K or 1M" },
    { "limits: { output: 9M }\n", 1, "`output` must be 8M at most, but is `9M`", "64K or 1M" },
    { "limits: { output: 8388609 }\n", 1, "`output` must be 8M at most", "64K or 1M" },
    { "limits: { output: 18446744073709551617 }\n", 1, "`output` must be 8M at most", "64K or 1M" },
    { "limits: { processor: 0s }\n", 1, "`processor` must be more than 0, but is `0s`",
      "500ms, 5s or 1m" },
    { "limits: { processor: -1 }\n", 1, "`processor` must be more than 0, but is `-1`",
      "500ms, 5s or 1m" },
    { "limits: { processor: 11m }\n", 1, "`processor` must be 10m at most, but is `11m`",
      "500ms, 5s or 1m" },
    { "limits: { processor: 1G }\n", 1, "`processor` must be a length of time, but is `1G`",
      "500ms, 5s or 1m" },
    { "limits: { memory: 0 }\n", 1, "`memory` must be more than 0, but is `0`", "128M or 1G" },
    { "limits: { memory: -1 }\n", 1, "`memory` must be more than 0, but is `-1`", "128M or 1G" },
    { "limits: { memory: 5G }\n", 1, "`memory` must be 4G at most, but is `5G`", "128M or 1G" },
    { "limits: { memory: 15M }\n", 1, "`memory` must be 16M at least, but is `15M`", "128M or 1G" },
    { "limits: { memory: 256 }\n", 1, "`memory` must be 16M at least, but is `256`", "128M or 1G" },
    { "limits: { memory: 256MB }\n", 1, "`memory` must be a size, but is `256MB`", "128M or 1G" },
    { "limits: { memory: 99999999999999999999G }\n", 1,
      "`memory` must be 4G at most, but is `99999999999999999999G`", "128M or 1G" },
    { "limits: { processes: 0 }\n", 1, "`processes` must be more than 0, but is `0`", "64" },
    { "limits: { processes: -1 }\n", 1, "`processes` must be more than 0, but is `-1`", "64" },
    { "limits: { processes: 1001 }\n", 1, "`processes` must be 1000 at most, but is `1001`", "64" },
    { "limits: { processes: 64K }\n", 1, "`processes` must be a whole number, but is `64K`", "64" },
    { "limits: { cpus: 0 }\n", 1, "`cpus` must be more than 0, but is `0`", "2" },
    { "limits: { cpus: 65 }\n", 1, "`cpus` must be 64 at most, but is `65`", "2" },
    { "limits: { cpus: all }\n", 1, "`cpus` must be a whole number, but is `all`", "2" },
    { "limits: { files: 0 }\n", 1, "`files` must be more than 0, but is `0`", "1024" },
    { "limits: { files: 7 }\n", 1, "`files` must be 8 at least, but is `7`", "1024" },
    { "limits: { files: -8 }\n", 1, "`files` must be more than 0, but is `-8`", "1024" },
    { "limits: { files: 65537 }\n", 1, "`files` must be 65536 at most, but is `65537`", "1024" },
    { "limits: { files: 1K }\n", 1, "`files` must be a whole number, but is `1K`", "1024" },
    { "limits: { file-size: 0K }\n", 1, "`file-size` must be more than 0, but is `0K`",
      "64K or 1M" },
    { "limits: { file-size: 4095 }\n", 1, "`file-size` must be 4K at least, but is `4095`",
      "64K or 1M" },
    { "limits: { file-size: 2G }\n", 1, "`file-size` must be 1G at most, but is `2G`",
      "64K or 1M" },
    { "limits: { file-size: -1 }\n", 1, "`file-size` must be more than 0, but is `-1`",
      "64K or 1M" },
    { "limits: { file-size: 5s }\n", 1, "`file-size` must be a size, but is `5s`", "64K or 1M" },
    { "limits: { memory: [1G] }\n", 1, "`memory` must be a size, but is a list", "128M" },
    /* args, stdin, env */
    { "args: hello\n", 1, "`args` must be a list, but is `hello`", "args: [\"hello\", \"8080\"]" },
    { "args: { a: b }\n", 1, "`args` must be a list, but is a mapping", "args: [" },
    { "args:\n", 1, "`args` must be a list, but is missing", "args: [" },
    { "args:\n  - a\n  - { b: c }\n", 3, "an item of `args` must be a text, but is a mapping",
      "\"\"" },
    { "args: [a, [b]]\n", 1, "an item of `args` must be a text, but is a list", "\"\"" },
    { "args:\n  - a\n  -\n", 3, "an item of `args` must be a text, but is missing", "\"\"" },
    { "args: [\"a\\0b\"]\n", 1, "an item of `args` holds a NUL", "`\\0`" },
    { "stdin: {}\n", 1, "`stdin` must be a text or a list of lines, but is an empty mapping",
      "stdin: |" },
    { "stdin:\n", 1, "`stdin` must be a text or a list of lines, but is missing", "stdin: |" },
    { "stdin: ~\n", 1, "`stdin` must be a text or a list of lines, but is `~`",
      "leave the key out" },
    { "env: [A=1]\n", 1, "`env` must be a mapping of names to values, but is a list",
      "{ NAME: value }" },
    { "env: A=1\n", 1, "`env` must be a mapping of names to values, but is `A=1`",
      "{ NAME: value }" },
    { "env:\n", 1, "`env` must be a mapping of names to values, but is missing",
      "{ NAME: value }" },
    { "env: { 1A: x }\n", 1, "`1A` cannot name a variable", "does not begin with a digit" },
    { "env: { A-B: x }\n", 1, "`A-B` cannot name a variable", "letters, digits and _" },
    { "env: { \"A=B\": x }\n", 1, "`A=B` cannot name a variable", "letters, digits and _" },
    { "env: { \"\": x }\n", 1, "`` cannot name a variable", "letters, digits and _" },
    { "env: { 가: x }\n", 1, "`가` cannot name a variable", "letters, digits and _" },
    { "env:\n  A: 1\n  B: [x]\n", 3, "the variable `B` must be a text, but is a list", "\"\"" },
    { "env: { A: }\n", 1, "the variable `A` must be a text, but is missing", "\"\"" },
    { "env: { A: \"x\\0\" }\n", 1, "the variable `A` holds a NUL", "`\\0`" },
    { "env: { A: 1, A: 2 }\n", 1, "the key `A` was already there on line 1", "one of the two" },
    /* nothing runs */
    { "compile: fail\nexpect: 1\n", 2,
      "`expect` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
    { "args: []\ncompile: fail\n", 1, "`args` is about a run", "delete it" },
    { "compile: fail\nlimits: { time: 5s }\n", 2, "`limits` is about a run", "delete it" },
    { "compile: fail\nstdin: x\n", 2, "`stdin` is about a run", "delete it" },
    { "compile: fail\ntitle: x\nenv:\n  A: 1\n", 3, "`env` is about a run", "delete it" },
};

static void each_mistake_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(mistakes); i++) {
        const struct mistake *m = &mistakes[i];
        struct manifest manifest;
        struct errs errs = { 0 };
        if (manifest_parse(&manifest, "b.yml", slice(m->text), &one, &errs))
            fail_msg("accepted: %s", m->text);
        if (errs.n != 1)
            fail_msg("%zu errors: %s", errs.n, m->text);
        assert_int_equal(errs.v[0].kind, ERR_INPUT);
        assert_string_equal(errs.v[0].file, "b.yml");
        assert_contains(errs.v[0].text, m->says);
        assert_contains(errs.v[0].hint, m->hint);
        if (errs.v[0].line != m->line)
            fail_msg("line %d, not %d: %s", errs.v[0].line, m->line, m->text);
        errs_release(&errs);
        manifest_release(&manifest);
    }
}

static void all_mistakes_are_reported(void **state)
{
    (void)state;
    static const char text[] =
        "titel: x\ncompile: yes\nexpect: 300\nlimits: { time: 5, output: 0 }\n"
        "args: [a, [b]]\nenv: { 1: x, A: [y] }\n";
    static const int lines[] = { 7, 1, 2, 3, 4, 4, 5, 6, 6 };
    struct manifest m;
    struct errs errs = { 0 };
    errs_add(&errs, ERR_FALSE, "other", 7, "was here before");
    assert_false(manifest_parse(&m, "b.yml", slice(text), &one, &errs));
    assert_int_equal(errs.n, COUNT(lines));
    for (size_t i = 0; i < errs.n; i++)
        assert_int_equal(errs.v[i].line, lines[i]);
    errs_release(&errs);
    manifest_release(&m);
}

/* An earlier error in the list is not this manifest's. */
static void earlier_errors_do_not_count(void **state)
{
    (void)state;
    struct manifest m;
    struct errs errs = { 0 };
    errs_add(&errs, ERR_INPUT, "other", 7, "was here before");
    assert_true(manifest_parse(&m, "b.yml", slice("title: x\n"), &one, &errs));
    assert_int_equal(errs.n, 1);
    errs_release(&errs);
    manifest_release(&m);
}

/* What could not be read keeps its default, so that a caller never meets a limit of 0. */
static void wrong_values_keep_defaults(void **state)
{
    (void)state;
    static const char text[] =
        "title: [x]\ncompile: x\nexpect: 256\nlimits: { time: 0s, output: 9M }\n"
        "stdin: ~\nargs: x\nenv: x\n";
    struct manifest m;
    struct errs errs = { 0 };
    assert_false(manifest_parse(&m, "b.yml", slice(text), &one, &errs));
    m.processes.v[0].expect.line = 0;
    assert_defaults(&m);
    errs_release(&errs);
    manifest_release(&m);
}

static void large_files_are_refused(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    struct manifest m;
    struct errs errs = { 0 };
    buf_adds(&text, "title: ");
    buf_fill(&text, 'x', 10 << 20);
    assert_false(manifest_parse(&m, "b.yml", (struct slice){ text.s, text.len }, &one, &errs));
    assert_int_equal(errs.n, 1);
    assert_string_equal(errs.v[0].text, "is larger than 64 KiB");
    errs_release(&errs);
    manifest_release(&m);
    buf_release(&text);
}

/* Lines of manifests, mostly right; some values are swapped for pieces, some bytes for others. */
static const char *const right[] = {
    "title: 소켓 하나",
    "compile: warn",
    "expect: 255",
    "expect: { signal: SIGKILL }",
    "limits: { time: 5s, output: 64K }",
    "stdin: |\n  text\n",
    "args: [a, 8080, '', ~]",
    "env: { A: 1, b_2: \"x y\" }",
};

static const char *const pieces[] = {
    "title: ",
    "compile: ",
    "limits: ",
    "args: ",
    "\n",
    "\n  ",
    "ok",
    "fail",
    "0",
    "-1",
    "{ signal: X }",
    "{ time: 5 }",
    "5s",
    "1M",
    "[]",
    "{}",
    "\"\\0\"",
    "'",
    "\"",
    "- ",
    ": ",
    "~",
    "\xFF",
    "\t",
    "{",
    "}",
    "[",
    "]",
    ", ",
    "#",
    "&a ",
    "*a",
    "99999999999999999999",
    "\x01",
    "\\",
    "? ",
    "---\n",
    "\"\\e\"",
};

static void chance_manifest(struct buf *text, uint64_t *seed)
{
    size_t first = chance_below(seed, COUNT(right)), step = 1 + 2 * chance_below(seed, 3);
    for (size_t i = 0, n = 1 + chance_below(seed, 5); i < n; i++) {
        const char *line = right[(first + i * step) % COUNT(right)];
        bool whole = chance_below(seed, 5) > 0;
        buf_add(text, line, whole ? strlen(line) : strcspn(line, ":") + 2);
        for (size_t k = whole ? 0 : chance_below(seed, 4); k > 0; k--)
            buf_adds(text, pieces[chance_below(seed, COUNT(pieces))]);
        buf_addc(text, '\n');
    }
    if (chance_below(seed, 4) == 0)
        text->s[chance_below(seed, text->len)] = (char)chance(seed);
}

static void assert_sane(const struct manifest *m)
{
    assert_in_range(m->limits.time_ms, 1, 600000);
    assert_in_range(m->limits.output, 1, 8 << 20);
    assert_in_range(m->limits.processor_ms, 1, 600000);
    assert_in_range(m->limits.memory, 16 << 20, 4ULL << 30);
    assert_in_range(m->limits.processes, 1, 1000);
    assert_in_range(m->limits.files, 8, 65536);
    assert_in_range(m->limits.file_size, 4096, 1 << 30);
    assert_int_equal(m->processes.n, 1);
    assert_in_range(m->processes.v[0].expect.status, 0, 255);
    assert_in_range(m->processes.v[0].expect.signal, 0, SIGRTMAX);
    vec_each (variable, &m->processes.v[0].env)
        assert_true(strchr(*variable, '=') > *variable);
}

static void damaged_files_end_well(void **state)
{
    (void)state;
    uint64_t seed = 1983;
    int good = 0;
    for (int round = 0; round < 20000; round++) {
        struct buf text = BUF_INIT;
        struct manifest m;
        struct errs errs = { 0 };
        chance_manifest(&text, &seed);
        bool ok = manifest_parse(&m, "b.yml", (struct slice){ text.s, text.len }, &one, &errs);
        assert_int_equal(ok, errs.n == 0);
        good += ok;
        vec_each (err, &errs) {
            assert_int_equal(err->kind, ERR_INPUT);
            assert_in_range(err->line, 0, (int)text_lines(text.s, text.len) + 8);
            assert_true(err->text && !strchr(err->text, '\n') && !strchr(err->text, '\x1b'));
        }
        assert_sane(&m);
        manifest_release(&m);
        errs_release(&errs);
        buf_release(&text);
    }
    assert_in_range(good, 2000, 18000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_runs_once),
        cmocka_unit_test(what_is_left_out_has_its_default),
        cmocka_unit_test(every_key),
        cmocka_unit_test(arguments_are_text_as_written),
        cmocka_unit_test(expectations),
        cmocka_unit_test(limits_and_units),
        cmocka_unit_test(limits_of_the_whole_box),
        cmocka_unit_test(input_is_bytes),
        cmocka_unit_test(compile_names),
        cmocka_unit_test(each_mistake_is_named),
        cmocka_unit_test(all_mistakes_are_reported),
        cmocka_unit_test(earlier_errors_do_not_count),
        cmocka_unit_test(wrong_values_keep_defaults),
        cmocka_unit_test(large_files_are_refused),
        cmocka_unit_test(damaged_files_end_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
