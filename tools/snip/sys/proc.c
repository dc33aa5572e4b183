/*
 * A program has five descriptors in the loop: what it prints, what it reads, the init's messages,
 * the box's pidfd and a timer. The pidfd decides: when the box has ended nothing holds the other
 * end of the output any more, so it can be read to its end without waiting, and nothing that was
 * printed before a crash is lost.
 */
#include "sys/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "sys/pty.h"

struct proc {
    struct loop *loop;
    struct box box;
    struct watch out, in, messages, end, timer;
    const char *input;
    size_t input_len;
    size_t output_max;
    struct proc_result result;
    bool ended;   /* the program's own end was told */
    bool decided; /* result.end is final: a limit, or our own kill */
    int stopped;
    void (*done)(struct proc *proc, void *owner);
    void *owner;
};

static void drop(struct proc *proc, struct watch *watch)
{
    loop_remove(proc->loop, watch);
    fd_close_at(&watch->fd);
}

static void decide(struct proc *proc, enum proc_end end, int value)
{
    if (proc->decided)
        return;
    proc->decided = true;
    proc->result.end = end;
    proc->result.value = value;
    box_kill(&proc->box);
}

/* Too much was printed, be it that the end was told before the last of it was read. */
static void flood(struct proc *proc)
{
    decide(proc, PROC_FLOOD, 0);
    if (proc->result.end == PROC_EXITED || proc->result.end == PROC_KILLED)
        proc->result.end = PROC_FLOOD;
}

/* Reads what is there. Returns false at the end of the output (EIO on a terminal). */
static bool read_output(struct proc *proc)
{
    char chunk[16384];
    for (;;) {
        ssize_t n = read(proc->out.fd, chunk, sizeof(chunk));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return true;
        if (n <= 0)
            return false;
        struct buf *output = &proc->result.output;
        size_t room = proc->output_max - output->len;
        buf_add(output, chunk, (size_t)n < room ? (size_t)n : room);
        if ((size_t)n > room)
            flood(proc);
    }
}

static void on_output(struct watch *watch, uint32_t events)
{
    (void)events;
    struct proc *proc = watch->owner;
    if (!read_output(proc))
        loop_remove(proc->loop, watch);
}

static void on_input(struct watch *watch, uint32_t events)
{
    struct proc *proc = watch->owner;
    ssize_t n = proc->input_len && !(events & EPOLLERR)
                    ? write(watch->fd, proc->input, proc->input_len)
                    : 0;
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n > 0) {
        proc->input += n;
        proc->input_len -= (size_t)n;
    }
    if (n <= 0 || proc->input_len == 0)
        drop(proc, watch);
}

static void take_end(struct proc *proc, int status)
{
    proc->ended = true;
    if (proc->decided)
        return;
    proc->result.end = WIFSIGNALED(status) ? PROC_KILLED : PROC_EXITED;
    proc->result.value = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    proc->decided = true;
}

static void take_message(struct proc *proc, const struct box_message *message)
{
    switch (message->kind) {
    case BOX_STEP_FAILED:
        if (!proc->decided)
            box_step_error(&proc->result.err, (enum box_step)message->step, message->value);
        decide(proc, PROC_UNBOXED, message->step);
        break;
    case BOX_STEP_DONE:
        proc->result.steps |= 1U << message->step;
        break;
    case BOX_STOPPED:
        proc->stopped = message->value;
        break;
    case BOX_ENDED:
        take_end(proc, message->value);
        break;
    }
}

static bool read_messages(struct proc *proc)
{
    struct box_message message;
    for (;;) {
        ssize_t n = read(proc->messages.fd, &message, sizeof(message));
        if (n == (ssize_t)sizeof(message))
            take_message(proc, &message);
        else if (!(n < 0 && errno == EINTR))
            return n < 0 && errno == EAGAIN;
    }
}

static void on_messages(struct watch *watch, uint32_t events)
{
    (void)events;
    struct proc *proc = watch->owner;
    if (!read_messages(proc))
        loop_remove(proc->loop, watch);
}

