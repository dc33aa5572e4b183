/*
 * Each program has two descriptors in the loop, what it prints and what it reads; the box has four:
 * the init's messages (of a lab those of each of its hosts), the box's pidfd, a timer and a meter.
 * The init says when a program and all it left behind are gone: then nothing more is written for
 * it, and what was written can be read without waiting (a read of a terminal flushes what is on its
 * way), even if some other program has opened that terminal too. So nothing that was printed before
 * a crash is lost, and nobody is waited for in vain.
 */
#include "box/box.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/host.h"
#include "box/look/observe.h"
#include "box/net/netlab.h"
#include "box/pty.h"
#include "box/trace/channel.h"
#include "box/watch/meter.h"
#include "file/fs.h"

enum { TICK_MS = 250 }; /* see on_timer() */

/* Where messages come from: the box's first process, or one of those of a lab's hosts. */
struct station {
    struct box *box;
    struct host *host;
    struct watch control;
};

/* A program of the box. */
struct member {
    struct box *box;
    struct station *station; /* it runs there */
    size_t index, host;
    struct watch out, in;
    int their_in, their_out; /* the program's ends, until the box has them */
    const char *input;
    size_t input_len;
    bool clearing;    /* it has ended, what it left has not */
    unsigned signals; /* that were sent to it, and of which the first process has not told yet */
    struct program_result result;
};

struct box {
    struct loop *loop;
    struct host first;        /* all of it: its first process */
    const struct lab *lab;    /* the spec's */
    struct host *hosts;       /* of a lab: its hosts */
    struct station *stations; /* of the box, or of each host and at last of the box */
    size_t nstations, nhosts;
    struct watch end, timer, channel;
    bool asked, only_left; /* EVENT_REST came, and is not answered; its value */
    bool answers, answer;  /* the owner has answered; what */
    struct meter meter;
    struct member *members;
    size_t n;
    long long processor_ms; /* the limit; 0: none */
    long long left_ms;      /* of the time limit */
    size_t output_room;     /* bytes that may still be printed */
    bool late;              /* the time limit has passed */
    bool decided;           /* result.end is final */
    struct box_result result;
    struct box_events events;
    void *owner;
};

static void decide(struct box *box, enum end end, size_t program)
{
    if (box->decided)
        return;
    box->decided = true;
    box->result.end = end;
    box->result.program = program;
    if (end != END_FINISHED)
        host_kill(&box->first);
}

/* A limit of the box is passed; PROGRAM is to blame. */
static void exceed(struct box *box, enum end end, size_t program)
{
    if (box->decided)
        return;
    if (box->events.limit)
        box->events.limit(box, box->owner, end, program);
    decide(box, end, program);
}

static void on_meter(struct meter *meter, enum end end)
{
    struct box *box = meter->owner;
    uint64_t *tags = mem_alloc(box->n * sizeof(*tags));
    for (size_t i = 0; i < box->n; i++)
        tags[i] = box->members[i].result.tag;
    exceed(box, end, meter_most(meter, end, tags, box->n));
    free(tags);
}

/* Too much was printed, be it that the end was decided before the last of it was read. */
static void flood(struct box *box, size_t program)
{
    decide(box, END_FLOOD, program);
    if (box->result.end == END_FINISHED) {
        box->result.end = END_FLOOD;
        box->result.program = program;
    }
}

/* Reads what is there. Returns false at the end of the output (EIO on a terminal). */
static bool read_output(struct member *member)
{
    char chunk[16384];
    struct box *box = member->box;
    for (;;) {
        ssize_t n = read(member->out.fd, chunk, sizeof(chunk));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0)
            return false;
        size_t room = box->output_room, size = (size_t)n;
        buf_add(&member->result.output, chunk, size < room ? size : room);
        box->output_room -= size < room ? size : room;
        if (size > room)
            flood(box, member->index);
    }
}

static void on_output(struct watch *watch, uint32_t events)
{
    (void)events;
    struct member *member = watch->owner;
    if (!read_output(member))
        loop_remove(member->box->loop, watch);
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
        loop_close(member->box->loop, watch);
}

