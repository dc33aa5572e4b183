#include "box/parts/messages.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/net/netlab.h"
#include "box/parts/member.h"

/* The program of MEMBER and all that it has started are gone. */
static void take_gone(struct box *box, struct member *member)
{
    member_read(member);
    loop_close(box->loop, &member->out);
    feed_close(&member->feed);
    if (member->result.state == PROGRAM_ENDED || box->decided)
        return;
    member->result.state = PROGRAM_ENDED;
    if (box->events.gone)
        box->events.gone(box, box->owner, member->index);
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
    box_decide(box, END_UNBOXED, (size_t)message->program);
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

/* Adds MORE to PORTS. */
static void join(struct box_ports *ports, const struct box_ports *more)
{
    bool known = ports->n <= BOX_PORTS && more->n <= BOX_PORTS;
    for (uint32_t i = 0; known && i < more->n && ports->n <= BOX_PORTS; i++) {
        uint32_t at = 0;
        while (at < ports->n && ports->v[at] != more->v[i])
            at++;
        if (at < BOX_PORTS)
            ports->v[at] = more->v[i];
        ports->n += at == ports->n;
    }
    if (!known)
        ports->n = BOX_PORTS + 1;
}

static void take_facts(struct box_facts *facts, const struct box_facts *more)
{
    widen(&facts->pids, &more->pids);
    widen(&facts->inodes, &more->inodes);
    widen(&facts->ports, &more->ports);
    join(&facts->given, &more->given);
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
        box_exceed(box, END_MEMORY, member->index);
    if (box->processor_ms && message->processor_ms > box->processor_ms)
        box_exceed(box, END_PROCESSOR, member->index);
    if (box->decided)
        return;
    member->result.state = PROGRAM_LEFT;
    if (box->events.ended)
        box->events.ended(box, box->owner, member->index);
}

/* It cannot be another world: what came of it so far is of no interest. */
static void take_untraced(struct box *box)
{
    box->result.untraced = true;
    box_decide(box, END_KILLED, 0);
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
    else if (message->kind == BOX_UNTRACED)
        take_untraced(box);
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

static void read_stations(struct box *box)
{
    for (size_t i = 0; i < box->nstations; i++)
        read_messages(&box->stations[i]);
}

void messages_say(const struct box *box, enum channel_kind kind, size_t program)
{
    const struct channel_word word = { (int32_t)kind, (int32_t)program,
                                       (int32_t)box->members[program].host };
    ssize_t ignored = send(box->channel.fd, &word, sizeof(word), MSG_NOSIGNAL);
    (void)ignored;
}

void messages_answer(struct box *box)
{
    const struct event rest = { .kind = EVENT_REST, .free = box->free };
    read_stations(box);
    if (!box->asked || box->decided)
        return;
    for (const struct member *m = box->members; m < box->members + box->n; m++)
        if (m->result.state < m->due || m->signals ||
            (m->result.state == PROGRAM_STARTED && !m->result.pid))
            return;
    if (!box->only_ends && !box->answers) {
        box->events.traced(box, box->owner, &rest);
        return;
    }
    box->asked = false;
    messages_say(box, !box->only_ends && box->answer ? CHANNEL_DONE : CHANNEL_NOTHING, 0);
}

static void on_control(struct watch *watch, uint32_t events)
{
    (void)events;
    struct station *station = watch->owner;
    if (!read_messages(station))
        loop_remove(station->box->loop, watch);
    messages_answer(station->box);
}

static void take_event(struct box *box, const struct event *event)
{
    struct member *member = event->program < box->n ? &box->members[event->program] : NULL;
    if (event->kind == EVENT_REST) {
        box->asked = true;
        box->only_ends = event->value != 0;
        box->free = event->free;
        box->answers = false;
        messages_answer(box);
        return;
    }
    /* Its first process may not know yet. */
    if (event->kind == EVENT_DIED && event->id && member)
        member->due = event->id & EVENT_OF_LAST ? PROGRAM_ENDED : PROGRAM_LEFT;
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

void messages_read(struct box *box)
{
    read_stations(box);
    if (box->channel.fd >= 0)
        read_events(box);
}

static bool open_station(struct station *station, struct err *err)
{
    station->control = (struct watch){ station->host->control, on_control, station, false };
    return loop_add(station->box->loop, &station->control, EPOLLIN, err);
}

bool messages_watch(struct box *box, bool recorded, struct err *err)
{
    for (size_t i = 0; i < box->nstations; i++)
        if (!open_station(&box->stations[i], err))
            return false;
    box->channel = (struct watch){ box->first.channel, on_channel, box, false };
    return !recorded || loop_add(box->loop, &box->channel, EPOLLIN, err);
}
