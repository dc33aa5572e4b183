/*
 * Each program has two descriptors in the loop, what it prints and what it reads; the host has four:
 * the init's messages (of a lab those of each of its hosts), the box's pidfd, a timer and a meter.
 * The init says when a program and all it left behind are gone: then nothing more is written for it,
 * and what was written can be read without waiting (a read of a terminal flushes what is on its way),
 * even if some other program has opened that terminal too. So nothing that was printed before a crash
 * is lost, and nobody is waited for in vain.
 */
#include "box/box.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/pty.h"
#include "box/watch/meter.h"
#include "file/fs.h"

enum { TICK_MS = 250 }; /* see on_timer() */

/* Where messages come from: the box's init, or one of those of a lab's hosts. */
struct station {
    struct host *host;
    struct box *box;
    struct watch control;
};

/* A program of the host. */
struct member {
    struct host *host;
    struct station *station; /* it runs there */
    size_t index;
    struct watch out, in;
    int their_in, their_out; /* the program's ends, until the box has them */
    const char *input;
    size_t input_len;
    struct program_result result;
};

struct host {
    struct loop *loop;
    struct box box;           /* all of it */
    struct box *hosts;        /* of a lab: its hosts */
    struct station *stations; /* of the box, or of each host and at last of the box */
    size_t nstations, nhosts;
    struct watch end, timer;
    struct meter meter;
    struct member *members;
    size_t n;
    long long processor_ms; /* the limit; 0: none */
    long long left_ms;      /* of the time limit */
    size_t output_room;     /* bytes that may still be printed */
    bool late;              /* the time limit has passed */
    bool decided;           /* result.end is final */
    struct host_result result;
    struct host_events events;
    void *owner;
};

static void decide(struct host *host, enum host_end end, int value, size_t program)
{
    if (host->decided)
        return;
    host->decided = true;
    host->result.end = end;
    host->result.value = value;
    host->result.program = program;
    if (end != HOST_FINISHED)
        box_kill(&host->box);
}

/* A limit of the box is passed; PROGRAM is to blame. */
static void exceed(struct host *host, enum host_end end, size_t program)
{
    if (host->decided)
        return;
    if (host->events.limit)
        host->events.limit(host, host->owner, end, program);
    decide(host, end, 0, program);
}

static void on_meter(struct meter *meter, enum meter_kind kind)
{
    static const enum host_end ends[] = { [METER_MEMORY] = HOST_MEMORY,
                                          [METER_PROCESSES] = HOST_PROCESSES,
                                          [METER_FILES] = HOST_FILES,
                                          [METER_PROCESSOR] = HOST_PROCESSOR,
                                          [METER_NEIGHBOURS] = HOST_NEIGHBOURS };
    struct host *host = meter->owner;
    uint64_t *tags = mem_alloc(host->n * sizeof(*tags));
    for (size_t i = 0; i < host->n; i++)
        tags[i] = host->members[i].result.tag;
    exceed(host, ends[kind], meter_most(meter, kind, tags, host->n));
    free(tags);
}

/* Too much was printed, be it that the end was decided before the last of it was read. */
static void flood(struct host *host, size_t program)
{
    decide(host, HOST_FLOOD, 0, program);
    if (host->result.end == HOST_FINISHED) {
        host->result.end = HOST_FLOOD;
        host->result.program = program;
    }
}

/* Reads what is there. Returns false at the end of the output (EIO on a terminal). */
static bool read_output(struct member *member)
{
    char chunk[16384];
    struct host *host = member->host;
    for (;;) {
        ssize_t n = read(member->out.fd, chunk, sizeof(chunk));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0)
            return false;
        size_t room = host->output_room, size = (size_t)n;
        buf_add(&member->result.output, chunk, size < room ? size : room);
        host->output_room -= size < room ? size : room;
        if (size > room)
            flood(host, member->index);
    }
}

static void on_output(struct watch *watch, uint32_t events)
{
    (void)events;
    struct member *member = watch->owner;
    if (!read_output(member))
        loop_remove(member->host->loop, watch);
}

static void on_input(struct watch *watch, uint32_t events)
{
    struct member *member = watch->owner;
    ssize_t n = member->input_len && !(events & EPOLLERR)
                    ? write(watch->fd, member->input, member->input_len)
                    : 0;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n > 0) {
        member->input += n;
        member->input_len -= (size_t)n;
    }
    if (n <= 0 || member->input_len == 0)
        loop_close(member->host->loop, watch);
}

/* PROGRAM and its descendants are gone. */
static void take_gone(struct host *host, struct member *member)
{
    read_output(member);
    loop_close(host->loop, &member->out);
    loop_close(host->loop, &member->in);
    if (member->result.state == PROGRAM_ENDED || host->decided)
        return;
    member->result.state = PROGRAM_ENDED;
    if (host->events.ended)
        host->events.ended(host, host->owner, member->index);
}

