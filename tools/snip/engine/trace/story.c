#include "engine/trace/story.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/trace/call.h"
#include "doc/settings/signals.h"
#include "engine/trace/callwords.h"
#include "engine/trace/frame.h"
#include "engine/trace/numbers.h"
#include "engine/trace/sockstate.h"

/* A thread of the recording. */
struct teller {
    const struct event *born;
    char *name;
    const struct event *call;    /* the one that is open */
    size_t told;                 /* its place in the trace */
    const struct event *outside; /* the one that a signal's handler runs in the midst of */
    size_t outside_told;
    bool foreign; /* it runs a program of the system, not of the snippet */
    int loading;  /* a descriptor of what the loader reads; -1: none */
};

/* A socket, and who got it last. */
struct holder {
    uint64_t inode;
    uint16_t thread;
};

/* A story being told. */
struct telling_story {
    struct trace *trace;
    const struct story *of;
    VEC(struct teller) threads;
    VEC(struct holder) holders;
    VEC(const struct event *) left; /* each frame's EVENT_LEAVES */
    VEC(uint64_t) flips;            /* and which bit of it was turned over */
    struct frames frames;
    unsigned step;      /* of the trace */
    uint32_t last_step; /* of the events */
};

/* --- An order that is the same in every run --- */

/* Where an event stands among those of its step. */
enum rank {
    RANK_CAUSE,
    RANK_SIGNAL,
    RANK_BIRTH,
    RANK_FRAME,
    RANK_STATE,
    RANK_COUNTER,
    RANK_RETURN,
    RANK_END
};

static enum rank rank(const struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL:
    case EVENT_TIME:
        return RANK_CAUSE;
    case EVENT_SIGNAL:
        return RANK_SIGNAL;
    case EVENT_BORN:
        return RANK_BIRTH;
    case EVENT_STATE:
        return RANK_STATE;
    case EVENT_COUNTER:
        return RANK_COUNTER;
    case EVENT_RETURN:
        return RANK_RETURN;
    case EVENT_DIED:
        return RANK_END;
    default:
        return RANK_FRAME;
    }
}

static int compare(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static bool is_ephemeral(const struct story *story, unsigned port)
{
    return story->port_high && port >= story->port_low && port <= story->port_high;
}

/* Ports that vary come behind those that do not, whichever they are. */
static uint64_t port_key(const struct story *story, const struct event_socket *socket)
{
    uint64_t local = socket->local_port, remote = socket->remote_port;
    uint64_t vary = (uint64_t)is_ephemeral(story, socket->local_port) << 33 |
                    (uint64_t)is_ephemeral(story, socket->remote_port) << 32;
    return vary | local << 16 | remote;
}

static int compare_events(const struct story *story, const struct event *a, const struct event *b)
{
    int order = compare(a->step, b->step);
    order = order ? order : (int)rank(a) - (int)rank(b);
    if (order)
        return order;
    switch (rank(a)) {
    case RANK_STATE:
        order = compare(a->host, b->host);
        return order ? order : compare(port_key(story, &a->socket), port_key(story, &b->socket));
    case RANK_SIGNAL:
    case RANK_BIRTH:
    case RANK_RETURN:
    case RANK_END:
        order = compare(a->program, b->program);
        return order ? order : compare(a->thread, b->thread);
    default:
        return 0;
    }
}

/* Sorts by insertion: the events are in order already but within steps. What is equal stays. */
static void put_in_order(const struct story *story, const struct event **events, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct event *event = events[i];
        size_t at = i;
        for (; at > 0 && compare_events(story, events[at - 1], event) > 0; at--)
            events[at] = events[at - 1];
        events[at] = event;
    }
}

/* --- Who --- */

static struct teller *teller(struct telling_story *s, const struct event *event)
{
    return event->thread < s->threads.n && s->threads.v[event->thread].name
               ? &s->threads.v[event->thread]
               : NULL;
}

static const char *host_name(const struct telling_story *s, unsigned host)
{
    return host < s->of->lab->hosts.n ? s->of->lab->hosts.v[host].name : NULL;
}

/* The first address of HOST; NULL without a lab. Owned by the caller. */
static char *host_address(const struct telling_story *s, unsigned host)
{
    if (host >= s->of->lab->hosts.n)
        return NULL;
    vec_each (link, &s->of->lab->hosts.v[host].links)
        if (link->addresses.n)
            return endpoint_text(&link->addresses.v[0].address, NULL);
    return NULL;
}

