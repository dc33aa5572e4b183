/* doc/manifest/manifest: the processes of `run`, how they wait and end, the C files they run. */
#include "mistakes.h"

#include <signal.h>

#include "base/buf.h"

static const char usual[] = "run:\n"
                            "  server: { args: [8080], ready: listen, stop: TERM }\n"
                            "  alice: { source: client.c, stdin: hello, after: server }\n"
                            "  bob:\n"
                            "    source: client.c\n"
                            "    env: { A: 1 }\n"
                            "    after: [server, alice]\n"
                            "  look: { command: [ss, -ltn], after: bob }\n"
                            "expect: { alice: 3, look: { signal: PIPE } }\n";

static void every_key_of_a_process(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m, usual, FOLDER("server.c", "client.c"));
    assert_true(m.has_run);
    assert_int_equal(m.processes.n, 4);
    const struct process_spec *p = m.processes.v;
    assert_string_equal(p[0].name, "server");
    assert_string_equal(p[0].source, "server.c");
    assert_int_equal(p[0].line, 2);
    assert_int_equal(p[0].source_line, 2);
    assert_string_equal(p[0].args.v[0], "8080");
    assert_int_equal(p[0].ready.kind, READY_LISTEN);
    assert_int_equal(p[0].ready.sockets, 1);
    assert_int_equal(p[0].stop, SIGTERM);
    assert_int_equal(p[0].after.n, 0);
    assert_int_equal(p[0].after_line, 0);
    assert_int_equal(p[0].expect.line, 0);
    assert_string_equal(p[1].source, "client.c");
    assert_int_equal(p[1].input.items.n, 1);
    assert_string_equal(p[1].input.items.v[0].text, "hello");
    assert_int_equal(p[1].input.items.v[0].len, 5);
    assert_false(p[1].input.paced);
    assert_int_equal(p[1].ready.kind, READY_NEVER);
    assert_int_equal(p[1].stop, 0);
    assert_int_equal(p[1].after.n, 1);
    assert_int_equal(p[1].after.v[0].process, 0);
    assert_int_equal(p[1].expect.status, 3);
    assert_int_equal(p[1].expect.line, 9);
    assert_string_equal(p[2].env.v[0], "A=1");
    assert_int_equal(p[2].line, 4);
    assert_int_equal(p[2].source_line, 5);
    assert_int_equal(p[2].after.n, 2);
    assert_int_equal(p[2].after.v[1].process, 1);
    assert_int_equal(p[2].after_line, 7);
    assert_null(p[3].source);
    assert_int_equal(p[3].command.n, 2);
    assert_string_equal(p[3].command.v[1], "-ltn");
    assert_int_equal(p[3].command_line, 8);
    assert_int_equal(p[3].expect.signal, SIGPIPE);
    manifest_release(&m);
}

/* Manifests of a folder with server.c and client.c that are right. */
static const char *const right[] = {
    "run: { server: , client: {} }",
    "run: { server: ~, client: null }",
    "run: { a: { source: server.c }, b-2_: { source: client.c } }",
    "run: { a2345678901234567890123456789012: { source: server.c }, client: }",
    "run: { server: { ready: { listen: 64 } }, client: }",
    "run: { server: { stop: SIGKILL }, client: }",
    "run: { server: { stop: TERM }, client: { stop: TERM, ready: listen } }",
    "run: { server: { stop: TERM }, client: { stop: KILL } }",
    "run: { client: { after: server }, server: }",
    "run: { server: , client: , a: { command: [/usr/sbin/ss] } }",
    "run: { server: , client: , a: { command: [./client, x] } }",
    "run: { server: , client: , a: { command: [ss, ''] } }",
    "run: { server: , client: , a: { command: [ss], stdin: x, env: { A: b }, stop: TERM } }",
    "expect: { client: 1, server: { signal: TERM } }\nrun: { server: , client: }",
    "compile: fail\nrun: { server: { source: server.c }, client: }",
    "compile: fail\nrun: { server: , a: { source: client.c } }\ndepends: [compiler]",
    "compile: warn\nrun: { server: , client: }",
    "run: { server: { stop: TERM, ready: listen }, client: { after: server } }",
};

static void right_ones_are_taken(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(right); i++) {
        struct manifest m;
        parse_as(&m, right[i], FOLDER("server.c", "client.c"));
        manifest_release(&m);
    }
}