static void take_failed_step(struct host *host, const struct box_message *message)
{
    struct err *err = &host->result.err;
    if (!host->decided)
        box_step_error(err, (enum box_step)message->step, message->value);
    /* In a box they are where they can be executed. */
    if (!host->decided && host->box.bare && message->step == BOX_EXEC && message->value == EACCES)
        err_hint(err, "programs are made below $TMPDIR or /tmp, which is mounted noexec: set "
                      "TMPDIR to another folder");
    decide(host, HOST_UNBOXED, message->step, (size_t)message->program);
}

/* The box is over, so its file is read at once: it cannot change, and init holds it to a size. */
static void take_product(struct host *host, struct box *box, size_t i, int error)
{
    AUTO_CLOSE int fd = fd_steal(&box->product);
    struct product *product = &host->result.products[i < BOX_MAX_PRODUCTS ? i : 0];
    struct stat st;
    if (i >= BOX_MAX_PRODUCTS || product->made)
        return;
    /* What was sent and did not come found no room among snip's own descriptors. */
    product->error = error ? error : fd < 0 ? EMFILE : 0;
    if (fd < 0 || fstat(fd, &st) < 0)
        return;
    buf_reserve(&product->content, (size_t)st.st_size);
    char chunk[16384];
    ssize_t n;
    while ((n = read(fd, chunk, sizeof(chunk))) > 0)
        buf_add(&product->content, chunk, (size_t)n);
    product->made = n == 0;
}

/* Makes RANGE hold what is in OTHER too; one whose low is over its high is empty. */
static void widen(struct box_range *range, const struct box_range *other)
{
    if (other->low > other->high)
        return;
    bool none = range->low > range->high;
    range->low = none || other->low < range->low ? other->low : range->low;
    range->high = none || other->high > range->high ? other->high : range->high;
}

static void take_facts(struct box_facts *facts, const struct box_facts *more)
{
    widen(&facts->pids, &more->pids);
    widen(&facts->inodes, &more->inodes);
    widen(&facts->ports, &more->ports);
}

/*
 * The program of MEMBER has ended as MESSAGE tells. It, or what it had started, may be what the kernel
 * has killed for its memory; or, before the meter had looked again, for its processor time.
 */
static void take_ended(struct host *host, struct member *member, const struct box_message *message)
{
    member->result.status = message->value;
    member->result.stopped = 0; /* that it went on first is not told where it ended at once */
    if (cgroup_exhausted(&host->box.group))
        exceed(host, HOST_MEMORY, member->index);
    if (host->processor_ms && message->processor_ms > host->processor_ms)
        exceed(host, HOST_PROCESSOR, member->index);
}

static void take_message(struct station *station, const struct box_message *message)
{
    struct host *host = station->host;
    if (message->kind == BOX_PRODUCT) {
        take_product(host, station->box, (size_t)message->program, message->value);
        return;
    }
    struct member *member = (size_t)message->program < host->n ? &host->members[message->program]
                                                               : NULL;
    if (message->kind == BOX_STEP_FAILED)
        take_failed_step(host, message);
    else if (message->kind == BOX_STEP_DONE)
        host->result.steps |= 1U << message->step;
    else if (message->kind == BOX_FACTS)
        take_facts(&host->result.facts, &message->facts);
    else if (message->kind == BOX_READY)
        meter_attach(&host->meter, (struct meter_place){ station->box->proc, station->box->diag,
                                                         station->box->route, station->box->ipc });
    if (!member)
        return;
    struct program_result *result = &member->result;
    if (message->kind == BOX_STARTED) {
        result->pid = message->value;
        result->tag = message->tag;
    } else if (message->kind == BOX_STOPPED) {
        result->stopped = message->value;
    } else if (message->kind == BOX_ENDED) {
        take_ended(host, member, message);
    } else if (message->kind == BOX_GONE) {
        take_gone(host, member);
    }
}

static bool read_messages(struct station *station)
{
    struct box_message message;
    int got;
    while ((got = box_receive(station->box, &message)) > 0)
        take_message(station, &message);
    return got < 0;
}

static void read_all_messages(struct host *host)
{
    for (size_t i = 0; i < host->nstations; i++)
        read_messages(&host->stations[i]);
}

static void on_control(struct watch *watch, uint32_t events)
{
    (void)events;
    struct station *station = watch->owner;
    if (!read_messages(station))
        loop_remove(station->host->loop, watch);
}

static long long tick_ms(const struct host *host)
{
    return host->left_ms < TICK_MS ? host->left_ms : TICK_MS;
}

