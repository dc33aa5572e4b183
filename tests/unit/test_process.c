/* doc/manifest/process: what a process reads, what makes it ready, when it is stopped. */
#include "mistakes.h"

#include <signal.h>

/* Parses `run` with a SERVER and a client. */
static void parse_server(struct manifest *m, const char *server)
{
    AUTO_FREE char *text = mem_printf("run:\n  server: %s\n  client:\n", server);
    parse_as(m, text, FOLDER("server.c", "client.c"));
}

static void assert_item(const struct input *item, enum input_kind kind, const char *text)
{
    assert_int_equal(item->kind, kind);
    assert_string_equal(item->text, text);
    assert_int_equal(item->len, strlen(text));
}

static void items_are_lines_or_mappings(void **state)
{
    (void)state;
    struct manifest m;
    parse_server(&m, "{ stdin: [one, \"two\\n\", 3, '', { text: q }, { prints: '> ' }, "
                     "{ after: client }, last, { open: true }] }");
    const struct stdin_spec *input = &m.processes.v[0].input;
    assert_true(input->paced);
    assert_true(input->stays_open);
    assert_int_equal(input->items.n, 8);
    assert_item(&input->items.v[0], INPUT_TEXT, "one\n");
    assert_item(&input->items.v[1], INPUT_TEXT, "two\n");
    assert_item(&input->items.v[2], INPUT_TEXT, "3\n");
    assert_item(&input->items.v[3], INPUT_TEXT, "\n");
    assert_item(&input->items.v[4], INPUT_TEXT, "q");
    assert_item(&input->items.v[5], INPUT_PRINTS, "> ");
    assert_int_equal(input->items.v[6].kind, INPUT_AFTER);
    assert_int_equal(input->items.v[6].after.v[0].process, 1);
    assert_int_equal(input->items.v[7].line, 2);
    manifest_release(&m);
}

static void a_terminal_is_typed_line_by_line(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m, "stdin: \"one\\n\\ntwo\"\nterminal: true\n", one_file);
    const struct stdin_spec *input = &m.processes.v[0].input;
    assert_true(m.processes.v[0].terminal);
    assert_true(input->paced);
    assert_int_equal(input->items.n, 3);
    assert_item(&input->items.v[0], INPUT_TEXT, "one\n");
    assert_item(&input->items.v[1], INPUT_TEXT, "\n");
    assert_item(&input->items.v[2], INPUT_TEXT, "two");
    manifest_release(&m);
    parse_as(&m, "stdin: \"one\\n\\ntwo\"\nterminal: false\n", one_file);
    assert_false(m.processes.v[0].terminal);
    assert_int_equal(m.processes.v[0].input.items.n, 1);
    manifest_release(&m);
    parse_as(&m, "terminal: true\n", one_file);
    assert_true(m.processes.v[0].input.paced);
    assert_int_equal(m.processes.v[0].input.items.n, 0);
    manifest_release(&m);
}

static void ready_is_one_of_four(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum ready_kind kind;
        size_t sockets;
        const char *is;
    } cases[] = {
        { "listen", READY_LISTEN, 1, NULL },
        { "{ listen: 2 }", READY_LISTEN, 2, NULL },
        { "bind", READY_BIND, 1, NULL },
        { "{ bind: 3 }", READY_BIND, 3, NULL },
        { "{ file: /tmp/server.sock }", READY_FILE, 0, "/tmp/server.sock" },
        { "{ file: server.sock }", READY_FILE, 0, "server.sock" },
        { "{ prints: 'is up' }", READY_PRINTS, 0, "is up" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct manifest m;
        AUTO_FREE char *server = mem_printf("{ ready: %s }", cases[i].text);
        parse_server(&m, server);
        const struct ready *ready = &m.processes.v[0].ready;
        assert_int_equal(ready->kind, cases[i].kind);
        assert_int_equal(ready->sockets, cases[i].sockets);
        assert_true((ready->text == NULL) == (cases[i].is == NULL));
        if (ready->text)
            assert_string_equal(ready->text, cases[i].is);
        manifest_release(&m);
    }
}

static void a_stop_has_a_signal_and_what_it_waits_for(void **state)
{
    (void)state;
    struct manifest m;
    parse_server(&m, "{ ready: listen, stop: { after: client } }");
    const struct process_spec *p = m.processes.v;
    assert_int_equal(p->stop, SIGTERM);
    assert_int_equal(p->stop_after.n, 1);
    assert_int_equal(p->stop_after.v[0].process, 1);
    assert_true(process_awaits_end(&m.processes, &p->stop_after.v[0]));
    manifest_release(&m);
    parse_server(&m, "{ ready: listen, stop: { signal: INT } }");
    assert_int_equal(m.processes.v[0].stop, SIGINT);
    assert_int_equal(m.processes.v[0].stop_after.n, 0);
    manifest_release(&m);
}

static void what_is_awaited_is_ready_or_has_ended(void **state)
{
    (void)state;
    struct manifest m;
    parse_as(&m,
             "run:\n  server: { ready: listen, stop: { after: client } }\n"
             "  client: { after: server }\n"
             "  again: { source: server.c, after: { end: server } }\n"
             "  both: { source: client.c, after: [client, { end: server }] }\n",
             FOLDER("server.c", "client.c"));
    const struct process_specs *all = &m.processes;
    assert_false(process_awaits_end(all, &all->v[1].after.v[0]));
    assert_true(process_awaits_end(all, &all->v[2].after.v[0]));
    assert_true(process_awaits_end(all, &all->v[3].after.v[0]));
    assert_true(process_awaits_end(all, &all->v[3].after.v[1]));
    manifest_release(&m);
}