/* PROGRAM and its descendants are gone. */
static void take_gone(struct box *box, struct member *member)
{
    read_output(member);
    loop_close(box->loop, &member->out);
    loop_close(box->loop, &member->in);
    if (member->result.state == PROGRAM_ENDED || box->decided)
        return;
    member->result.state = PROGRAM_ENDED;
    member->clearing = false;
    if (box->events.ended)
        box->events.ended(box, box->owner, member->index);
}

static void take_failed_step(struct box *box, const struct box_message *message)
{
    struct err *err = &box->result.err;
    if (box->decided)
        return;
    AUTO_FREE char *place =
        message->step == BOX_HOSTS ? netlab_failure_place(box->lab, &message->lab) : NULL;
    box->result.step = (enum box_step)message->step;
    box_step_error(err, box->result.step, place, message->value);
    /* In a box they are where they can be executed. */
    if (box->first.bare && message->step == BOX_EXEC && message->value == EACCES)
        err_hint(err, "programs are made below $TMPDIR or /tmp, which is mounted noexec: set "
                      "TMPDIR to another folder");
    decide(box, END_UNBOXED, (size_t)message->program);
}

/* The box is over, so its file is read at once: it cannot change, and init holds it to a size. */
static void take_product(struct box *box, struct host *host, size_t i, int error)
{
    AUTO_CLOSE int fd = fd_steal(&host->product);
    struct product *product = &box->result.products[i < BOX_MAX_PRODUCTS ? i : 0];
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
 * The program of MEMBER has ended as MESSAGE tells. It, or what it had started, may be what the
 * kernel has killed for its memory; or, before the meter had looked again, for its processor time.
 */
static void take_ended(struct box *box, struct member *member, const struct box_message *message)
{
    member->result.status = message->value;
    member->result.stopped = 0; /* that it went on first is not told where it ended at once */
    if (cgroup_exhausted(&box->first.group))
        exceed(box, END_MEMORY, member->index);
    if (box->processor_ms && message->processor_ms > box->processor_ms)
        exceed(box, END_PROCESSOR, member->index);
}

static void take_message(struct station *station, const struct box_message *message)
{
    struct box *box = station->box;
    if (message->kind == BOX_PRODUCT) {
        take_product(box, station->host, (size_t)message->program, message->value);
        return;
    }
    struct member *member = (size_t)message->program < box->n ? &box->members[message->program]
                                                              : NULL;
    if (message->kind == BOX_STEP_FAILED)
        take_failed_step(box, message);
    else if (message->kind == BOX_STEP_DONE)
        box->result.steps |= 1U << message->step;
    else if (message->kind == BOX_FACTS)
        take_facts(&box->result.facts, &message->facts);
    else if (message->kind == BOX_READY)
        meter_attach(&box->meter,
                     (struct meter_place){ station->host->proc, station->host->route });
    if (!member)
        return;
    struct program_result *result = &member->result;
    if (message->kind == BOX_STARTED) {
        result->pid = message->value;
        result->tag = message->tag;
    } else if (message->kind == BOX_STOPPED) {
        result->stopped = message->value;
    } else if (message->kind == BOX_TOLD) {
        member->signals -= member->signals > 0;
    } else if (message->kind == BOX_ENDED) {
        take_ended(box, member, message);
    } else if (message->kind == BOX_GONE) {
        take_gone(box, member);
    }
}

static bool read_messages(struct station *station)
{
    struct box_message message;
    int got;
    while ((got = host_receive(station->host, &message)) > 0)
        take_message(station, &message);
    return got < 0;
}

static void read_all_messages(struct box *box)
{
    for (size_t i = 0; i < box->nstations; i++)
        read_messages(&box->stations[i]);
}

/* Tells the recorder; should it be gone, its end tells. */
static void say(const struct box *box, enum channel_kind kind, size_t program)
{
    const struct channel_word word = { (int32_t)kind, (int32_t)program,
                                       (int32_t)box->members[program].host };
    ssize_t ignored = send(box->channel.fd, &word, sizeof(word), MSG_NOSIGNAL);
    (void)ignored;
}

/*
 * Has what the recorder asked answered, once first processes have done and told of what they were
 * told, and have killed what programs have left.
 */
static void answer(struct box *box)
{
    static const struct event rest = { .kind = EVENT_REST };
    read_all_messages(box);
    if (!box->asked || box->decided)
        return;
    for (const struct member *m = box->members; m < box->members + box->n; m++)
        if (m->clearing || m->signals || (m->result.state == PROGRAM_STARTED && !m->result.pid))
            return;
    if (!box->only_left && !box->answers) {
        box->events.traced(box, box->owner, &rest);
        return;
    }
    box->asked = false;
    say(box, !box->only_left && box->answer ? CHANNEL_DONE : CHANNEL_NOTHING, 0);
}

static void on_control(struct watch *watch, uint32_t events)
{
    (void)events;
    struct station *station = watch->owner;
    if (!read_messages(station))
        loop_remove(station->box->loop, watch);
    answer(station->box);
}

static void take_event(struct box *box, const struct event *event)
{
    struct member *member = event->program < box->n ? &box->members[event->program] : NULL;
    if (event->kind == EVENT_REST) {
        box->asked = true;
        box->only_left = event->value != 0;
        box->answers = false;
        answer(box);
        return;
    }
    /* Its first process may not know yet. */
    if (event->kind == EVENT_DIED && event->id && member)
        member->clearing = member->result.state != PROGRAM_ENDED;
    if (box->events.traced)
        box->events.traced(box, box->owner, event);
}

/* Takes what the recorder tells. Returns false where it will tell no more. */
static bool read_events(struct box *box)
{
    struct event event;
    ssize_t n;
    while ((n = recv(box->channel.fd, &event, sizeof(event), MSG_DONTWAIT)) > 0)
        take_event(box, &event);
    return n < 0 && (errno == EAGAIN || errno == EINTR);
}

static void on_channel(struct watch *watch, uint32_t events)
{
    (void)events;
    struct box *box = watch->owner;
    if (!read_events(box))
        loop_remove(box->loop, watch);
}

static long long tick_ms(const struct box *box)
{
    return box->left_ms < TICK_MS ? box->left_ms : TICK_MS;
}

/*
 * The time limit is counted in ticks, each for what it was set to, however late it comes: a time in
 * which snip was stopped (Ctrl-Z) is none of the programs'. What has ended meanwhile is in time.
 */
static void on_timer(struct watch *watch, uint32_t events)
{
    (void)events;
    struct box *box = watch->owner;
    answer(box); /* what it waits for may be among the messages that this reads */
    box->left_ms -= tick_ms(box);
    if (box->left_ms > 0 && !box->decided) {
        loop_set_timer(watch, tick_ms(box));
        return;
    }
    loop_close(box->loop, watch);
    if (box->decided)
        return;
    box->late = true;
    if (box->events.timeout)
        box->events.timeout(box, box->owner);
    else
        box_kill(box);
}

static void on_end(struct watch *watch, uint32_t events)
{
    (void)events;
    struct box *box = watch->owner;
    read_all_messages(box);
    if (box->channel.fd >= 0)
        read_events(box);
    for (size_t i = 0; i < box->n; i++)
        if (box->members[i].out.fd >= 0)
            read_output(&box->members[i]);
    loop_remove(box->loop, watch);
    meter_stop(&box->meter);
    if (cgroup_exhausted(&box->first.group))
        exceed(box, END_MEMORY, 0);
    decide(box, END_LOST, 0);
    if (box->result.end != END_UNBOXED)
        err_release(&box->result.err);
    box->events.over(box, box->owner);
}

static bool open_member(struct box *box, size_t i, const struct box_program *program,
                        struct err *err)
{
    struct member *member = &box->members[i];
    *member = (struct member){
        .box = box,
        .station = &box->stations[program->host],
        .index = i,
        .host = program->host,
        .out = { -1, on_output, member, false },
        .in = { -1, on_input, member, false },
        .their_in = -1,
        .their_out = -1,
        .input = program->input,
        .input_len = program->input_len,
    };
    box->n++;
    return output_open(program->terminal, &member->out.fd, &member->their_out, err) &&
           input_open(&member->in.fd, &member->their_in, err) &&
           loop_add(box->loop, &member->out, EPOLLIN, err);
}

/* Makes the box; the programs' ends of their descriptors are its from then on. */
static bool open_box(struct box *box, const struct box_spec *spec, struct err *err)
{
    struct program_ends *ends = mem_alloc(box->n * sizeof(*ends));
    for (size_t i = 0; i < box->n; i++)
        ends[i] = (struct program_ends){ box->members[i].their_in, box->members[i].their_out };
    bool ok = host_start(&box->first, box->hosts, spec, ends, err);
    free(ends);
    for (size_t i = 0; i < box->n; i++) {
        fd_close_at(&box->members[i].their_in);
        fd_close_at(&box->members[i].their_out);
    }
    box->end.fd = box->first.pidfd;
    box->result.cgroup = cgroup_version_of(&box->first.group);
    return ok;
}

static bool open_station(struct station *station, struct err *err)
{
    station->control.fd = station->host->control;
    return loop_add(station->box->loop, &station->control, EPOLLIN, err);
}

static bool open_meter(struct box *box, const struct box_spec *spec, struct err *err)
{
    /* Without a box nothing tells what is to be counted from all else on the machine. */
    static const struct box_limits none;
    const struct box_limits *limits = spec->bare ? &none : &spec->limits;
    size_t neighbours = spec->trace && !spec->trace->arp ? netlab_neighbours(box->lab) : 0;
    return meter_start(&box->meter, box->loop, limits, &box->first.group, neighbours, on_meter, box,
                       err);
}

static bool open_all(struct box *box, const struct box_spec *spec, struct err *err)
{
    struct loop *loop = box->loop;
    for (size_t i = 0; i < spec->nprograms; i++)
        if (!open_member(box, i, &spec->programs[i], err))
            return false;
    if (!loop_add_timer(loop, &box->timer, tick_ms(box), err) || !open_box(box, spec, err) ||
        !loop_add(loop, &box->end, EPOLLIN, err))
        return false;
    for (size_t i = 0; i < box->nstations; i++)
        if (!open_station(&box->stations[i], err))
            return false;
    box->channel.fd = box->first.channel;
    if (spec->trace && !loop_add(loop, &box->channel, EPOLLIN, err))
        return false;
    return open_meter(box, spec, err);
}

/* Makes room for the places that the programs of SPEC run at. */
static void make_stations(struct box *box, const struct box_spec *spec)
{
    box->nhosts = spec->lab ? spec->lab->hosts.n : 0;
    box->nstations = box->nhosts + 1;
    box->hosts = mem_alloc(box->nhosts * sizeof(*box->hosts));
    box->stations = mem_alloc(box->nstations * sizeof(*box->stations));
    for (size_t i = 0; i < box->nhosts; i++)
        box->hosts[i] = (struct host)HOST_NONE;
    for (size_t i = 0; i < box->nstations; i++)
        box->stations[i] = (struct station){
            .box = box,
            .host = i < box->nhosts ? &box->hosts[i] : &box->first,
            .control = { -1, on_control, &box->stations[i], false },
        };
}

char *box_folder(struct err *err)
{
    return fs_make_temporary("snip-bare-", err);
}

struct box *box_start(struct loop *loop, const struct box_spec *spec,
                      const struct box_events *events, void *owner, struct err *err)
{
    struct box_spec whole = *spec;
    if (spec->trace && !spec->lab)
        whole.lab = lab_lone();
    spec = &whole;
    struct box *box = mem_alloc(sizeof(*box));
    *box = (struct box){
        .loop = loop,
        .first = HOST_NONE,
        .lab = spec->lab,
        .result.facts = { { 1, 0 }, { 1, 0 }, { 1, 0 } }, /* nothing was given out yet */
        .end = { -1, on_end, box, false },
        .timer = { -1, on_timer, box, false },
        .channel = { -1, on_channel, box, false },
        .meter = { .timer = { .fd = -1 } },
        .members = mem_alloc(spec->nprograms * sizeof(*box->members)),
        .processor_ms = spec->limits.processor_ms,
        .output_room = spec->output_max,
        .left_ms = spec->time_ms,
        .events = *events,
        .owner = owner,
    };
    make_stations(box, spec);
    if (!open_all(box, spec, err)) {
        bool orphaned = spec->bare && box->first.pid < 0;
        box_free(box);
        /*
         * No process came to be that would remove it. It takes a descriptor, of which there are
         * now.
         */
        if (orphaned)
            fs_remove_tree(spec->bare);
        return NULL;
    }
    return box;
}

void box_run(struct box *box, size_t program)
{
    struct member *member = &box->members[program];
    struct err ignored = { 0 };
    if (member->result.state != PROGRAM_WAITING)
        return;
    member->result.state = PROGRAM_STARTED;
    /* An input that cannot be watched is one that ends at once. */
    if (!loop_add(box->loop, &member->in, EPOLLOUT, &ignored))
        loop_close(box->loop, &member->in);
    err_release(&ignored);
    if (box->channel.fd >= 0) {
        on_input(&member->in, EPOLLOUT); /* at once: it must not wait for what it is given */
        say(box, CHANNEL_PROGRAM, program);
    }
    host_run(member->station->host, program);
}

void box_answer(struct box *box, bool done)
{
    box->answers = true;
    box->answer = done;
    answer(box);
}

void box_signal(struct box *box, size_t program, int signal)
{
    box->members[program].signals++;
    host_signal(box->members[program].station->host, program, signal);
}

void box_finish(struct box *box)
{
    decide(box, END_FINISHED, 0);
    if (box->nhosts == 0)
        host_finish(&box->first);
    for (size_t i = 0; i < box->nhosts; i++)
        host_finish(&box->hosts[i]);
}

void box_kill(struct box *box)
{
    decide(box, box->late ? END_TIMEOUT : END_KILLED, 0);
}

struct program_result *box_program(struct box *box, size_t program)
{
    return &box->members[program].result;
}

static void finish(struct box *box, void *owner, size_t program)
{
    (void)owner, (void)program;
    box_finish(box);
}

struct box *box_start_single(struct loop *loop, const struct box_spec *spec,
                             void (*over)(struct box *box, void *owner), void *owner,
                             struct err *err)
{
    const struct box_events events = { .ended = finish, .over = over };
    struct box *box = box_start(loop, spec, &events, owner, err);
    if (box)
        box_run(box, 0);
    return box;
}

struct box_result *box_result(struct box *box)
{
    return &box->result;
}

bool box_succeeded(struct box *box)
{
    int status = box->members[0].result.status;
    return box->result.end == END_FINISHED && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

const struct host *box_host(const struct box *box, size_t program)
{
    return box->members[program].station->host;
}

/*
 * Tells whether there is something to be seen of PROGRAM: it was started, and its host has a /proc.
 */
static bool is_seen(const struct box *box, size_t program)
{
    return box->members[program].result.tag != 0 && box_host(box, program)->proc >= 0;
}

bool box_serving(struct box *box, size_t program, size_t *count, struct err *err)
{
    const struct host *host = box_host(box, program);
    *count = 0;
    return !is_seen(box, program) ||
           observe_ready(host->proc, host->diag, box->members[program].result.tag, count, err);
}

bool box_rests(struct box *box, size_t program)
{
    return !is_seen(box, program) ||
           observe_rest(box_host(box, program)->proc, box->members[program].result.tag);
}

void box_describe(struct box *box, size_t program, struct buf *out)
{
    const struct host *host = box_host(box, program);
    if (is_seen(box, program))
        observe_describe(out, host->proc, host->diag, box->members[program].result.tag);
}

void box_describe_sockets(struct box *box, size_t program, struct buf *out)
{
    const struct host *host = box_host(box, program);
    if (is_seen(box, program))
        observe_sockets(out, host->proc, host->diag, box->members[program].result.tag);
}

void box_free(struct box *box)
{
    if (!box)
        return;
    /* The hosts' descriptors are their own: they are only unwatched here. */
    for (size_t i = 0; i < box->nstations; i++)
        loop_remove(box->loop, &box->stations[i].control);
    meter_stop(&box->meter);
    loop_remove(box->loop, &box->end);
    loop_remove(box->loop, &box->channel);
    loop_close(box->loop, &box->timer);
    host_kill(&box->first);
    host_reap(&box->first);
    for (size_t i = 0; i < box->nhosts; i++)
        host_reap(&box->hosts[i]);
    free(box->hosts);
    free(box->stations);
    for (size_t i = 0; i < box->n; i++) {
        struct member *member = &box->members[i];
        loop_close(box->loop, &member->out);
        loop_close(box->loop, &member->in);
        fd_close_at(&member->their_in);
        fd_close_at(&member->their_out);
        buf_release(&member->result.output);
    }
    free(box->members);
    for (size_t i = 0; i < BOX_MAX_PRODUCTS; i++)
        buf_release(&box->result.products[i].content);
    err_release(&box->result.err);
    free(box);
}