/*
 * The time limit is counted in ticks, each for what it was set to, however late it comes: a time in
 * which snip was stopped (Ctrl-Z) is none of the programs'. What has ended meanwhile is in time.
 */
static void on_timer(struct watch *watch, uint32_t events)
{
    (void)events;
    struct host *host = watch->owner;
    read_all_messages(host);
    host->left_ms -= tick_ms(host);
    if (host->left_ms > 0 && !host->decided) {
        loop_set_timer(watch, tick_ms(host));
        return;
    }
    loop_close(host->loop, watch);
    if (host->decided)
        return;
    host->late = true;
    if (host->events.timeout)
        host->events.timeout(host, host->owner);
    else
        host_kill(host);
}

static void on_end(struct watch *watch, uint32_t events)
{
    (void)events;
    struct host *host = watch->owner;
    read_all_messages(host);
    for (size_t i = 0; i < host->n; i++)
        if (host->members[i].out.fd >= 0)
            read_output(&host->members[i]);
    loop_remove(host->loop, watch);
    meter_stop(&host->meter);
    if (cgroup_exhausted(&host->box.group))
        exceed(host, HOST_MEMORY, 0);
    decide(host, HOST_LOST, 0, 0);
    if (host->result.end != HOST_UNBOXED)
        err_release(&host->result.err);
    host->events.over(host, host->owner);
}

/* Opens the program's end of its output into *THEIRS and ours into OURS. */
static bool open_output(bool terminal, int *ours, int *theirs, struct err *err)
{
    if (terminal) {
        struct pty pty;
        if (!pty_open(&pty, err))
            return false;
        *ours = pty.master;
        *theirs = pty.slave;
        return true;
    }
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(err, "cannot make a pipe");
    *ours = ends[0];
    *theirs = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 || err_sys(err, "cannot set up a pipe");
}

static bool open_input(int *ours, int *theirs, struct err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(err, "cannot make a pipe");
    *theirs = ends[0];
    *ours = ends[1];
    return fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 || err_sys(err, "cannot set up a pipe");
}

static bool open_member(struct host *host, size_t i, const struct host_program *program,
                        struct err *err)
{
    struct member *member = &host->members[i];
    *member = (struct member){
        .host = host,
        .station = &host->stations[program->on],
        .index = i,
        .out = { -1, on_output, member, false },
        .in = { -1, on_input, member, false },
        .their_in = -1,
        .their_out = -1,
        .input = program->input,
        .input_len = program->input_len,
    };
    host->n++;
    return open_output(program->terminal, &member->out.fd, &member->their_out, err) &&
           open_input(&member->in.fd, &member->their_in, err) &&
           loop_add(host->loop, &member->out, EPOLLIN, err);
}

/* Makes the box; the programs' ends of their descriptors are its from then on. */
static bool open_box(struct host *host, const struct host_spec *spec, struct err *err)
{
    struct box_program *programs = mem_alloc(spec->nprograms * sizeof(*programs));
    struct box_spec box = spec->box;
    for (size_t i = 0; i < host->n; i++)
        programs[i] = (struct box_program){ spec->programs[i].argv,    spec->programs[i].env,
                                            host->members[i].their_in, host->members[i].their_out,
                                            spec->programs[i].on,      spec->programs[i].rights };
    box.programs = programs;
    box.nprograms = spec->nprograms;
    bool ok = box_start_lab(&host->box, host->hosts, &box, err);
    free(programs);
    for (size_t i = 0; i < host->n; i++) {
        fd_close_at(&host->members[i].their_in);
        fd_close_at(&host->members[i].their_out);
    }
    host->end.fd = host->box.pidfd;
    host->result.cgroup = cgroup_version_of(&host->box.group);
    return ok;
}

static bool open_station(struct station *station, struct err *err)
{
    station->control.fd = station->box->control;
    return loop_add(station->host->loop, &station->control, EPOLLIN, err);
}

static bool open_meter(struct host *host, const struct host_spec *spec, struct err *err)
{
    /* Without a box nothing tells what is to be counted from all else on the machine. */
    static const struct box_limits none;
    const struct box_limits *limits = spec->box.bare ? &none : &spec->box.limits;
    return meter_start(&host->meter, host->loop, limits, &host->box.group, on_meter, host, err);
}

static bool open_all(struct host *host, const struct host_spec *spec, struct err *err)
{
    struct loop *loop = host->loop;
    for (size_t i = 0; i < spec->nprograms; i++)
        if (!open_member(host, i, &spec->programs[i], err))
            return false;
    if (!loop_add_timer(loop, &host->timer, tick_ms(host), err) || !open_box(host, spec, err) ||
        !loop_add(loop, &host->end, EPOLLIN, err))
        return false;
    for (size_t i = 0; i < host->nstations; i++)
        if (!open_station(&host->stations[i], err))
            return false;
    return open_meter(host, spec, err);
}