static unsigned count_of_program(const struct telling_story *s, unsigned program)
{
    unsigned count = 0;
    vec_each (one, &s->threads)
        count += one->born && one->born->program == program;
    return count;
}

/* Tells whether SPEC runs a program of the system: its calls are its own affair. */
static bool is_foreign(const struct process_spec *spec)
{
    return !spec->source && spec->command.n && !text_starts(spec->command.v[0], "./");
}

/*
 * Who is born: a thread of the recording becomes a process of the trace. Of two that are born in
 * one step the kernel chose the numbers, so the second may come first.
 */
static void bear(struct telling_story *s, const struct event *event)
{
    if (event->program >= s->of->processes->n || event->thread == EVENT_NOBODY || teller(s, event))
        return;
    const char *process = s->of->processes->v[event->program].name;
    unsigned before = count_of_program(s, event->program);
    while (s->threads.n <= event->thread)
        vec_push(&s->threads, (struct teller){ 0 });
    struct teller *self = &s->threads.v[event->thread];
    *self = (struct teller){ .born = event, .loading = -1 };
    self->foreign = event->value == BORN_PROGRAM
                        ? is_foreign(&s->of->processes->v[event->program])
                        : event->parent < s->threads.n && s->threads.v[event->parent].foreign;
    self->name = before ? mem_printf("%s.%u", process, before + 1) : mem_strdup(process);
}

static const char *opt(const char *text)
{
    return text;
}

static char *copy(const char *text)
{
    return text ? mem_strdup(opt(text)) : NULL;
}

/* The processes of the trace: those of the manifest, each followed by what it made. */
static void list_processes(struct telling_story *s)
{
    for (size_t program = 0; program < s->of->processes->n; program++)
        vec_each (one, &s->threads) {
            if (!one->born || one->born->program != program)
                continue;
            struct trace_process *process = vec_add(&s->trace->processes);
            const struct event *born = one->born;
            bool made = born->value != BORN_PROGRAM && born->parent < s->threads.n &&
                        s->threads.v[born->parent].name;
            *process = (struct trace_process){
                .name = mem_strdup(one->name),
                .process = mem_strdup(s->of->processes->v[program].name),
                .host = copy(host_name(s, born->host)),
                .address = host_address(s, born->host),
                .parent = made ? mem_strdup(s->threads.v[born->parent].name) : NULL,
                .thread = born->value == BORN_THREAD,
            };
        }
}

/* --- What --- */

static struct trace_event *add(struct telling_story *s, const struct event *event,
                               enum trace_kind kind)
{
    struct trace_event *told = vec_add(&s->trace->events);
    if (event->step != s->last_step || s->step == 0)
        s->step++;
    s->last_step = event->step;
    *told = (struct trace_event){ .kind = kind, .step = s->step };
    return told;
}

static struct trace_event *add_by(struct telling_story *s, const struct event *event,
                                  enum trace_kind kind)
{
    struct trace_event *told = add(s, event, kind);
    told->by = mem_strdup(teller(s, event)->name);
    return told;
}

/* As add(), of what is on a host. */
static struct trace_event *add_on(struct telling_story *s, const struct event *event,
                                  enum trace_kind kind)
{
    struct trace_event *told = add(s, event, kind);
    told->host = copy(host_name(s, event->host));
    return told;
}

/* Appends to OUT the string that EVENT's argument ARG led to; "" where it is not there. */
static void piece_text(struct buf *out, const struct event *event, unsigned arg)
{
    struct event_piece piece;
    for (size_t at = 0; at + sizeof(piece) <= event->len; at += sizeof(piece) + piece.len) {
        memcpy(&piece, event->data + at, sizeof(piece));
        if (at + sizeof(piece) + piece.len > event->len)
            return;
        if (piece.arg != arg || piece.part != PART_SELF)
            continue;
        const char *s = (const char *)event->data + at + sizeof(piece);
        text_show(out, s, strnlen(s, piece.len));
        return;
    }
}

