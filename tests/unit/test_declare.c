/* doc/manifest/manifest: masks, placed files, and what an output depends on. */
#include "mistakes.h"

#include "base/buf.h"

static void every_mask(void **state)
{
    (void)state;
    static const char *const names[] = { "port", "pid", "inode", "address", "time", "token" };
    struct manifest m;
    parse_as(&m,
             "mask:\n  - port\n  - pid\n  - inode\n  - address\n  - time\n"
             "  - { name: token, match: 'token=(\\w+)' }\n",
             one_file);
    assert_int_equal(m.masks.n, COUNT(names));
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(m.masks.v[i].kind, i);
        assert_string_equal(m.masks.v[i].name, names[i]);
        assert_int_equal(m.masks.v[i].line, i + 2);
        if (i < MASK_PATTERN)
            assert_string_equal(mask_kind_name(m.masks.v[i].kind), names[i]);
        assert_int_equal(m.masks.v[i].pattern != NULL, i == MASK_PATTERN);
    }
    assert_null(mask_kind_name(MASK_PATTERN));
    manifest_release(&m);
}

static void masks_keep_their_order(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m, "mask: [time, { match: x, name: port-a }, port, { name: a-2b, match: y }]",
             one_file);
    assert_int_equal(m.masks.v[0].kind, MASK_TIME);
    assert_string_equal(m.masks.v[1].name, "port-a");
    assert_int_equal(m.masks.v[2].kind, MASK_PORT);
    assert_string_equal(m.masks.v[3].name, "a-2b");
    manifest_release(&m);
    parse_as(&m, "mask: []\nfiles: {}\ndepends: []", one_file);
    assert_int_equal(m.masks.n + m.files.n + m.depends, 0);
    manifest_release(&m);
}

static void files_and_where_they_go(void **state)
{
    (void)state;
    static const struct {
        const char *target, *source;
    } files[] = {
        { "/etc/hosts", "hosts" },     { "/opt/share/a/b", "sub/c d" },
        { "/tmp/data.txt", "..data" }, { "/tmp/in/here", "서버.txt" },
        { "/var/...", "hosts" },       { "/tmp/b.c", "b.c" },
    };
    struct manifest m;
    parse_as(&m,
             "files:\n  /etc/hosts: hosts\n  /opt/share/a/b: sub/c d\n  data.txt: ..data\n"
             "  in/here: 서버.txt\n  /var/...: hosts\n  b.c: b.c\n",
             one_file);
    assert_int_equal(m.files.n, COUNT(files));
    for (size_t i = 0; i < COUNT(files); i++) {
        assert_string_equal(m.files.v[i].target, files[i].target);
        assert_string_equal(m.files.v[i].source, files[i].source);
        assert_int_equal(m.files.v[i].line, i + 2);
    }
    manifest_release(&m);
}

static void what_it_depends_on(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned depends;
    } cases[] = {
        { "title: x", 0 },
        { "depends: [kernel]", DEPENDS_KERNEL },
        { "depends: [compiler]", DEPENDS_COMPILER },
        { "depends: [libc, kernel]", DEPENDS_KERNEL | DEPENDS_LIBC },
        { "compile: fail\ndepends: [compiler]", DEPENDS_COMPILER },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        parse_as(&m, cases[i].text, one_file);
        assert_int_equal(m.depends, cases[i].depends);
        assert_int_equal(m.compile_line, i == 4 ? 1 : 0);
        manifest_release(&m);
    }
}

/* `COUNT` items as ITEM writes the I-th, between OPEN and CLOSE, are one too many. */
static void assert_over(const char *open, const char *item, const char *close, int count,
                        struct mistake mistake)
{
    struct buf text = BUF_INIT;
    struct manifest m;
    struct errs errs = { 0 };
    for (int n = count; n <= count + 1; n++) {
        buf_clear(&text);
        buf_adds(&text, open);
        for (int i = 0; i < n; i++)
            buf_printf(&text, item, i, i);
        buf_adds(&text, close);
        bool ok = manifest_parse(&m, "b.yml", slice(buf_str(&text)), &one_file, &errs);
        assert_int_equal(ok, n == count);
        manifest_release(&m);
    }
    errs_release(&errs);
    mistake.text = buf_str(&text);
    assert_mistakes(&mistake, 1, one_file);
    buf_release(&text);
}

static void there_is_a_most(void **state)
{
    (void)state;
    assert_over("files:\n", "  f%d: x%d\n", "", 64,
                (struct mistake){ NULL, 66, "`files` has 65 files, over 64",
                                  "put what belongs together into one" });
    assert_over("mask:\n", "  - { name: m%d-a, match: 'x%d' }\n", "", 32,
                (struct mistake){ NULL, 34, "`mask` has 33 masks, over 32",
                                  "let one `match` take several, as (?:token|cookie)=(\\w+)" });
    struct buf text = BUF_INIT;
    buf_adds(&text, "files: { /etc/");
    buf_fill(&text, 'x', 256);
    buf_adds(&text, ": a }");
    struct manifest m;
    struct errs errs = { 0 };
    assert_false(manifest_parse(&m, "b.yml", slice(buf_str(&text)), &one_file, &errs));
    assert_contains(errs.v[0].text, "is no path for a file");
    errs_release(&errs);
    manifest_release(&m);
    buf_release(&text);
}