/* What `expect` means where there is one process, which may be called `signal`. */
static void expectation_of_the_only_process(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int status, signal;
    } cases[] = {
        { "run: { b: }\nexpect: 3", 3, 0 },
        { "run: { b: }\nexpect: { signal: SEGV }", 0, SIGSEGV },
        { "run: { b: }\nexpect: { b: 3 }", 3, 0 },
        { "run: { b: }\nexpect: { b: { signal: SEGV } }", 0, SIGSEGV },
        { "run: { signal: }\nexpect: { signal: 3 }", 3, 0 },
        { "run: { signal: }\nexpect: { signal: { signal: SEGV } }", 0, SIGSEGV },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        parse_as(&m, cases[i].text, one_file);
        assert_string_equal(m.processes.v[0].source, "b.c");
        assert_int_equal(m.processes.v[0].expect.status, cases[i].status);
        assert_int_equal(m.processes.v[0].expect.signal, cases[i].signal);
        assert_int_equal(m.processes.v[0].expect.line, 2);
        manifest_release(&m);
    }
}

static void one_file_can_be_several_processes(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m,
             "run: { server: { args: [s] }, b: { source: b.c }, c: { command: [./b, c] } }\n"
             "files: { x: y }\n",
             one_file);
    assert_string_equal(m.processes.v[0].source, "b.c");
    assert_string_equal(m.processes.v[1].source, "b.c");
    assert_null(m.processes.v[2].source);
    assert_string_equal(m.files.v[0].source, "y");
    manifest_release(&m);
}

static void the_only_c_file_needs_no_run(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "{}", "# nothing", "title: x",
                                         "expect: 3\nargs: [x]" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct manifest m;
        parse_as(&m, texts[i], FOLDER("echo.c"));
        assert_false(m.has_run);
        assert_int_equal(m.processes.n, 1);
        assert_string_equal(m.processes.v[0].name, "echo");
        assert_string_equal(m.processes.v[0].source, "echo.c");
        assert_int_equal(m.processes.v[0].line, 0);
        assert_int_equal(m.processes.v[0].expect.status, i == 4 ? 3 : 0);
        manifest_release(&m);
    }
}

static void commands_need_no_c_file(void **state)
{
    (void)state;
    struct strings none = { 0 };
    struct manifest m;
    parse_as(&m, "run: { look: { command: [ss, -ltn] } }", folder_of(&none));
    assert_string_equal(m.processes.v[0].command.v[0], "ss");
    manifest_release(&m);
    static const struct mistake mistakes[] = {
        { "title: x\n", 0, "there is no C file in the snippet's folder",
          "write one, beside the manifest" },
        { "", 0, "there is no C file in the snippet's folder", "write one, beside the manifest" },
        { "run:\n  server:\n", 2, "there is no C file `server.c` in the snippet's folder",
          "write it, beside the manifest" },
    };
    assert_mistakes(mistakes, COUNT(mistakes), folder_of(&none));
}

static void default_of_a_folder(void **state)
{
    (void)state;
    struct manifest m;
    struct strings none = { 0 };
    struct manifest_subject two = FOLDER("a.c", "b.c"), empty = folder_of(&none);
    manifest_default(&m, &two);
    assert_string_equal(m.processes.v[0].name, "a");
    assert_string_equal(m.processes.v[0].source, "a.c");
    manifest_release(&m);
    manifest_default(&m, &empty);
    assert_string_equal(m.processes.v[0].source, "main.c");
    manifest_release(&m);
}

