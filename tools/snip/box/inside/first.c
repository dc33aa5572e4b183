#include "box/inside/first.h"

#include <errno.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/inside/ports.h"
#include "box/inside/tell.h"
#include "box/world/limit.h"

static void tell_program(const struct first *first, enum box_message_kind kind, size_t i, int value)
{
    tell(first->control, &(struct box_message){ .kind = (int32_t)kind,
                                                .step = BOX_EXEC,
                                                .program = (int32_t)i,
                                                .value = value,
                                                .tag = first->programs[i].tag });
}

/*
 * By the bare system call: GNU make leaves even the two signals ignored that the C library keeps
 * for itself, and a program would see it.
 */
void first_default_signals(void)
{
    static const unsigned long action[8]; /* the kernel's struct sigaction, all 0: SIG_DFL */
    for (int sig = 1; sig <= 64; sig++)
        syscall(SYS_rt_sigaction, sig, action, NULL, sizeof(unsigned long));
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* In the child: becomes program I, or tells why not. */
static _Noreturn void exec_program(const struct first *first, size_t i)
{
    const struct box_spec *spec = first->spec;
    const struct box_program *program = &spec->programs[i];
    const struct program_ends *ends = &first->ends->programs[i];
    enum box_step step = BOX_EXEC;
    /* The init of a box hides; its child is to be seen, and who looks already waits for this. */
    prctl(PR_SET_DUMPABLE, 1);
    setsid();
    first_default_signals();
    if (!spec->workspace && !limit_allows(LIMIT_PARTS))
        step = BOX_FORK;
    else if (limit_program(&first->limits, first->inits) &&
             (spec->workspace || limit_memory(&first->limits)) && dup2(ends->in, 0) == 0 &&
             dup2(ends->out, 1) == 1 && dup2(ends->out, 2) == 2 &&
             (!program->types || ioctl(0, TIOCSCTTY, 0) == 0)) {
        /* Closed by exec, not at once: the socket is still needed should exec fail. */
        syscall(SYS_close_range, 3U, ~0U, (unsigned)CLOSE_RANGE_CLOEXEC);
        step = first->ways.confine(first, program);
        if (step == BOX_STEPS) {
            step = BOX_EXEC;
            /* The bare system call: a wrapper of a test build would write files in between. */
            syscall(SYS_execve, program->argv[0], program->argv, program->env);
        }
    }
    tell_failed(first->control, step, i);
    _exit(127);
}

static void start_program(struct first *first, size_t i)
{
    if (i >= first->spec->nprograms || first->programs[i].state != NOT_STARTED)
        return;
    struct program *program = &first->programs[i];
    const struct program_ends *ends = &first->ends->programs[i];
    int parked = ports_park(&first->sockets);
    pid_t pid = first->ways.mark(first, program) ? fork() : -1;
    if (pid == 0)
        exec_program(first, i);
    first->sockets = ports_unpark(parked);
    if (pid < 0) {
        tell_failed(first->control, BOX_FORK, i);
        program->state = GONE;
        return;
    }
    program->pid = pid;
    program->state = RUNNING;
    if (first->ways.tag)
        program->tag = first->ways.tag(pid);
    close(ends->in);
    close(ends->out);
    tell_program(first, BOX_STARTED, i, pid);
}

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

void first_close_others(const struct box_spec *spec, const struct init_ends *ends)
{
    int keep[2 + BOX_MAX_SHOWN + 2 * BOX_MAX_PROGRAMS + LAB_MAX_HOSTS], next = 3;
    size_t n = 0;
    keep[n++] = ends->control;
    if (ends->channel >= 0)
        keep[n++] = ends->channel;
    for (size_t i = 0; i < spec->nshown; i++)
        keep[n++] = ends->trees[i];
    for (size_t i = 0; spec->lab && i < spec->lab->hosts.n; i++)
        keep[n++] = ends->hosts[i];
    for (size_t i = 0; i < spec->nprograms; i++) {
        keep[n++] = ends->programs[i].in;
        keep[n++] = ends->programs[i].out;
    }
    qsort(keep, n, sizeof(*keep), by_number);
    for (size_t i = 0; i < n; i++) {
        if (keep[i] < next)
            continue;
        if (keep[i] > next)
            syscall(SYS_close_range, (unsigned)next, (unsigned)keep[i] - 1, 0U);
        next = keep[i] + 1;
    }
    syscall(SYS_close_range, (unsigned)next, ~0U, 0U);
}

bool first_watch_children(struct first *first)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    first->children = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return first->children >= 0 && sigprocmask(SIG_BLOCK, &set, NULL) == 0;
}