static const struct mistake in_masks[] = {
    /* mask */
    { "mask: port\n", 1, "`mask` must be a list, but is `port`", "write mask: [port]" },
    { "mask: prot\n", 1, "`mask` must be a list, but is `prot`", "write mask: [port]" },
    { "mask: { name: x, match: y }\n", 1, "`mask` must be a list, but is a mapping",
      "write mask: [port]" },
    { "mask:\n", 1, "`mask` must be a list, but is missing", "write mask: [port]" },
    { "mask: [prot]\n", 1, "there is no mask `prot`", "did you mean `port`?" },
    { "mask: [zzzzzzz]\n", 1, "there is no mask `zzzzzzz`",
      "write one of your own as { name: token, match: 'token=(\\w+)' }; snip knows port, pid, "
      "inode, address, time" },
    { "mask: [port, pid, port]\n", 1, "the mask `port` was already there on line 1",
      "keep one of the two" },
    { "mask: [[port]]\n", 1, "a mask must be a text, but is a list", "write mask: [port]" },
    { "mask: ['']\n", 1, "there is no mask ``",
      "write one of your own as { name: token, match: 'token=(\\w+)' }; snip knows port, pid, "
      "inode, address, time" },
    { "mask: [~]\n", 1, "there is no mask `~`",
      "write one of your own as { name: token, match: 'token=(\\w+)' }; snip knows port, pid, "
      "inode, address, time" },
    { "mask:\n  -\n", 2, "a mask must be a text, but is missing", "write mask: [port]" },
    { "mask:\n  - name: token\n", 2, "a mask lacks its `match`",
      "write { name: token, match: 'token=(\\w+)' }" },
    { "mask:\n  - match: 'x'\n", 2, "a mask lacks its `name`",
      "write { name: token, match: 'token=(\\w+)' }" },
    { "mask: [{ nmae: x, match: 'x', name: y }]\n", 1, "unknown key `nmae` in a mask",
      "did you mean `name`?" },
    { "mask: [{ name: Token, match: x }]\n", 1, "`Token` cannot name a mask",
      "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most" },
    { "mask: [{ name: port, match: x }]\n", 1, "`port` is the name of a mask of snip's own",
      "choose another name" },
    { "mask: [{ name: a, match: x }, { name: a, match: y }]\n", 1,
      "the mask `a` was already there on line 1", "keep one of the two" },
    { "mask: [{ name: a2, match: x }, { name: a, match: y }]\n", 1,
      "`a2` is what a further value of `a` is called",
      "choose another name, best without a number at its end" },
    { "mask: [port, { name: port2, match: x }]\n", 1,
      "`port2` is what a further value of `port` is called",
      "choose another name, best without a number at its end" },
    { "mask:\n  - name: a\n    match: '(x'\n", 3,
      "`match` is no regular expression: missing closing parenthesis, at its end",
      "write it as pcre2pattern(3) has it; a character itself is `\\` and the character" },
    { "mask:\n  - name: a\n    match: '번호 [z-a]'\n", 3,
      "`match` is no regular expression: range out of order in character class, at character 7",
      "write it as pcre2pattern(3) has it; a character itself is `\\` and the character" },
    { "mask: [{ name: a, match: '\\C' }]\n", 1,
      "`match` is no regular expression: using \\C is disabled by the application, at its end",
      "write it as pcre2pattern(3) has it; a character itself is `\\` and the character" },
    { "mask: [{ name: a, match: 'x*' }]\n", 1, "`match` matches the empty text, and so everywhere",
      "let it need a character: `+` in place of `*`, no `?` on all of it" },
    { "mask: [{ name: a, match: '' }]\n", 1, "`match` matches the empty text, and so everywhere",
      "let it need a character: `+` in place of `*`, no `?` on all of it" },
    { "mask: [{ name: a, match: [x] }]\n", 1, "`match` must be a text, but is a list",
      "write it in quotes: 'token=(\\w+)'" },
    { "mask: [{ name: [x], match: x }]\n", 1, "`name` must be a text, but is a list",
      "say what is shown: name: token" },
    { "mask: [{ name: a, match: \"x\\0\" }]\n", 1, "`match` holds a NUL", "take the `\\0` out" },
};

