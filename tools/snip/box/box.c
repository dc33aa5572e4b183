/*
 * Each program has two descriptors in the loop, what it prints and what it reads; the box has four:
 * the init's messages (of a lab those of each of its hosts), the box's pidfd, a timer and a meter.
 * The init says when a program and all it left behind are gone: then nothing more is written for
 * it, and what was written can be read without waiting (a read of a terminal flushes what is on its
 * way), even if some other program has opened that terminal too. So nothing that was printed before
 * a crash is lost, and nobody is waited for in vain.
 */
#include "box/box.h"

#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/mem.h"
#include "box/look/place.h"
#include "box/net/netlab.h"
#include "box/parts/member.h"
#include "box/parts/messages.h"
#include "box/parts/whole.h"
#include "box/world/elsewhere.h"
#include "file/fs.h"

enum { TICK_MS = 250 }; /* see on_timer() */

static void on_meter(struct meter *meter, enum end end)
{
    struct box *box = meter->owner;
    uint64_t *tags = mem_alloc(box->n * sizeof(*tags));
    for (size_t i = 0; i < box->n; i++)
        tags[i] = box->members[i].result.tag;
    box_exceed(box, end, meter_most(meter, end, tags, box->n));
    free(tags);
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
    messages_answer(box); /* what it waits for may be among the messages that this reads */
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
    messages_read(box);
    for (size_t i = 0; i < box->n; i++)
        box_read(box, i);
    loop_remove(box->loop, watch);
    meter_stop(&box->meter);
    if (cgroup_exhausted(&box->first.group))
        box_exceed(box, END_MEMORY, 0);
    box_decide(box, END_LOST, 0);
    if (box->result.end != END_UNBOXED)
        err_release(&box->result.err);
    box->events.over(box, box->owner);
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
    for (size_t i = 0; i < spec->nprograms; i++)
        if (!member_open(box, i, &spec->programs[i], err))
            return false;
    return loop_add_timer(box->loop, &box->timer, tick_ms(box), err) && open_box(box, spec, err) &&
           loop_add(box->loop, &box->end, EPOLLIN, err) &&
           messages_watch(box, spec->trace != NULL, err) && open_meter(box, spec, err);
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
            .control = { .fd = -1 },
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
    if ((spec->trace || elsewhere_in(spec->elsewhere, ELSEWHERE_TRACED)) && !spec->lab)
        whole.lab = lab_lone();
    spec = &whole;
    struct box *box = mem_alloc(sizeof(*box));
    *box = (struct box){
        .loop = loop,
        .first = HOST_NONE,
        .lab = spec->lab,
        .bare = spec->bare ? mem_strdup(spec->bare) : NULL,
        .result.facts = { { 1, 0 }, { 1, 0 }, { 1, 0 } }, /* nothing was given out yet */
        .end = { -1, on_end, box, false },
        .timer = { -1, on_timer, box, false },
        .channel = { .fd = -1 },
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
    if (member->result.state != PROGRAM_WAITING)
        return;
    member_run(member);
    if (box->channel.fd >= 0)
        messages_say(box, CHANNEL_PROGRAM, program);
    host_run(member->station->host, program);
}

void box_give(struct box *box, size_t program, const char *text, size_t len)
{
    feed_give(&box->members[program].feed, text, len);
}

bool box_give_end(struct box *box, size_t program)
{
    return feed_end(&box->members[program].feed);
}

bool box_has_read(const struct box *box, size_t program)
{
    return feed_is_read(&box->members[program].feed);
}

void box_read(struct box *box, size_t program)
{
    if (box->members[program].out.fd >= 0)
        member_read(&box->members[program]);
}

void box_answer(struct box *box, bool done)
{
    box->answers = true;
    box->answer = done;
    messages_answer(box);
}

void box_signal(struct box *box, size_t program, int signal)
{
    box->members[program].signals++;
    host_signal(box->members[program].station->host, program, signal);
}

void box_finish(struct box *box)
{
    box_decide(box, END_FINISHED, 0);
    if (box->nhosts == 0)
        host_finish(&box->first);
    for (size_t i = 0; i < box->nhosts; i++)
        host_finish(&box->hosts[i]);
}

void box_kill(struct box *box)
{
    box_decide(box, box->late ? END_TIMEOUT : END_KILLED, 0);
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

bool box_serving(struct box *box, size_t program, enum observed kind, size_t *count,
                 struct err *err)
{
    const struct host *host = box_host(box, program);
    *count = 0;
    return !is_seen(box, program) ||
           observe_ready(host->proc, host->diag, box->members[program].result.tag, kind, count,
                         err);
}

bool box_has_file(const struct box *box, size_t program, const char *path)
{
    return is_seen(box, program) && place_has(box_host(box, program)->proc, box->bare, path);
}

bool box_waits(struct box *box, size_t program)
{
    if (!is_seen(box, program))
        return box->members[program].result.state != PROGRAM_STARTED;
    return observe_waits(box_host(box, program)->proc, box->members[program].result.tag);
}

/* Tells whether the hosts have done all that they were told; what was printed is read then. */
static bool is_up_to_date(struct box *box)
{
    messages_read(box);
    for (struct member *m = box->members; m < box->members + box->n; m++) {
        member_exchange(m);
        if (m->signals || (m->result.state == PROGRAM_STARTED && !m->result.pid))
            return false;
    }
    return !box->decided;
}

static void look_at_host(struct rest *rest, const struct box *box, const struct host *host)
{
    AUTO_FREE uint64_t *tags = mem_alloc(box->n * sizeof(*tags));
    for (size_t i = 0; i < box->n; i++)
        tags[i] = box->members[i].result.tag;
    if (host->proc < 0)
        return;
    rest_look(rest, host->proc, host->bare ? tags : NULL, host->bare ? box->n : 0, box->left_ms);
    if (!host->bare)
        rest_look_network(rest, host->proc, host->diag);
}

bool box_rests(struct box *box, enum unrest *why, size_t *program)
{
    struct rest look = { .unrest = UNREST_RUNS };
    *why = UNREST_NONE;
    *program = box->n;
    if (clock_ns() - box->looked < CLOCK_MS)
        return false;
    if (is_up_to_date(box)) {
        look.unrest = UNREST_NONE;
        rest_count(&look, box->output_room);
        for (size_t i = 0; i < box->nstations && look.unrest != UNREST_RUNS; i++)
            look_at_host(&look, box, box->stations[i].host);
    }
    for (size_t i = 0; i < box->n; i++)
        if (look.tag && box->members[i].result.tag == look.tag)
            *program = i;
    *why = look.unrest;
    box->looked = clock_ns();
    return rest_agrees(&box->rest, &look);
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
    for (size_t i = 0; i < box->n; i++)
        member_close(&box->members[i]);
    free(box->members);
    for (size_t i = 0; i < BOX_MAX_PRODUCTS; i++)
        buf_release(&box->result.products[i].content);
    err_release(&box->result.err);
    free(box->bare);
    free(box);
}
