/*
 * Runs a program and prints the system calls of it and its children in snip's words, those of one
 * process after those of the other: what a recorder copies of them (box/trace/call.h), put into
 * words (engine/trace/callwords.h).
 *
 *   watch PROGRAM [ARGUMENT...]
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include "base/mem.h"
#include "box/trace/call.h"
#include "engine/trace/callwords.h"
#include "engine/trace/pieces.h"

enum { PROCESSES = 16 };

/* A process, and what it is in the midst of. */
static struct process {
    pid_t pid;
    struct event call;
    struct buf said;
} processes[PROCESSES];

static bool read_memory(void *owner, uint64_t from, void *to, size_t len)
{
    struct iovec here = { to, len }, there = { (void *)(uintptr_t)from, len };
    return process_vm_readv(*(pid_t *)owner, &here, 1, &there, 1, 0) == (ssize_t)len;
}

static struct process *find(pid_t pid)
{
    struct process *process = processes;
    while (process->pid && process->pid != pid)
        process++;
    process->pid = pid;
    return process;
}

static void begins(struct process *process, const struct ptrace_syscall_info *info)
{
    struct event *call = &process->call;
    const struct call *row = call_find((long)info->entry.nr);
    *call = (struct event){ .kind = EVENT_CALL, .call = (int32_t)info->entry.nr };
    memcpy(call->args, info->entry.args, sizeof(call->args));
    if (!row)
        return;
    call->len = (uint32_t)call_copy(row, false, call->args, 0, read_memory, &process->pid,
                                    call->data, EVENT_BYTES);
    buf_printf(&process->said, "%s(", call_name(row, call->args));
    call_words_args(&process->said, call);
    buf_addc(&process->said, ')');
}

static void ends(struct process *process, int64_t result)
{
    const struct event *call = &process->call;
    const struct call *row = call_find(call->call);
    struct event over = { .kind = EVENT_RETURN, .value = result };
    if (!row)
        return;
    over.len = (uint32_t)call_copy(row, true, call->args, result, read_memory, &process->pid,
                                   over.data, EVENT_BYTES);
    buf_adds(&process->said, " = ");
    call_words_result(&process->said, call, &over);
    buf_addc(&process->said, '\n');
}

/* Takes up what STATUS says of PROCESS; returns the signal that it is to get. */
static int takes(struct process *process, int status)
{
    struct ptrace_syscall_info info;
    int signal = WSTOPSIG(status);
    if (signal != (SIGTRAP | 0x80))
        return signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
    if (ptrace(PTRACE_GET_SYSCALL_INFO, process->pid, sizeof(info), &info) <= 0)
        return 0;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
        begins(process, &info);
    else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
        ends(process, info.exit.rval);
    return 0;
}

int main(int argc, char **argv)
{
    int status;
    pid_t first = argc > 1 ? fork() : -1;
    if (first == 0) {
        ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        raise(SIGSTOP);
        execv(argv[1], argv + 1);
        _exit(127);
    }
    if (first < 0 || waitpid(first, &status, 0) != first)
        return 1;
    long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                   PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    ptrace(PTRACE_SETOPTIONS, first, NULL, options);
    ptrace(PTRACE_SYSCALL, first, NULL, 0);
    for (pid_t pid; (pid = waitpid(-1, &status, __WALL)) > 0;)
        if (WIFSTOPPED(status))
            ptrace(PTRACE_SYSCALL, pid, NULL, takes(find(pid), status));
    for (struct process *process = processes; process->pid; process++) {
        AUTO_FREE char *said = buf_steal(&process->said);
        piece_cut_texts(&said);
        printf("%s\n--\n", said);
    }
    return 0;
}
