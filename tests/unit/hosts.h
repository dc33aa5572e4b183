/*
 * Hosts for the tests of what a program on one sees: a shell script is run on one, and what it printed
 * and how it ended is looked at.
 */
#ifndef SNIP_TESTS_HOSTS_H
#define SNIP_TESTS_HOSTS_H

#include "unit.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "box/host.h"
#include "file/fs.h"

enum { BOUND_MS = 20000 }; /* for what must come at once; a test that waits so long has failed */

static const char *const no_env[] = { NULL };

/* How a host went. */
struct outcome {
    struct buf output;
    unsigned steps;
    int failed; /* step, -1 for none */
    int error;
    int stopped;
    int status; /* of wait(2); -1 where the program did not end */
    long long processor_ms;
};

static inline void outcome_release(struct outcome *outcome)
{
    buf_release(&outcome->output);
}

/* Reads FD to its end. */
static inline void read_to_end(int fd, struct buf *out)
{
    char chunk[4096];
    for (ssize_t n; (n = read(fd, chunk, sizeof(chunk))) > 0;)
        buf_add(out, chunk, (size_t)n);
}

static inline void take_message(struct outcome *outcome, const struct box_message *message)
{
    if (message->kind == BOX_STEP_DONE)
        outcome->steps |= 1U << message->step;
    if (message->kind == BOX_STOPPED)
        outcome->stopped = message->value;
    if (message->kind == BOX_ENDED) {
        outcome->status = message->value;
        outcome->processor_ms = message->processor_ms;
    }
    if (message->kind == BOX_STEP_FAILED) {
        outcome->failed = message->step;
        outcome->error = message->value;
    }
}

/* Waits for the next message; false at their end. */
static inline bool next_message(struct host *host, struct box_message *message)
{
    struct pollfd ready = { .fd = host->control, .events = POLLIN };
    assert_int_equal(poll(&ready, 1, BOUND_MS), 1);
    return host_receive(host, message) == 1;
}

/* Takes the messages to their end; the host is finished when its program is gone. */
static inline void read_messages(struct host *host, struct outcome *outcome)
{
    struct box_message message;
    while (next_message(host, &message)) {
        take_message(outcome, &message);
        if (message.kind == BOX_GONE)
            host_finish(host);
    }
}

/* An input at whose end one is at once. What root gives to a box is nobody's then: never a device. */
static inline int empty_input(void)
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    close(ends[1]);
    return ends[0];
}

/* Starts SPEC's program with an empty input; returns the descriptor its output is read from. */
static inline int start(struct host *host, struct box_spec spec)
{
    struct err err = { 0 };
    int ends[2];
    AUTO_CLOSE int in = empty_input();
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    if (!host_start(host, NULL, &spec, &(struct program_ends){ in, ends[1] }, &err))
        fail_msg("%s", err.text);
    host_run(host, 0);
    close(ends[1]);
    return ends[0];
}

/* Runs SPEC to its end. The output's end means that nobody in the box holds it any more. */
static inline struct outcome run(struct box_spec spec)
{
    struct outcome outcome = { .failed = -1, .status = -1 };
    struct host host;
    AUTO_CLOSE int output = start(&host, spec);
    read_to_end(output, &outcome.output);
    read_messages(&host, &outcome);
    host_reap(&host);
    return outcome;
}

/* A host with the one program ARGV, which must stay until the next call of this. */
static inline struct box_spec shell(const char *const argv[4])
{
    static struct box_program program;
    program = (struct box_program){ .argv = argv, .env = no_env };
    return (struct box_spec){
        .programs = &program, .nprograms = 1, .workspace = true, .processor = -1
    };
}

#define SHELL(SCRIPT) shell((const char *const[4]){ "/bin/sh", "-c", SCRIPT, NULL })

/* Tells whether boxes can be made here. */
static inline bool can_box(void)
{
    struct host host;
    struct err err = { 0 };
    struct box_spec spec = SHELL("exit 0");
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    AUTO_CLOSE int in = ends[0], out = ends[1];
    bool can = host_start(&host, NULL, &spec, &(struct program_ends){ in, out }, &err);
    struct outcome outcome = { .failed = -1, .status = -1 };
    if (can) {
        host_run(&host, 0);
        read_messages(&host, &outcome);
    }
    host_reap(&host);
    err_release(&err);
    return can && outcome.status == 0;
}

#define need_box() need(can_box(), "this machine does not let boxes be made (see `snip doctor`)")

static inline void assert_prints(struct box_spec spec, const char *expected)
{
    AUTO(outcome_release) struct outcome outcome = run(spec);
    if (outcome.failed >= 0)
        fail_msg("%s: %s", box_step_name((enum box_step)outcome.failed), strerror(outcome.error));
    assert_string_equal(buf_str(&outcome.output), expected);
}

/* A file FILE with TEXT in a folder of its own below /var/tmp: /tmp is covered in a box. */
static inline char *make_file(const char *name, const char *text)
{
    AUTO_FREE char *folder = mem_strdup("/var/tmp/snip-unit-XXXXXX");
    assert_non_null(mkdtemp(folder));
    char *path = path_join(folder, name);
    put_file(path, text);
    return path;
}

static inline void remove_file(char *path)
{
    *strrchr(path, '/') = '\0';
    fs_remove_tree(path);
    free(path);
}

#endif