static bool is_library(const struct event *call)
{
    AUTO(buf_release) struct buf path = BUF_INIT;
    const struct call *is = call_find(call->call);
    if (!is || strcmp(is->name, "open") != 0)
        return false;
    piece_text(&path, call, 1);
    piece_text(&path, call, 0);
    return strstr(buf_str(&path), "/ld.so.") || strstr(buf_str(&path), ".so");
}

/* Tells whether CALL of SELF is one by which libraries are loaded. */
static bool is_loading(struct teller *self, const struct event *call)
{
    const struct call *is = call_find(call->call);
    if (is_library(call))
        return true;
    if (!is || self->loading < 0 || (int)call->args[0] != self->loading)
        return false;
    if (strcmp(is->name, "close") == 0)
        self->loading = -1;
    else if (strcmp(is->name, "read") != 0)
        return false;
    return true;
}

static bool is_exit(long number)
{
    return number == SYS_exit || number == SYS_exit_group;
}

static void tell_call(struct telling_story *s, struct teller *self, const struct event *event)
{
    const struct call *is = call_find(event->call);
    self->call = NULL;
    if (!is || is_exit(event->call) || self->foreign)
        return;
    self->call = event;
    self->told = SIZE_MAX;
    if (is_loading(self, event))
        return;
    struct buf args = BUF_INIT;
    struct trace_event *told = add_by(s, event, TRACE_CALL);
    call_words_args(&args, event);
    told->name = mem_strdup(call_name(is, event->args));
    told->args = buf_steal(&args);
    self->told = s->trace->events.n - 1;
}

static void note_holder(struct telling_story *s, const struct event *event)
{
    if (!event->inode)
        return;
    vec_each (one, &s->holders)
        if (one->inode == event->inode) {
            one->thread = event->thread;
            return;
        }
    vec_push(&s->holders, ((struct holder){ event->inode, event->thread }));
}

/*
 * Tells whether another thread of the same program waits in the same call on the same descriptor:
 * which of them goes on is chance.
 */
static bool is_free(const struct telling_story *s, const struct teller *self)
{
    vec_each (other, &s->threads)
        if (other != self && other->call && other->told != SIZE_MAX &&
            other->born->program == self->born->program && other->call->call == self->call->call &&
            other->call->args[0] == self->call->args[0])
            return true;
    return false;
}

static void tell_return(struct telling_story *s, struct teller *self, const struct event *event)
{
    note_holder(s, event);
    if (self->outside && (!self->call || self->call->call != event->call)) {
        self->call = self->outside;
        self->told = self->outside_told;
        self->outside = NULL;
    }
    const struct event *call = self->call;
    if (!call || call->call != event->call)
        return;
    if (self->told == SIZE_MAX) {
        self->loading = is_library(call) ? (int)event->value : self->loading;
        self->call = NULL;
        return;
    }
    struct buf result = BUF_INIT;
    call_words_result(&result, call, event);
    struct trace_event *told = &s->trace->events.v[self->told];
    if (call->step != event->step) {
        struct buf args = BUF_INIT;
        told = add_by(s, event, TRACE_RETURN);
        call_words_args(&args, call);
        told->name = mem_strdup(call_name(call_find(call->call), call->args));
        told->args = buf_steal(&args);
        told->free = is_free(s, self);
    }
    told->result = buf_steal(&result);
    self->call = NULL;
}

/* It may be handled now: the call that is open may end only after others. */
static void tell_signal(struct telling_story *s, struct teller *self, const struct event *event)
{
    add_by(s, event, TRACE_SIGNAL)->name = mem_strdup(signal_name((int)event->value));
    if (!self->call)
        return;
    self->outside = self->call;
    self->outside_told = self->told;
    self->call = NULL;
}

static void tell_end(struct telling_story *s, const struct event *event)
{
    struct buf name = BUF_INIT;
    number_add_status(&name, (int)event->value);
    add_by(s, event, TRACE_END)->name = buf_steal(&name);
}

static void tell_time(struct telling_story *s, const struct event *event)
{
    struct trace_event *told = add(s, event, TRACE_TIME);
    struct teller *who = teller(s, event);
    struct buf text = BUF_INIT;
    told->by = who ? mem_strdup(who->name) : NULL;
    if (who)
        number_add_time(&text, (uint64_t)event->value);
    told->text = buf_steal(&text);
}

/* --- Frames and states --- */

