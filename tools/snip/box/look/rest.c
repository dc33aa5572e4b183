#include "box/look/rest.h"

#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "box/look/process.h"
#include "box/look/tag.h"
#include "box/net/diag.h"
#include "file/fs.h"

enum {
    STATUS_BYTES = 4096,  /* of PID/status, whose end counts */
    CPUS_BYTES = 1 << 16, /* of softnet_stat, a line for each processor */
    BACKLOG_COLUMN = 11,  /* of it, from 0; there since Linux 5.14 */
    RETRANSMITS = 1,      /* idiag_timer: a segment is sent again unless it is acknowledged … */
    IN_VAIN = 3,          /* … after so many times it is taken for lost */
    ROUNDS = 2,           /* that who sleeps again and again has gone without doing anything */
    TRACED_LOOKS = 20,    /* so many agree where a thread is stopped by a tracer */
};

#ifdef SYS_vfork
#define IS_VFORK(number) ((number) == SYS_vfork)
#else
#define IS_VFORK(number) false
#endif

/* FNV-1a, a word at a time. */
void rest_count(struct rest *rest, uint64_t number)
{
    rest->seen = (rest->seen ^ number) * 0x100000001b3ULL;
    rest->seen ^= rest->seen >> 29;
}

/* --- Threads --- */

/* The call that a thread waits in. */
struct waiting {
    long number; /* -1: none that can be read */
    unsigned long args[6];
};

/* Reads TEXT, the file `syscall` of a thread. Returns false where it is on a processor. */
static bool read_waiting(struct waiting *waiting, const char *text)
{
    waiting->number = text[0] ? strtol(text, NULL, 10) : -1;
    for (size_t i = 0; i < COUNT(waiting->args); i++)
        waiting->args[i] = strtoul(text_word(text, i + 1), NULL, 16);
    return !text_starts(text, "running");
}

/*
 * Where in the memory of a thread it says how long it sleeps, as a struct timespec or timeval; 0
 * where it does not sleep. To wait for none of no descriptors is to sleep.
 */
static unsigned long time_of_sleep(const struct waiting *waiting)
{
    const unsigned long *args = waiting->args;
    switch (waiting->number) {
    case SYS_nanosleep:
        return args[0];
    case SYS_clock_nanosleep:
        return args[2];
    case SYS_ppoll:
        return args[1] == 0 ? args[2] : 0;
#ifdef SYS_select
    case SYS_select:
#endif
    case SYS_pselect6:
        return args[0] == 0 ? args[4] : 0;
    default:
        return 0;
    }
}

static bool sleeps(const struct waiting *waiting)
{
#ifdef SYS_poll
    if (waiting->number == SYS_poll)
        return waiting->args[1] == 0 && (int)waiting->args[2] >= 0;
#endif
    /* A sleep that a signal has interrupted is one of those that are begun again. */
    return time_of_sleep(waiting) != 0 || waiting->number == SYS_restart_syscall;
}

/* Tells whether the sleep that WAITING is outlasts MS; not where that cannot be found out. */
static bool outlasts(const struct process *process, const struct waiting *waiting, long long ms)
{
    struct timespec time;
    off_t at = (off_t)time_of_sleep(waiting);
    if (waiting->number == SYS_clock_nanosleep && waiting->args[1] & TIMER_ABSTIME)
        return false;
    AUTO_CLOSE int memory = at ? openat(process->dir, "mem", O_RDONLY | O_CLOEXEC) : -1;
    return memory >= 0 && pread(memory, &time, sizeof(time), at) == (ssize_t)sizeof(time) &&
           time.tv_sec > ms / 1000;
}

/*
 * Why the thread at AT does not rest; PLACE is made where it waits. That its state is of one that
 * waits is not enough: it has it already while it is on its way off the processor, when its call
 * cannot be read.
 */
static enum unrest unrest_of(const struct process *process, const char *at, char state,
                             long long left_ms, char *place, size_t size)
{
    struct waiting waiting;
    if (state == 'T' || state == 't')
        return UNREST_NONE;
    process_read(process, at, "syscall", place, size);
    if (!read_waiting(&waiting, place))
        return UNREST_RUNS;
    /* Who has made a child that shares its memory waits as for a disk. */
    bool lends = IS_VFORK(waiting.number) || waiting.number == SYS_clone;
    if (state != 'S' && !(state == 'D' && lends))
        return UNREST_RUNS;
    return sleeps(&waiting) && !outlasts(process, &waiting, left_ms) ? UNREST_SLEEPS : UNREST_NONE;
}

/* What is looked at: the box of PROC, or without one the programs of TAGS. */
struct view {
    int proc;
    const uint64_t *tags;
    size_t n;
    long long left_ms;
};

static bool is_ours(const struct view *view, const struct process *process)
{
    if (!view->tags)
        return true;
    uint64_t session = process_session(process);
    for (size_t i = 0; i < view->n; i++)
        if (view->tags[i] == session)
            return true;
    return false;
}

/* Tells whether PARENT is the init, or what stands for one where there is no box. */
static bool is_init(const struct view *view, int parent)
{
    if (!view->tags)
        return parent <= 1;
    AUTO(process_close) struct process process;
    AUTO(err_release) struct err ignored = { 0 };
    return process_open(&process, view->proc, parent, 0, &ignored) && process.dir >= 0 &&
           !is_ours(view, &process);
}

static void count_text(struct rest *rest, const char *text)
{
    for (; *text; text++)
        rest_count(rest, (unsigned char)*text);
}