static void on_timer(struct watch *watch, uint32_t events)
{
    (void)events;
    struct proc *proc = watch->owner;
    drop(proc, watch);
    if (!proc->ended)
        decide(proc, PROC_TIMEOUT, proc->stopped);
}

static void on_end(struct watch *watch, uint32_t events)
{
    (void)events;
    struct proc *proc = watch->owner;
    read_messages(proc);
    read_output(proc);
    loop_remove(proc->loop, watch);
    /* Undecided: its init was killed from outside, by the out-of-memory killer or a person. */
    decide(proc, PROC_KILLED, SIGKILL);
    if (proc->result.end != PROC_UNBOXED)
        err_release(&proc->result.err);
    proc->done(proc, proc->owner);
}

/* Opens the program's end of its output into *THEIRS and ours into proc->out. */
static bool open_output(struct proc *proc, bool terminal, int *theirs, struct err *err)
{
    if (terminal) {
        struct pty pty;
        if (!pty_open(&pty, err))
            return false;
        proc->out.fd = pty.master;
        *theirs = pty.slave;
        return true;
    }
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(err, "cannot make a pipe");
    proc->out.fd = ends[0];
    *theirs = ends[1];
    return fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0 || err_sys(err, "cannot set up a pipe");
}

static bool open_input(struct proc *proc, int *theirs, struct err *err)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_sys(err, "cannot make a pipe");
    *theirs = ends[0];
    proc->in.fd = ends[1];
    return fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0 || err_sys(err, "cannot set up a pipe");
}

static bool open_all(struct proc *proc, const struct proc_spec *spec, struct err *err)
{
    AUTO_CLOSE int in = -1, out = -1;
    if (!open_output(proc, spec->terminal, &out, err) || !open_input(proc, &in, err))
        return false;
    struct box_spec box = spec->box;
    box.in = in;
    box.out = out;
    proc->timer.fd = loop_timer(spec->time_ms);
    if (proc->timer.fd < 0)
        return err_sys(err, "cannot make a timer");
    if (!box_start(&proc->box, &box, err))
        return false;
    proc->messages.fd = proc->box.messages;
    proc->end.fd = proc->box.pidfd;
    return true;
}

static bool watch_all(struct proc *proc, struct err *err)
{
    struct loop *loop = proc->loop;
    return loop_add(loop, &proc->out, EPOLLIN, err) && loop_add(loop, &proc->in, EPOLLOUT, err) &&
           loop_add(loop, &proc->messages, EPOLLIN, err) &&
           loop_add(loop, &proc->end, EPOLLIN, err) && loop_add(loop, &proc->timer, EPOLLIN, err);
}

struct proc *proc_start(struct loop *loop, const struct proc_spec *spec,
                        void (*done)(struct proc *proc, void *owner), void *owner, struct err *err)
{
    struct proc *proc = mem_alloc(sizeof(*proc));
    *proc = (struct proc){
        .loop = loop,
        .box = { .pid = -1, .pidfd = -1, .messages = -1, .alive = -1 },
        .out = { -1, on_output, proc, false },
        .in = { -1, on_input, proc, false },
        .messages = { -1, on_messages, proc, false },
        .end = { -1, on_end, proc, false },
        .timer = { -1, on_timer, proc, false },
        .input = spec->input,
        .input_len = spec->input_len,
        .output_max = spec->output_max,
        .done = done,
        .owner = owner,
    };
    if (!open_all(proc, spec, err) || !watch_all(proc, err)) {
        proc_free(proc);
        return NULL;
    }
    return proc;
}

struct proc_result *proc_result(struct proc *proc)
{
    return &proc->result;
}

void proc_kill(struct proc *proc)
{
    decide(proc, PROC_STOPPED, 0);
    box_kill(&proc->box);
}

void proc_free(struct proc *proc)
{
    if (!proc)
        return;
    /* The box's descriptors are its own: they are only unwatched here. */
    loop_remove(proc->loop, &proc->messages);
    loop_remove(proc->loop, &proc->end);
    drop(proc, &proc->out);
    drop(proc, &proc->in);
    drop(proc, &proc->timer);
    box_kill(&proc->box);
    box_reap(&proc->box);
    buf_release(&proc->result.output);
    err_release(&proc->result.err);
    free(proc);
}