static void put_place(struct telling_story *s, struct trace_event *told, const struct event *event)
{
    const struct lab *lab = s->of->lab;
    told->frame = event->frame + 1;
    told->on = mem_strdup("lo");
    if (event->link == EVENT_LOOPBACK || event->host >= lab->hosts.n ||
        event->link >= lab->hosts.v[event->host].links.n)
        return;
    free(told->on);
    told->on = mem_strdup(lab->networks.v[lab->hosts.v[event->host].links.v[event->link].network]);
}

static void tell_frame(struct telling_story *s, const struct event *event)
{
    static const uint64_t none = UINT64_MAX;
    if (event->kind == EVENT_LEAVES && event->frame == s->left.n) {
        vec_push(&s->left, event);
        vec_push(&s->flips, none);
        struct trace_event *told = add_on(s, event, TRACE_LEAVES);
        put_place(s, told, event);
        frame_words(told, event, &s->frames);
        return;
    }
    if (event->frame >= s->left.n)
        return;
    const struct event *left = s->left.v[event->frame];
    if (event->kind == EVENT_FLIPPED) {
        s->flips.v[event->frame] = (uint64_t)event->value;
        return;
    }
    struct trace_event *told =
        add_on(s, event, event->kind == EVENT_LOST ? TRACE_LOST : TRACE_ARRIVES);
    put_place(s, told, event->kind == EVENT_LOST ? left : event);
    if (event->kind == EVENT_LOST && event->value)
        told->text = mem_strdup("nobody has this address");
    if (event->kind == EVENT_ARRIVES && s->flips.v[event->frame] != none)
        frame_flipped(told, left, s->flips.v[event->frame], &s->frames);
}

static void tell_state(struct telling_story *s, const struct event *event)
{
    struct trace_event *told = add_on(s, event, TRACE_STATE);
    state_words(told, event);
    vec_each (holder, &s->holders)
        if (event->socket.inode && holder->inode == event->socket.inode &&
            holder->thread < s->threads.n)
            told->by = mem_strdup(s->threads.v[holder->thread].name);
}

static void tell_of_thread(struct telling_story *s, const struct event *event)
{
    struct teller *self = teller(s, event);
    struct buf path = BUF_INIT;
    if (!self)
        return;
    switch (event->kind) {
    case EVENT_CALL:
        tell_call(s, self, event);
        break;
    case EVENT_RETURN:
        tell_return(s, self, event);
        break;
    case EVENT_EXEC:
        piece_text(&path, event, 0);
        self->foreign = text_starts(buf_str(&path), "/usr/") ||
                        text_starts(buf_str(&path), "/bin/");
        add_by(s, event, TRACE_EXEC)->name = buf_steal(&path);
        break;
    case EVENT_SIGNAL:
        tell_signal(s, self, event);
        break;
    default:
        tell_end(s, event);
        break;
    }
}

static void tell_event(struct telling_story *s, const struct event *event)
{
    switch (event->kind) {
    case EVENT_BORN:
        bear(s, event);
        if (event->value == BORN_PROGRAM && teller(s, event))
            add_by(s, event, TRACE_START);
        break;
    case EVENT_LEAVES:
    case EVENT_ARRIVES:
    case EVENT_LOST:
    case EVENT_FLIPPED:
        tell_frame(s, event);
        break;
    case EVENT_STATE:
        tell_state(s, event);
        break;
    case EVENT_COUNTER:
        counter_words(add_on(s, event, TRACE_COUNTER), event);
        break;
    case EVENT_TIME:
        tell_time(s, event);
        break;
    case EVENT_OMITTED:
        s->trace->omitted = (unsigned long)event->value;
        break;
    case EVENT_REST:
    case EVENT_OVER:
        break;
    default:
        tell_of_thread(s, event);
        break;
    }
}

void story_tell(struct trace *trace, const struct story *story, const struct event **events,
                size_t n)
{
    struct telling_story s = { .trace = trace, .of = story };
    s.frames.port_low = story->port_low;
    s.frames.port_high = story->port_high;
    put_in_order(story, events, n);
    for (size_t i = 0; i < n; i++)
        tell_event(&s, events[i]);
    list_processes(&s);
    vec_each (one, &s.threads)
        free(one->name);
    vec_release(&s.threads);
    vec_release(&s.holders);
    vec_release(&s.left);
    vec_release(&s.flips);
    frames_release(&s.frames);
}