/* Makes room for the places that the programs of SPEC run at. */
static void make_stations(struct host *host, const struct host_spec *spec)
{
    host->nhosts = spec->box.lab ? spec->box.lab->nhosts : 0;
    host->nstations = host->nhosts + 1;
    host->hosts = mem_alloc(host->nhosts * sizeof(*host->hosts));
    host->stations = mem_alloc(host->nstations * sizeof(*host->stations));
    for (size_t i = 0; i < host->nhosts; i++)
        host->hosts[i] = (struct box)BOX_NONE;
    for (size_t i = 0; i < host->nstations; i++)
        host->stations[i] = (struct station){
            .host = host,
            .box = i < host->nhosts ? &host->hosts[i] : &host->box,
            .control = { -1, on_control, &host->stations[i], false },
        };
}

struct host *host_start(struct loop *loop, const struct host_spec *spec,
                        const struct host_events *events, void *owner, struct err *err)
{
    struct host *host = mem_alloc(sizeof(*host));
    *host = (struct host){
        .loop = loop,
        .box = BOX_NONE,
        .result.facts = { { 1, 0 }, { 1, 0 }, { 1, 0 } }, /* nothing was given out yet */
        .end = { -1, on_end, host, false },
        .timer = { -1, on_timer, host, false },
        .meter = { .timer = { .fd = -1 } },
        .members = mem_alloc(spec->nprograms * sizeof(*host->members)),
        .processor_ms = spec->box.limits.processor_ms,
        .output_room = spec->output_max,
        .left_ms = spec->time_ms,
        .events = *events,
        .owner = owner,
    };
    make_stations(host, spec);
    if (!open_all(host, spec, err)) {
        bool orphaned = spec->box.bare && host->box.pid < 0;
        host_free(host);
        /* No process came to be that would remove it. It takes a descriptor, of which there are now. */
        if (orphaned)
            fs_remove_tree(spec->box.bare);
        return NULL;
    }
    return host;
}

void host_run(struct host *host, size_t program)
{
    struct member *member = &host->members[program];
    struct err ignored = { 0 };
    if (member->result.state != PROGRAM_WAITING)
        return;
    member->result.state = PROGRAM_STARTED;
    /* An input that cannot be watched is one that ends at once. */
    if (!loop_add(host->loop, &member->in, EPOLLOUT, &ignored))
        loop_close(host->loop, &member->in);
    err_release(&ignored);
    box_run(member->station->box, program);
}

void host_signal(struct host *host, size_t program, int signal)
{
    box_signal(host->members[program].station->box, program, signal);
}

void host_finish(struct host *host)
{
    decide(host, HOST_FINISHED, 0, 0);
    if (host->nhosts == 0)
        box_finish(&host->box);
    for (size_t i = 0; i < host->nhosts; i++)
        box_finish(&host->hosts[i]);
}

void host_kill(struct host *host)
{
    decide(host, host->late ? HOST_TIMEOUT : HOST_KILLED, 0, 0);
}

struct program_result *host_program(struct host *host, size_t program)
{
    return &host->members[program].result;
}

struct host_result *host_result(struct host *host)
{
    return &host->result;
}

int host_proc(const struct host *host, size_t program)
{
    return host->members[program].station->box->proc;
}

int host_diag(const struct host *host, size_t program)
{
    return host->members[program].station->box->diag;
}

void host_free(struct host *host)
{
    if (!host)
        return;
    /* The box's descriptors are its own: they are only unwatched here. */
    for (size_t i = 0; i < host->nstations; i++)
        loop_remove(host->loop, &host->stations[i].control);
    meter_stop(&host->meter);
    loop_remove(host->loop, &host->end);
    loop_close(host->loop, &host->timer);
    box_kill(&host->box);
    box_reap(&host->box);
    for (size_t i = 0; i < host->nhosts; i++)
        box_reap(&host->hosts[i]);
    free(host->hosts);
    free(host->stations);
    for (size_t i = 0; i < host->n; i++) {
        struct member *member = &host->members[i];
        loop_close(host->loop, &member->out);
        loop_close(host->loop, &member->in);
        fd_close_at(&member->their_in);
        fd_close_at(&member->their_out);
        buf_release(&member->result.output);
    }
    free(host->members);
    for (size_t i = 0; i < BOX_MAX_PRODUCTS; i++)
        buf_release(&host->result.products[i].content);
    err_release(&host->result.err);
    free(host);
}