#define OF_SERVER(WHAT) "run:\n  server: { " WHAT " }\n  client:\n"
#define OF_CLIENT(WHAT) "run:\n  server: { ready: listen, stop: TERM }\n  client: { " WHAT " }\n"

static const struct mistake mistakes[] = {
    /* stdin */
    { OF_SERVER("stdin: []"), 2, "`stdin` must be a text or a list of lines, but is an empty list",
      "write lines below `stdin: |`; leave the key out for no input" },
    { OF_SERVER("stdin: { text: a }"), 2,
      "`stdin` must be a text or a list of lines, but is a mapping",
      "write lines below `stdin: |`; leave the key out for no input" },
    { OF_SERVER("stdin: [a, ~]"), 2,
      "an item of `stdin` must be a line or what is waited for, but is `~`",
      "write a line, or one of { text: … }, { prints: … }, { after: … }, { open: true }" },
    { OF_SERVER("stdin: [a, [b]]"), 2,
      "an item of `stdin` must be a line or what is waited for, but is a list",
      "write a line, or one of { text: … }, { prints: … }, { after: … }, { open: true }" },
    { OF_SERVER("stdin: [{ prints: '> ', text: q }]"), 2, "an item of `stdin` has 2 keys",
      "write an item for each, in their order" },
    { OF_SERVER("stdin: [{ until: '> ' }]"), 2, "unknown key `until` in an item of `stdin`",
      "known keys: text, prints, after, open" },
    { OF_SERVER("stdin: [{ text: '' }]"), 2, "`text` is an empty text",
      "write what is given: { text: q }" },
    { OF_SERVER("stdin: [{ prints: '' }]"), 2, "`prints` is an empty text",
      "write what it prints first: { prints: \"login: \" }" },
    { OF_SERVER("stdin: [{ prints: [a] }]"), 2, "`prints` must be a text, but is a list",
      "write what it prints first: { prints: \"login: \" }" },
    { OF_SERVER("stdin: [{ after: clinet }]"), 2, "there is no process `clinet`",
      "did you mean `client`?" },
    { OF_SERVER("stdin: [{ open: false }]"), 2, "`open` must be true, but is `false`",
      "leave it out: end of file comes by itself after the last item" },
    { OF_SERVER("stdin: [{ open: true }, a]"), 2, "an item of `stdin` comes after `open: true`",
      "put `open: true` last: no end of file comes then" },
    { OF_SERVER("terminal: yes"), 2, "`terminal` must be true or false, but is `yes`",
      "write terminal: true" },
    /* ready */
    { OF_SERVER("ready: { listen: 1, prints: x }"), 2, "`ready` is said in 2 ways",
      "keep the one that comes last" },
    { OF_SERVER("ready: { bind: 0 }"), 2,
      "`bind` must be a number of sockets (1 to 64), but is `0`", "write ready: { bind: 2 }" },
    { OF_SERVER("ready: { file: /tmp/../x }"), 2,
      "`/tmp/../x` is no path in the world of a program",
      "name what it makes: ready: { file: /tmp/server.sock }" },
    { OF_SERVER("ready: { file: / }"), 2, "`/` is no path in the world of a program",
      "name what it makes: ready: { file: /tmp/server.sock }" },
    { OF_SERVER("ready: { prints: '' }"), 2, "`prints` is an empty text",
      "write a part of a line: ready: { prints: \"ready\" }" },
    /* stop, after */
    { OF_SERVER("stop: { after: ~ }"), 2,
      "`after` must be a process or a list of processes, but is `~`",
      "write after: server, or after: [server, alice]" },
    { OF_SERVER("stop: { after: server }"), 2, "`server` waits for itself",
      "name another process: after: server" },
    { OF_SERVER("stop: { signal: CHLD }"), 2, "SIGCHLD ends no process",
      "name the signal that kills it: SEGV, PIPE, TERM, …" },
    { OF_SERVER("stop: { sig: TERM }"), 2, "unknown key `sig` in `stop`",
      "known keys: signal, after" },
    { OF_SERVER("again: client"), 2, "a process runs once",
      "let another process run the same source after its end: "
      "{ source: server.c, after: { end: server } }" },
    /* what could never go on */
    { OF_CLIENT("after: { end: server }"), 3,
      "`client` would wait for the end of `server`, which is stopped when all others have ended",
      "say what makes `server` `ready`, or when it is to be stopped: stop: { after: alice }" },
    { OF_CLIENT("stdin: [{ after: { end: server } }]"), 3,
      "the `stdin` of `client` would wait for the end of `server`, which is stopped when all "
      "others "
      "have ended",
      "say what makes `server` `ready`, or when it is to be stopped: stop: { after: alice }" },
    { "run:\n  server: { ready: listen, stop: { after: client } }\n"
      "  client: { after: { end: server } }\n",
      2, "the `stop` of `server` waits for `client`, which waits for `server`",
      "none of them could ever go on: take one `after` out" },
    { "run:\n  server: { stdin: [{ after: client }] }\n  client: { after: server }\n", 2,
      "the `stdin` of `server` waits for `client`, which waits for `server`",
      "none of them could ever go on: take one `after` out" },
};

static void each_mistake_is_named(void **state)
{
    (void)state;
    assert_mistakes(mistakes, COUNT(mistakes), FOLDER("server.c", "client.c"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_lines_or_mappings),
        cmocka_unit_test(a_terminal_is_typed_line_by_line),
        cmocka_unit_test(ready_is_one_of_four),
        cmocka_unit_test(a_stop_has_a_signal_and_what_it_waits_for),
        cmocka_unit_test(what_is_awaited_is_ready_or_has_ended),
        cmocka_unit_test(each_mistake_is_named),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