/* Takes the end, the stop or the going on of the child PID. */
static void take_child(struct first *first, pid_t pid, int status, const struct rusage *usage)
{
    for (size_t i = 0; i < first->spec->nprograms; i++) {
        struct program *program = &first->programs[i];
        if (program->state != RUNNING || program->pid != pid)
            continue;
        if (WIFEXITED(status) || WIFSIGNALED(status)) {
            program->state = LEFT;
            tell_ended(first->control, i, program->tag, status, usage);
        } else {
            tell_program(first, BOX_STOPPED, i, WIFSTOPPED(status) ? WSTOPSIG(status) : 0);
        }
    }
}

/* Reaps what has ended; others than programs are orphans, of which nothing is to be told. */
static void reap(struct first *first)
{
    struct signalfd_siginfo ignored;
    struct rusage usage;
    int status = 0;
    while (read(first->children, &ignored, sizeof(ignored)) > 0)
        continue;
    for (pid_t pid; (pid = wait4(-1, &status, WNOHANG | WUNTRACED | WCONTINUED, &usage)) > 0;)
        take_child(first, pid, status, &usage);
}

/* Tells of the programs of which nothing is left. */
static void tell_gone(struct first *first)
{
    for (size_t i = 0; i < first->spec->nprograms; i++) {
        struct program *program = &first->programs[i];
        if (program->state != LEFT || first->ways.signal_left(first, program, 0))
            continue;
        program->state = GONE;
        tell_program(first, BOX_GONE, i, 0);
    }
}

static void take_command(struct first *first, const struct box_command *command)
{
    size_t i = (size_t)command->program;
    if (command->kind == BOX_RUN)
        start_program(first, i);
    if (command->kind != BOX_SIGNAL || i >= first->spec->nprograms)
        return;
    const struct program *program = &first->programs[i];
    if (program->state == RUNNING)
        kill(program->pid, command->value);
    else if (program->state == LEFT)
        first->ways.signal_left(first, program, command->value);
    tell_program(first, BOX_TOLD, i, 0);
}

static void finish(struct first *first)
{
    first->ways.kill_left(first);
    if (first->spec->workspace)
        tell_facts(first->control, &first->sockets, &first->facts);
    tell_products(first->control, first->spec, first->products);
}

int first_serve(struct first *first)
{
    struct pollfd fds[] = { { first->control, POLLIN, 0 },
                            { first->children, POLLIN, 0 },
                            { -1, POLLIN, 0 } };
    struct box_command command = { .kind = BOX_GO };
    while (command.kind != BOX_FINISH) {
        reap(first);
        tell_gone(first);
        fds[2].fd = first->sockets; /* it may have been parked meanwhile */
        if (poll(fds, COUNT(fds), -1) < 0 && errno != EINTR)
            return 1;
        if (fds[2].revents)
            ports_take(first->sockets, &first->facts);
        if (!(fds[0].revents & (POLLIN | POLLHUP)))
            continue;
        ssize_t n = recv(first->control, &command, sizeof(command), MSG_DONTWAIT);
        if (n == (ssize_t)sizeof(command))
            take_command(first, &command);
        else if (!(n < 0 && (errno == EAGAIN || errno == EINTR)))
            return 1; /* snip is gone */
    }
    finish(first);
    return 0;
}
