#include "box/proc.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/mem.h"

struct proc {
    struct box *box;
    struct proc_result result;
    void (*done)(struct proc *proc, void *owner);
    void *owner;
};

static void on_ended(struct box *box, void *owner, size_t program)
{
    (void)owner, (void)program;
    box_finish(box);
}

static void take_end(struct proc_result *result, int status)
{
    result->end = WIFSIGNALED(status) ? PROC_KILLED : PROC_EXITED;
    result->value = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void on_over(struct box *box, void *owner)
{
    struct proc *proc = owner;
    struct proc_result *result = &proc->result;
    struct box_result *over = box_result(box);
    struct program_result *program = box_program(box, 0);
    static const enum proc_end ends[] = {
        [END_TIMEOUT] = PROC_TIMEOUT,     [END_FLOOD] = PROC_FLOOD,
        [END_KILLED] = PROC_STOPPED,      [END_LOST] = PROC_KILLED,
        [END_UNBOXED] = PROC_UNBOXED,     [END_MEMORY] = PROC_MEMORY,
        [END_PROCESSES] = PROC_PROCESSES, [END_FILES] = PROC_FILES,
        [END_PROCESSOR] = PROC_PROCESSOR,
    };
    if (over->end == END_FINISHED) {
        take_end(result, program->status);
    } else {
        result->end = ends[over->end];
        result->value = over->end == END_LOST      ? SIGKILL
                        : over->end == END_TIMEOUT ? program->stopped
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
    static const struct box_events events = { .ended = on_ended, .over = on_over };
    struct box_job box = {
        .box = spec->box,
        .programs = &spec->program,
        .nprograms = 1,
        .time_ms = spec->time_ms,
        .output_max = spec->output_max,
    };
    struct proc *proc = mem_alloc(sizeof(*proc));
    *proc = (struct proc){ .done = done, .owner = owner };
    proc->box = box_start(loop, &box, &events, proc, err);
    if (!proc->box) {
        free(proc);
        return NULL;
    }
    box_run(proc->box, 0);
    return proc;
}

struct proc_result *proc_result(struct proc *proc)
{
    return &proc->result;
}

void proc_kill(struct proc *proc)
{
    box_kill(proc->box);
}

void proc_free(struct proc *proc)
{
    if (!proc)
        return;
    box_free(proc->box);
    buf_release(&proc->result.output);
    for (size_t i = 0; i < BOX_MAX_PRODUCTS; i++)
        buf_release(&proc->result.products[i].content);
    err_release(&proc->result.err);
    free(proc);
}