/* Counts how often the thread at AT has left a processor; of one that sleeps at PLACE apart. */
static void count_switches(struct rest *rest, const struct process *process, const char *at,
                           const char *place)
{
    static const char key[] = "\nvoluntary_ctxt_switches:";
    char text[STATUS_BYTES];
    process_read(process, at, "status", text, sizeof(text));
    const char *switches = strstr(text, key);
    count_text(rest, place ? place : switches ? switches : "");
    if (!place)
        return;
    if (rest->nsleepers < REST_SLEEPERS)
        rest->sleepers[rest->nsleepers] = switches ? strtoull(switches + strlen(key), NULL, 10) : 0;
    rest->nsleepers++;
}

/*
 * Looks at thread TID; ALONE tells that its process has no other. One that has ended is as good as
 * at rest, unless its process is the init's to reap, which is about to do so.
 */
static enum unrest look_at_thread(struct rest *rest, const struct view *view,
                                  const struct process *process, int tid, bool alone)
{
    char at[24], place[256] = "";
    snprintf(at, sizeof(at), "task/%d", tid);
    struct condition condition = process_condition(process, at);
    enum unrest unrest = UNREST_RUNS;
    if (condition.state == 'Z')
        unrest = alone && is_init(view, condition.parent) ? UNREST_RUNS : UNREST_NONE;
    else if (!condition.ends)
        unrest = unrest_of(process, at, condition.state, view->left_ms, place, sizeof(place));
    rest->traced |= condition.state == 't';
    rest_count(rest, (uint64_t)tid);
    rest_count(rest, (unsigned char)condition.state);
    count_switches(rest, process, at, unrest == UNREST_SLEEPS ? place : NULL);
    return unrest;
}

static void look_at_process(struct rest *rest, const struct view *view,
                            const struct process *process)
{
    AUTO(numbers_release) struct numbers threads = { 0 };
    enum unrest unrest = UNREST_NONE;
    numbers_list(process->dir, "task", &threads);
    vec_each (tid, &threads) {
        enum unrest one = look_at_thread(rest, view, process, *tid, threads.n == 1);
        unrest = unrest == UNREST_RUNS || one == UNREST_NONE ? unrest : one;
    }
    if (unrest == UNREST_NONE || rest->unrest == UNREST_RUNS)
        return;
    rest->unrest = unrest;
    /* The init of a box bears the tag of the program that it has started last. */
    rest->tag = view->tags          ? process_session(process)
                : process->pid == 1 ? 0
                                    : process_tag(process);
}

void rest_look(struct rest *rest, int proc, const uint64_t *tags, size_t n, long long left_ms)
{
    const struct view view = { proc, tags, n, left_ms };
    AUTO(numbers_release) struct numbers pids = { 0 };
    AUTO(err_release) struct err ignored = { 0 };
    numbers_list(proc, ".", &pids);
    vec_each (pid, &pids) {
        AUTO(process_close) struct process process;
        if (process_open(&process, proc, *pid, 0, &ignored) && process.dir >= 0 &&
            is_ours(&view, &process))
            look_at_process(rest, &view, &process);
    }
}

bool rest_agrees(struct rest *last, const struct rest *look)
{
    bool rests = look->unrest == UNREST_NONE || look->unrest == UNREST_SLEEPS;
    if (!rests || look->seen != last->seen || look->nsleepers > REST_SLEEPERS) {
        *last = *look;
        last->seen = rests ? look->seen : 0;
        return false;
    }
    /* Who traces it lets it go sooner or later, but for one that a signal has stopped. */
    if (look->traced && last->looks++ < TRACED_LOOKS)
        return false;
    for (size_t i = 0; i < look->nsleepers; i++)
        if (look->sleepers[i] < last->sleepers[i] + ROUNDS)
            return false;
    return true;
}

/* --- Packets --- */

/* Counts what the processors have received and not yet given to anybody. */
static bool has_backlog(int proc)
{
    AUTO_FREE char *text = mem_alloc(CPUS_BYTES);
    fs_read_small(proc, "1/net/softnet_stat", text, CPUS_BYTES);
    struct slice rest = { text, strlen(text) }, line;
    while (text_line(&rest, &line))
        if (strtoul(text_word(line.s, BACKLOG_COLUMN), NULL, 16) != 0)
            return true;
    return false;
}

static void take_socket(const struct nlmsghdr *head, void *owner)
{
    bool *under_way = owner;
    if (mnl_nlmsg_get_payload_len(head) < sizeof(struct inet_diag_msg))
        return;
    const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(head);
    *under_way |= msg->idiag_timer == RETRANSMITS && msg->idiag_retrans < IN_VAIN;
}

/* Tells whether a socket of TCP over FAMILY has sent what is not yet acknowledged. */
static bool has_segment(int diag, int family)
{
    struct diag_request dump;
    struct nlmsghdr *head = diag_prepare(&dump);
    struct inet_diag_req_v2 *request = mnl_nlmsg_put_extra_header(head, sizeof(*request));
    AUTO(err_release) struct err ignored = { 0 };
    bool known, under_way = false;
    request->sdiag_family = (uint8_t)family;
    request->sdiag_protocol = IPPROTO_TCP;
    request->idiag_states = ~(1U << TCP_LISTEN | 1U << TCP_CLOSE | 1U << TCP_TIME_WAIT);
    return diag_dump(diag, &dump, take_socket, &under_way, &known, &ignored) && under_way;
}

void rest_look_network(struct rest *rest, int proc, int diag)
{
    if (rest->unrest != UNREST_RUNS &&
        (has_backlog(proc) || has_segment(diag, AF_INET) || has_segment(diag, AF_INET6)))
        rest->unrest = UNREST_PACKETS;
}