/* Of server.c and client.c. */
static const struct mistake in_folders[] = {
    /* the mapping */
    { "run:\n", 1, "`run` must be a mapping of the processes, but is missing",
      "write run: { server: { ready: listen }, client: { after: server } }" },
    { "run: [server]\n", 1, "`run` must be a mapping of the processes, but is a list",
      "write run: { server: { ready: listen }, client: { after: server } }" },
    { "run: {}\n", 1, "`run` must be a mapping of the processes, but is an empty mapping",
      "write run: { server: { ready: listen }, client: { after: server } }" },
    { "run: server\n", 1, "`run` must be a mapping of the processes, but is `server`",
      "write run: { server: { ready: listen }, client: { after: server } }" },
    { "title: x\nrun: { server: server.c, client: }\n", 2,
      "`server` must be a mapping of what the process is given, but is `server.c`",
      "write NAME: { source: server.c, args: [\"8080\"] }" },
    { "run:\n  server: [a]\n  client:\n", 2,
      "`server` must be a mapping of what the process is given, but is a list",
      "write NAME: { source: server.c, args: [\"8080\"] }" },
    /* names */
    { "run: { Server: { source: server.c }, client: }\n", 1, "`Server` cannot name a process",
      "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most" },
    { "run: { 1st: { source: server.c }, client: }\n", 1, "`1st` cannot name a process",
      "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most" },
    { "run: { 서버: { source: server.c }, client: }\n", 1, "`서버` cannot name a process",
      "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most" },
    { "run: { a23456789012345678901234567890123: { source: server.c }, client: }\n", 1,
      "`a23456789012345678901234567890123` cannot name a process",
      "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most" },
    { "run: { server: , client: , Alice: }\n", 1, "`Alice` cannot name a process",
      "a name is of a-z, 0-9, _ and -, begins with a letter, and has 32 characters at most" },
    /* keys */
    { "run:\n  server: { argz: [x] }\n  client:\n", 2, "unknown key `argz` in `server`",
      "did you mean `args`?" },
    { "run:\n  server: { where: x }\n  client:\n", 2, "unknown key `where` in `server`",
      "known keys: on, source, sources, command, args, stdin, terminal, env, stop, ready, after, "
      "unordered" },
    { "run:\n  server:\n    expect: 3\n  client:\n", 3, "`expect` is no key of a process",
      "write it at the top, by the process's name: expect: { server: 3 }" },
    { "run:\n  server:\n    limits: { time: 5s }\n  client:\n", 3,
      "`limits` is no key of a process", "write it at the top of the file, outside of `run`" },
    { "run: { server: , client: }\nargs: [x]\n", 2, "`args` cannot stand beside `run`",
      "put it into the process it is for" },
    { "stdin: x\nrun: { server: , client: }\n", 1, "`stdin` cannot stand beside `run`",
      "put it into the process it is for" },
    { "run: { server: , client: }\nenv: { A: x }\n", 2, "`env` cannot stand beside `run`",
      "put it into the process it is for" },
    { "ready: listen\nrun: { server: , client: }\n", 1, "`ready` belongs in a process",
      "name the processes: run: { NAME: { ready: … } }" },
    { "run: { server: , client: }\nsource: x.c\n", 2, "`source` belongs in a process",
      "name the processes: run: { NAME: { source: … } }" },
    { "run: { server: , client: }\nwhere: {}\n", 2, "unknown key `where`",
      "known keys: title, compile, lab, run, sources, flags, libs, args, stdin, terminal, env, "
      "unordered, expect, mask, files, limits, depends, rights, trace" },
    /* source */
    { "run:\n  server:\n    source: ../x.c\n  client:\n", 3,
      "`../x.c` is outside the snippet's folder",
      "name a C file that lies beside the manifest: source: server.c" },
    { "run:\n  server:\n    source: ../server.c\n  client:\n", 3,
      "`../server.c` is outside the snippet's folder", "did you mean `server.c`?" },
    { "run:\n  server:\n    source: ./server.c\n  client:\n", 3,
      "`./server.c` is a path, not the name of a C file", "did you mean `server.c`?" },
    { "run:\n  server: { source: .. }\n  client:\n", 2, "`..` is outside the snippet's folder",
      "name a C file that lies beside the manifest: source: server.c" },
    { "run: { server: { source: sub/x.c }, client: }\n", 1,
      "`sub/x.c` is a path, not the name of a C file",
      "name a C file that lies beside the manifest: source: server.c" },
    { "run: { server: { source: /etc/passwd }, client: }\n", 1,
      "`/etc/passwd` is outside the snippet's folder",
      "name a C file that lies beside the manifest: source: server.c" },
    { "run:\n  server:\n    source: serve.c\n  client:\n", 3,
      "there is no C file `serve.c` in the snippet's folder", "did you mean `server.c`?" },
    { "run: { server: { source: zzzzz.c }, client: }\n", 1,
      "there is no C file `zzzzz.c` in the snippet's folder", "C files: server.c, client.c" },
    { "run: { server: { source: server }, client: }\n", 1, "`server` is not the name of a C file",
      "did you mean `server.c`?" },
    { "run: { server: { source: server.h }, client: }\n", 1,
      "`server.h` is not the name of a C file",
      "name a C file that lies beside the manifest: source: server.c" },
    { "run: { server: { source: '' }, client: }\n", 1, "`` is not the name of a C file",
      "name a C file that lies beside the manifest: source: server.c" },
    { "run: { server: { source: [server.c] }, client: }\n", 1,
      "`source` must be a text, but is a list", "name its C file: source: server.c" },
    { "run: { server: { source: }, client: }\n", 1, "`source` must be a text, but is missing",
      "name its C file: source: server.c" },
    { "run: { server: { source: \"a\\0.c\" }, client: }\n", 1, "`source` holds a NUL",
      "take the `\\0` out" },
    { "run:\n  server:\n  client:\n  alice:\n", 4,
      "there is no C file `alice.c` in the snippet's folder",
      "a process runs NAME.c; to run another, say which: source: server.c" },
    { "run:\n  server:\n  client:\n  clint:\n", 4,
      "there is no C file `clint.c` in the snippet's folder",
      "a process runs NAME.c; to run another, say which: source: client.c" },
    { "run:\n  server:\n", 0, "no process runs `client.c`",
      "name it as the `source` of one; where it is a part of one: sources: [server.c, client.c]; "
      "what is #included is called client.h" },
    { "run:\n  a: { source: client.c }\n  b: { source: client.c }\n", 0,
      "no process runs `server.c`",
      "name it as the `source` of one; where it is a part of one: sources: [client.c, server.c]; "
      "what is #included is called server.h" },
    /* command */
    { "run: { server: , client: , look: { command: ss -ltn } }\n", 1,
      "`command` must be a list, but is `ss -ltn`", "write a list: command: [ss, -ltn]" },
    { "run: { server: , client: , look: { command: [] } }\n", 1,
      "`command` must be a program with its arguments, but is an empty list",
      "write a list: command: [ss, -ltn]" },
    { "run: { server: , client: , look: { command: } }\n", 1,
      "`command` must be a list, but is missing", "write a list: command: [ss, -ltn]" },
    { "run: { server: , client: , look: { command: [''] } }\n", 1,
      "`command` begins with an empty text", "name the program first: command: [ss, -ltn]" },
    { "run: { server: , client: , look: { command: [ss, [x]] } }\n", 1,
      "an item of `command` must be a text, but is a list", "an empty text is written \"\"" },
    { "run:\n  server:\n  client:\n  look:\n    command: [ss]\n    args: [-l]\n", 6,
      "`args` cannot stand beside `command`",
      "put the arguments into the command: command: [ss, -ltn]" },
    { "run:\n  server:\n  client:\n  look:\n    source: client.c\n    command: [ss]\n", 5,
      "`source` cannot stand beside `command`",
      "keep `source` for a program of the snippet, `command` for one of the system" },
    { "run:\n  server:\n  client:\n  look:\n    command: [bin/ss]\n", 5,
      "`bin/ss` is a relative path",
      "write a name as in ss, an absolute path, or ./NAME for a program of the snippet" },
    { "run:\n  server:\n  client:\n  look:\n    command: [./servr]\n", 5,
      "there is no program `./servr`", "did you mean `./server`?" },
    { "run:\n  server:\n  client:\n  look:\n    command: [./zzzzzz]\n", 5,
      "there is no program `./zzzzzz`", "programs: ./server, ./client" },
    { "run:\n  server:\n  client:\n  look:\n    command: [../server]\n", 5,
      "`../server` is a relative path",
      "write a name as in ss, an absolute path, or ./NAME for a program of the snippet" },
    { "run:\n  server:\n  client:\n  look:\n    command: [\"./server.c\"]\n", 5,
      "there is no program `./server.c`", "did you mean `./server`?" },
    /* stop, ready */
    { "run: { server: { stop: TREM }, client: }\n", 1, "there is no signal `TREM`",
      "did you mean `TERM`?" },
    { "run: { server: { stop: }, client: }\n", 1, "`stop` must be a text, but is missing",
      "write its name: stop: TERM" },
    { "run: { server: { stop: 15 }, client: }\n", 1, "there is no signal `15`",
      "did you mean `TERM`?" },
    { "run: { server: { stop: CHLD }, client: }\n", 1, "SIGCHLD ends no process",
      "name the signal that kills it: SEGV, PIPE, TERM, …" },
    { "run: { server: { stop: [TERM] }, client: }\n", 1, "`stop` must be a text, but is a list",
      "write its name: stop: TERM" },
    { "run: { server: { ready: yes }, client: }\n", 1,
      "`ready` must be what others can wait for, but is `yes`",
      "write ready: listen, or bind, { file: PATH }, { prints: TEXT }; two sockets: { listen: 2 "
      "}" },
    { "run: { server: { ready: }, client: }\n", 1,
      "`ready` must be what others can wait for, but is missing",
      "write ready: listen, or bind, { file: PATH }, { prints: TEXT }; two sockets: { listen: 2 "
      "}" },
    { "run: { server: { ready: {} }, client: }\n", 1,
      "`ready` must be what others can wait for, but is an empty mapping",
      "write ready: listen, or bind, { file: PATH }, { prints: TEXT }; two sockets: { listen: 2 "
      "}" },
    { "run: { server: { ready: { listen: 0 } }, client: }\n", 1,
      "`listen` must be a number of sockets (1 to 64), but is `0`", "write ready: { listen: 2 }" },
    { "run: { server: { ready: { listen: 65 } }, client: }\n", 1,
      "`listen` must be a number of sockets (1 to 64), but is `65`", "write ready: { listen: 2 }" },
    { "run: { server: { ready: { listen: x } }, client: }\n", 1,
      "`listen` must be a number of sockets (1 to 64), but is `x`", "write ready: { listen: 2 }" },
    { "run: { server: { ready: { listne: 1 } }, client: }\n", 1, "unknown key `listne` in `ready`",
      "did you mean `listen`?" },
    { "run: { server: { ready: [listen] }, client: }\n", 1,
      "`ready` must be what others can wait for, but is a list",
      "write ready: listen, or bind, { file: PATH }, { prints: TEXT }; two sockets: { listen: 2 "
      "}" },
    /* after */
    { "run:\n  server:\n  client:\n    after: servr\n", 4, "there is no process `servr`",
      "did you mean `server`?" },
    { "run:\n  server:\n  client:\n    after: zzzzzz\n", 4, "there is no process `zzzzzz`",
      "processes: server" },
    { "run:\n  server:\n  client:\n    after: client\n", 4, "`client` waits for itself",
      "name another process: after: server" },
    { "run:\n  server:\n  client:\n    after:\n      - server\n      - server\n", 6,
      "`server` stands twice in `after`", "keep one of the two" },
    { "run: { server: , client: { after: [] } }\n", 1,
      "`after` must be a process or a list of processes, but is an empty list",
      "write after: server, or after: [server, alice]" },
    { "run: { server: , client: { after: } }\n", 1,
      "`after` must be a process or a list of processes, but is missing",
      "write after: server, or after: [server, alice]" },
    { "run: { server: , client: { after: { a: b } } }\n", 1, "unknown key `a` in `after`",
      "known keys: end" },
    { "run: { server: , client: { after: [server, [x]] } }\n", 1,
      "an item of `after` must be a text, but is a list", "name another process: after: server" },
    { "run:\n  server: { stop: TERM }\n  client:\n    after: server\n", 4,
      "`client` would wait for the end of `server`, which is stopped when all others have ended",
      "say what makes `server` `ready`, or when it is to be stopped: stop: { after: alice }" },
    { "run:\n  server: { after: client }\n  client: { after: server }\n", 2,
      "`server` waits for `client`, which waits for `server`",
      "none of them could ever start: take one `after` out" },
    { "run:\n  server: { source: server.c }\n  client: { after: c }\n  b: { source: client.c, "
      "after: client }\n  c: { source: client.c, after: [server, b] }\n",
      3, "`client` waits for `c`, which waits for `b`, which waits for `client`",
      "none of them could ever start: take one `after` out" },
    /* expect */
    { "run: { server: , client: }\nexpect: 3\n", 2,
      "`expect` must be a mapping of processes to how they end, but is `3`",
      "say which process: expect: { server: 3 }" },
    { "run: { server: , client: }\nexpect: { signal: SEGV }\n", 2, "there is no process `signal`",
      "say which process: expect: { NAME: { signal: SEGV } }" },
    { "run: { server: , client: }\nexpect: { servr: 0 }\n", 2, "there is no process `servr`",
      "did you mean `server`?" },
    { "run: { server: , client: }\nexpect:\n  server: 0\n  zzzzzz: 1\n", 4,
      "there is no process `zzzzzz`", "processes: server, client" },
    { "expect:\n  server: 256\nrun: { server: , client: }\n", 2,
      "`server` must be an exit status (0 to 255) or a signal, but is `256`",
      "write server: 3 or server: { signal: SEGV }" },
    { "run: { server: , client: }\nexpect: { server: SEGV }\n", 2,
      "`server` must be an exit status (0 to 255) or a signal, but is `SEGV`",
      "write it as server: { signal: SEGV }" },
    { "run: { server: , client: }\nexpect: { server: { signal: SEGF } }\n", 2,
      "there is no signal `SEGF`", "did you mean `SEGV`?" },
    { "run: { server: , client: }\nexpect: { server: { sig: SEGV } }\n", 2,
      "unknown key `sig` in `server`", "known keys: signal" },
    { "run: { server: , client: }\nexpect: { server: { signal: } }\n", 2,
      "`signal` must be a text, but is missing", "write its name: server: { signal: SEGV }" },
    { "run: { server: , client: }\nexpect: [0]\n", 2,
      "`expect` must be a mapping of processes to how they end, but is a list",
      "say which process: expect: { server: 3 }" },
    { "run: { server: , client: }\nexpect: {}\n", 2,
      "`expect` must be a mapping of processes to how they end, but is an empty mapping",
      "say which process: expect: { server: 3 }" },
    { "run: { server: , client: }\nexpect:\n", 2,
      "`expect` must be a mapping of processes to how they end, but is missing",
      "say which process: expect: { server: 3 }" },
    /* compile: fail */
    { "compile: fail\nrun:\n  server: { args: [x] }\n  client:\n", 3,
      "`args` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
    { "compile: fail\nrun:\n  server:\n    stop: TERM\n  client:\n", 4,
      "`stop` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
    { "compile: fail\nrun: { server: , client: }\nexpect: { server: 1 }\n", 3,
      "`expect` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
    { "compile: fail\nrun: { server: , client: }\nmask: [port]\n", 3,
      "`mask` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
    { "compile: fail\nrun: { server: , client: }\nfiles: { x: y }\n", 3,
      "`files` is about a run, but with `compile: fail` nothing runs",
      "delete it, or the line `compile: fail`" },
    /* no run */
    { "title: x\n", 0, "there are 2 C files in the snippet's folder, but no `run`",
      "say what runs, in order: run: { server: {}, client: {} }; of one program: sources: "
      "[server.c, client.c]" },
    { "", 0, "there are 2 C files in the snippet's folder, but no `run`",
      "say what runs, in order: run: { server: {}, client: {} }; of one program: sources: "
      "[server.c, client.c]" },
    /* yaml */
    { "run:\n  server: \xFF\n", 2, "is not UTF-8", "save the file as UTF-8" },
    { "r\xC0\xAE: x\n", 1, "is not UTF-8", "save the file as UTF-8" },
    { "run:\n\tserver: x\n", 2, "is indented by a tab, which YAML does not allow",
      "indent with spaces" },
    { "run: { server: &a , client: *a }\n", 1, "anchors (`&name`) are not read",
      "write the value out; a text that begins with `&` needs quotes" },
    { "run: { server: , server: }\n", 1, "the key `server` was already there on line 1",
      "keep one of the two" },
    { "run: { server: , client: }\n---\nrun: {}\n", 2, "a second document begins here",
      "a file holds one: take out `---`" },
    { "run: { server: !x , client: }\n", 1, "tags (`!name`) are not read",
      "leave it out; a text that begins with `!` needs quotes" },
    { "run: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: {a: "
      "}}}}}}}}}}}}}}}}}}}}\n",
      1, "is nested more than 16 deep", "write it flatter: nothing here needs so many levels" },
};

static const struct mistake in_one_file[] = {
    /* of one file */
    { "run:\n  b:\n    source: c.c\n", 3, "a snippet of one file runs `b.c`, not `c.c`",
      "leave `source` out; a snippet of several C files is a folder with a snippet.yml" },
    { "run: { b: { source: ../b.c } }\n", 1, "a snippet of one file runs `b.c`, not `../b.c`",
      "leave `source` out; a snippet of several C files is a folder with a snippet.yml" },
    { "run: { b: , c: { after: b }, d: { after: d } }\n", 1, "`d` waits for itself",
      "name another process: after: server" },
    { "run: { b: { after: x } }\n", 1, "there is no process `x`",
      "there is no other process: name it in `run`" },
    { "run: { signal: { args: [x] } }\nexpect: { signal: SEGV }\n", 2,
      "`signal` must be an exit status (0 to 255) or a signal, but is `SEGV`",
      "write it as signal: { signal: SEGV }" },
    { "run: { look: { command: [./b] } }\n", 1, "there is no program `./b`",
      "no process has a `source`, so none is built" },
    { "ready: listen\n", 1, "`ready` belongs in a process",
      "name the processes: run: { NAME: { ready: … } }" },
    { "stop: TERM\n", 1, "`stop` belongs in a process",
      "name the processes: run: { NAME: { stop: … } }" },
    { "after: x\n", 1, "`after` belongs in a process",
      "name the processes: run: { NAME: { after: … } }" },
    { "source: b.c\n", 1, "`source` belongs in a process",
      "name the processes: run: { NAME: { source: … } }" },
    { "command: [ss]\n", 1, "`command` belongs in a process",
      "name the processes: run: { NAME: { command: … } }" },
    { "run: { b: }\nexpect: { x: 1 }\n", 2, "there is no process `x`", "processes: b" },
    { "run: { b: }\nexpect: 300\n", 2,
      "`expect` must be an exit status (0 to 255) or a signal, but is `300`",
      "write expect: 3 or expect: { signal: SEGV }" },
};

static void each_mistake_is_named(void **state)
{
    (void)state;
    assert_mistakes(in_folders, COUNT(in_folders), FOLDER("server.c", "client.c"));
    assert_mistakes(in_one_file, COUNT(in_one_file), one_file);
}

/* Processes p0, p1 … of b.c, so many. */
static void many_processes(struct buf *text, int count)
{
    buf_adds(text, "run:\n");
    for (int i = 0; i < count; i++)
        buf_printf(text, "  p%d: { after: p%d }\n", i, i + 1);
    buf_printf(text, "  p%d:\n", count);
}

static void there_are_32_at_most(void **state)
{
    (void)state;
    struct buf text = BUF_INIT;
    struct manifest m;
    many_processes(&text, 31);
    parse_as(&m, buf_str(&text), one_file);
    assert_int_equal(m.processes.n, 32);
    manifest_release(&m);
    buf_clear(&text);
    many_processes(&text, 39);
    struct mistake mistake = { buf_str(&text), 34, "`run` has 40 processes, over 32",
                               "show fewer, or make several snippets of it" };
    assert_mistakes(&mistake, 1, one_file);
    buf_release(&text);
}

/* Expects that TEXT, of server.c and client.c, has mistakes on just the COUNT LINES, in order. */
static void assert_lines(const char *text, const int *lines, size_t count)
{
    struct manifest m;
    struct errs errs = { 0 };
    struct manifest_subject subject = FOLDER("server.c", "client.c");
    assert_false(manifest_parse(&m, "snippet.yml", slice(text), &subject, &errs));
    assert_int_equal(errs.n, count);
    for (size_t i = 0; i < count; i++)
        if (errs.v[i].line != lines[i])
            fail_msg("line %d, not %d: %s", errs.v[i].line, lines[i], errs.v[i].text);
    errs_release(&errs);
    manifest_release(&m);
}

static void all_mistakes_are_reported_in_order(void **state)
{
    (void)state;
    static const char text[] = "expect: { x: 1, server: 999 }\n"
                               "args: [x]\n"
                               "run:\n"
                               "  server: { stop: TERM, argz: x }\n"
                               "  client:\n"
                               "    after: server\n"
                               "  Alice:\n"
                               "    source: ../x.c\n"
                               "    after: [nobody, Alice]\n"
                               "  bob: { command: [./nothing], args: [x] }\n"
                               "  a: { source: client.c, after: b }\n"
                               "  b: { source: client.c, after: a }\n"
                               "mask: [prot, pid, pid]\n"
                               "files: { /proc/x: y, server: y }\n"
                               "limits: { time: 5 }\n"
                               "depends: [x, libc]\n"
                               "lab: {}\n";
    static const int lines[] = {
        1, 1, 2, 4, 6, 7, 8, 9, 9, 10, 10, 11, 13, 13, 14, 14, 15, 16, 17
    };
    assert_lines(text, lines, COUNT(lines));
}

static void each_circle_is_reported_once(void **state)
{
    (void)state;
    static const char text[] = "run:\n"
                               "  server: { after: [client, c] }\n"
                               "  client: { after: server }\n"
                               "  a: { source: client.c, after: [server, b] }\n"
                               "  b: { source: client.c, after: a }\n"
                               "  c: { source: client.c, after: client }\n";
    static const int lines[] = { 2, 4 };
    assert_lines(text, lines, COUNT(lines));
}

static void nothing_is_said_twice(void **state)
{
    (void)state;
    static const int one[] = { 2 };
    assert_lines("run:\n  server: { source: [x] }\n  client:\n", one, 1);
    assert_lines("run:\n  server: { source: servr.c }\n  client:\n", one, 1);
    assert_lines("run:\n  server: { command: x }\n  client:\n", one, 1);
    assert_lines("run:\n  Server:\n  client:\n", one, 1);
    static const int both[] = { 1, 2 };
    assert_lines("run: [x]\nargs: [x]\nexpect: { nobody: 1 }\n", both, 2);
    assert_lines("compile: fail\nrun: { server: { stop: TERM }, client: { stop: TERM } }\n",
                 (const int[]){ 2, 2 }, 2);
}

/* Pieces of manifests, some of which fit together. */
static const char *const pieces[] = {
    "run:\n",
    "run: { server: , client: }\n",
    "  server:\n",
    "  client:\n",
    "  alice: { source: client.c, after: server }\n",
    "  bob: { source: client.c, after: [alice, bob, server] }\n",
    "    stop: TERM\n",
    "    ready: listen\n",
    "    after: [client, alice]\n",
    "    after: alice\n",
    "    source: client.c\n",
    "    source: ../x\n",
    "    command: [ss, -l]\n",
    "    command: [./server]\n",
    "    args: [x]\n",
    "    ready: { listen: 3 }\n",
    "  1x:\n",
    "  look: { command: [ss] }\n",
    "expect: { server: 1, client: { signal: SEGV } }\n",
    "expect: 3\n",
    "args: [x]\n",
    "compile: fail\n",
    "mask: [port, { name: a, match: 'x+y' }]\n",
    "mask: [{ match: '(' }]\n",
    "files: { x: y, /etc/x: y, server/z: y }\n",
    "depends: [kernel, libc]\n",
    "[",
    "}",
    "\t",
    "\"",
    "  ",
    ": ",
    "- ",
    "\n",
    "\x01",
    "\xFF",
    "~",
    "after",
    "stdin: [a, { text: b }, { after: server }, { prints: x }, { open: true }]\n",
    "    stdin: [{ after: [alice, { end: bob }] }]\n",
    "    stop: { signal: INT, after: alice }\n",
    "    ready: { prints: x }\n",
    "    terminal: true\n",
};

static void assert_sane(const struct manifest *m)
{
    assert_true(m->processes.n > 0);
    assert_true(m->depends < 8);
    vec_each (p, &m->processes) {
        assert_true(p->name && (p->source || p->command.n));
        assert_in_range(p->ready.sockets, 0, 64);
        vec_each (await, &p->after)
            assert_true(await->process < m->processes.n && &m->processes.v[await->process] != p);
    }
    vec_each (file, &m->files)
        assert_true(*file->target == '/' && *file->source != '/');
    vec_each (mask, &m->masks)
        assert_int_equal(mask->kind == MASK_PATTERN, mask->pattern != NULL);
}

static void chance_pieces_end_well(void **state)
{
    (void)state;
    uint64_t seed = 1989;
    int good = 0;
    for (int round = 0; round < 20000; round++) {
        struct buf text = BUF_INIT;
        struct manifest m;
        struct errs errs = { 0 };
        struct manifest_subject subject = FOLDER("server.c", "client.c");
        size_t some = chance_below(&seed, 2) ? COUNT(pieces) : 26;
        buf_adds(&text, chance_below(&seed, 2) ? usual : "");
        for (size_t n = chance_below(&seed, 6); n > 0; n--)
            buf_adds(&text, pieces[chance_below(&seed, some)]);
        struct slice yaml = { buf_str(&text), text.len };
        bool ok = manifest_parse(&m, "snippet.yml", yaml, &subject, &errs);
        assert_int_equal(ok, errs.n == 0);
        good += ok;
        vec_each (err, &errs) {
            assert_int_equal(err->kind, ERR_INPUT);
            assert_in_range(err->line, 0, (int)text_lines(text.s, text.len) + 1);
            assert_true(err->text && !strchr(err->text, '\n') && !strchr(err->text, '\x01'));
            assert_true(err == errs.v || err[-1].line <= err->line);
        }
        assert_sane(&m);
        manifest_release(&m);
        errs_release(&errs);
        buf_release(&text);
    }
    assert_in_range(good, 1000, 19000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_of_a_process),
        cmocka_unit_test(right_ones_are_taken),
        cmocka_unit_test(expectation_of_the_only_process),
        cmocka_unit_test(one_file_can_be_several_processes),
        cmocka_unit_test(the_only_c_file_needs_no_run),
        cmocka_unit_test(commands_need_no_c_file),
        cmocka_unit_test(default_of_a_folder),
        cmocka_unit_test(each_mistake_is_named),
        cmocka_unit_test(there_are_32_at_most),
        cmocka_unit_test(all_mistakes_are_reported_in_order),
        cmocka_unit_test(each_circle_is_reported_once),
        cmocka_unit_test(nothing_is_said_twice),
        cmocka_unit_test(chance_pieces_end_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