static const struct mistake in_files[] = {
    /* files */
    { "files: [x]\n", 1, "`files` must be a mapping of where to what, but is a list",
      "write files: { /etc/hosts: hosts }" },
    { "files:\n", 1, "`files` must be a mapping of where to what, but is missing",
      "write files: { /etc/hosts: hosts }" },
    { "files: { /proc/x: a }\n", 1, "no file can be put at `/proc/x`",
      "put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by "
      "a path without `/` at its front" },
    { "files:\n  /etc: a\n", 2, "no file can be put at `/etc`",
      "put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by "
      "a path without `/` at its front" },
    { "files: { /dev/null: a }\n", 1, "no file can be put at `/dev/null`",
      "put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by "
      "a path without `/` at its front" },
    { "files: { /usr/bin/x: a }\n", 1, "no file can be put at `/usr/bin/x`",
      "put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by "
      "a path without `/` at its front" },
    { "files: { /lib/x: a }\n", 1, "no file can be put at `/lib/x`",
      "put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by "
      "a path without `/` at its front" },
    { "files: { /etcx/y: a }\n", 1, "no file can be put at `/etcx/y`",
      "put it below /etc, /srv, /var, /opt or /tmp, or in the working folder by "
      "a path without `/` at its front" },
    { "files: { /etc/../proc/x: a }\n", 1, "`/etc/../proc/x` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { /etc//x: a }\n", 1, "`/etc//x` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { /etc/x/: a }\n", 1, "`/etc/x/` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { ./x: a }\n", 1, "`./x` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { ../x: a }\n", 1, "`../x` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { '': a }\n", 1, "`` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { /: a }\n", 1, "`/` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { \"/etc/\\u202Ex\": a }\n", 1, "`/etc/\\u{202E}x` is no path for a file",
      "write it without `.`, `..`, controls, and a doubled or last `/`" },
    { "files: { x: ../a }\n", 1, "`../a` is outside the snippet's folder",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: /etc/passwd }\n", 1, "`/etc/passwd` is outside the snippet's folder",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: a/../../b }\n", 1, "`a/../../b` is outside the snippet's folder",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: ./a }\n", 1, "`./a` names no file",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: a/ }\n", 1, "`a/` names no file",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: }\n", 1, "what is put at `x` must be the name of a file, but is missing",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: [a] }\n", 1, "what is put at `x` must be a text, but is a list",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: '' }\n", 1, "`` names no file",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files: { x: .. }\n", 1, "`..` is outside the snippet's folder",
      "name a file of the snippet's folder: /etc/hosts: hosts" },
    { "files:\n  x: a\n  /tmp/x: b\n", 3, "a file is put at `/tmp/x` already, on line 2",
      "keep one of the two" },
    { "files:\n  /etc/a: a\n  /etc/a/b: b\n", 3,
      "there cannot be both `/etc/a/b` and `/etc/a`, of line 2",
      "one of them would have to be a folder" },
    { "files:\n  /etc/a/b: a\n  /etc/a: b\n", 3,
      "there cannot be both `/etc/a` and `/etc/a/b`, of line 2",
      "one of them would have to be a folder" },
    { "files: { b: a }\n", 1, "`/tmp/b` is where the program of b.c lies",
      "put the file elsewhere" },
    { "files: { /tmp/b/c: a }\n", 1, "`/tmp/b/c` is where the program of b.c lies",
      "put the file elsewhere" },
};

static const struct mistake in_others[] = {
    /* depends */
    { "depends: kernel\n", 1,
      "`depends` must be a list of kernel, compiler and libc, but is `kernel`",
      "write depends: [kernel]" },
    { "depends:\n", 1, "`depends` must be a list of kernel, compiler and libc, but is missing",
      "write depends: [kernel]" },
    { "depends: [kernal]\n", 1, "no output can depend on `kernal`", "did you mean `kernel`?" },
    { "depends: [zzzzzzz]\n", 1, "no output can depend on `zzzzzzz`",
      "it can on: kernel, compiler, libc" },
    { "depends: [kernel, kernel]\n", 1, "`kernel` stands twice in `depends`",
      "keep one of the two" },
    { "depends: [[kernel]]\n", 1, "an item of `depends` must be a text, but is a list",
      "write depends: [kernel]" },
    { "depends: { kernel: x }\n", 1,
      "`depends` must be a list of kernel, compiler and libc, but is a mapping",
      "write depends: [kernel]" },
    /* nothing runs */
    { "compile: fail\nmask: [port]\n", 2,
      "`mask` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
    { "compile: fail\nfiles: { x: y }\n", 2,
      "`files` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
};

static void each_mistake_is_named(void **state)
{
    (void)state;
    assert_mistakes(in_masks, COUNT(in_masks), one_file);
    assert_mistakes(in_files, COUNT(in_files), one_file);
    assert_mistakes(in_others, COUNT(in_others), one_file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mask),
        cmocka_unit_test(masks_keep_their_order),
        cmocka_unit_test(files_and_where_they_go),
        cmocka_unit_test(what_it_depends_on),
        cmocka_unit_test(there_is_a_most),
        cmocka_unit_test(each_mistake_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
