#include "box/proc.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/mem.h"

struct proc {
    struct host *host;
    struct proc_result result;
    void (*done)(struct proc *proc, void *owner);
    void *owner;
};

static void on_ended(struct host *host, void *owner, size_t program)
{
    (void)owner, (void)program;
    host_finish(host);
}

static void take_end(struct proc_result *result, int status)
{
    result->end = WIFSIGNALED(status) ? PROC_KILLED : PROC_EXITED;
    result->value = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void on_over(struct host *host, void *owner)
{
    struct proc *proc = owner;
    struct proc_result *result = &proc->result;
    struct host_result *over = host_result(host);
    struct program_result *program = host_program(host, 0);
    static const enum proc_end ends[] = {
        [HOST_TIMEOUT] = PROC_TIMEOUT,     [HOST_FLOOD] = PROC_FLOOD,
        [HOST_KILLED] = PROC_STOPPED,      [HOST_LOST] = PROC_KILLED,
        [HOST_UNBOXED] = PROC_UNBOXED,     [HOST_MEMORY] = PROC_MEMORY,
        [HOST_PROCESSES] = PROC_PROCESSES, [HOST_FILES] = PROC_FILES,
        [HOST_PROCESSOR] = PROC_PROCESSOR,
    };
    if (over->end == HOST_FINISHED) {
        take_end(result, program->status);
    } else {
        result->end = ends[over->end];
        result->value = over->end == HOST_LOST      ? SIGKILL
                        : over->end == HOST_TIMEOUT ? program->stopped
                                                    : over->value;
    }
    result->output = program->output;
    program->output = (struct buf)BUF_INIT;
    result->steps = over->steps;
    memcpy(result->products, over->products, sizeof(result->products));
    memset(over->products, 0, sizeof(over->products));
    result->err = over->err;
    over->err = (struct err){ 0 };
    proc->done(proc, proc->owner);
}

struct proc *proc_start(struct loop *loop, const struct proc_spec *spec,
                        void (*done)(struct proc *proc, void *owner), void *owner, struct err *err)
{
    static const struct host_events events = { .ended = on_ended, .over = on_over };
    struct host_spec host = {
        .box = spec->box,
        .programs = &spec->program,
        .nprograms = 1,
        .time_ms = spec->time_ms,
        .output_max = spec->output_max,
    };
    struct proc *proc = mem_alloc(sizeof(*proc));
    *proc = (struct proc){ .done = done, .owner = owner };
    proc->host = host_start(loop, &host, &events, proc, err);
    if (!proc->host) {
        free(proc);
        return NULL;
    }
    host_run(proc->host, 0);
    return proc;
}

struct proc_result *proc_result(struct proc *proc)
{
    return &proc->result;
}

void proc_kill(struct proc *proc)
{
    host_kill(proc->host);
}

void proc_free(struct proc *proc)
{
    if (!proc)
        return;
    host_free(proc->host);
    buf_release(&proc->result.output);
    for (size_t i = 0; i < BOX_MAX_PRODUCTS; i++)
        buf_release(&proc->result.products[i].content);
    err_release(&proc->result.err);
    free(proc);
}
