#include "box/trace/tracee.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <unistd.h>

/* The bare call: the C library's is variadic, and takes an enum that it names itself. */
static bool trace(int request, pid_t pid, uintptr_t address, uintptr_t data)
{
    return syscall(SYS_ptrace, (long)request, (long)pid, address, data) >= 0;
}

bool tracee_seize(pid_t pid)
{
    const uintptr_t options = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP |
                              PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEVFORKDONE |
                              PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC;
    return trace(PTRACE_SEIZE, pid, 0, options);
}

bool tracee_run(pid_t pid, int signal)
{
    return trace(PTRACE_CONT, pid, 0, (uintptr_t)signal);
}

bool tracee_run_call(pid_t pid, int signal)
{
    return trace(PTRACE_SYSCALL, pid, 0, (uintptr_t)signal);
}

bool tracee_leave_stopped(pid_t pid)
{
    return trace(PTRACE_LISTEN, pid, 0, 0);
}

bool tracee_interrupt(pid_t pid)
{
    return trace(PTRACE_INTERRUPT, pid, 0, 0);
}

bool tracee_message(pid_t pid, unsigned long *message)
{
    return trace(PTRACE_GETEVENTMSG, pid, 0, (uintptr_t)message);
}

bool tracee_get_call(pid_t pid, struct tracee_call *call)
{
    struct __ptrace_syscall_info info;
    if (!trace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), (uintptr_t)&info))
        return false;
    if (info.op != PTRACE_SYSCALL_INFO_SECCOMP) {
        errno = ESRCH;
        return false;
    }
    call->number = (long)info.seccomp.nr;
    memcpy(call->args, info.seccomp.args, sizeof(call->args));
    return true;
}

bool tracee_get_stack(pid_t pid, uint64_t *stack)
{
    struct __ptrace_syscall_info info;
    if (!trace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), (uintptr_t)&info))
        return false;
    *stack = info.stack_pointer;
    return true;
}

bool tracee_get_entry(pid_t pid, long *number)
{
    struct __ptrace_syscall_info info;
    if (!trace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), (uintptr_t)&info))
        return false;
    *number = (long)info.entry.nr;
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
        errno = ESRCH;
    return info.op == PTRACE_SYSCALL_INFO_ENTRY;
}

bool tracee_get_result(pid_t pid, int64_t *result)
{
    struct __ptrace_syscall_info info;
    if (!trace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), (uintptr_t)&info))
        return false;
    if (info.op != PTRACE_SYSCALL_INFO_EXIT) {
        errno = ESRCH;
        return false;
    }
    *result = info.exit.rval;
    return true;
}

static bool move_registers(int request, pid_t pid, struct user_regs_struct *registers)
{
    struct iovec all = { registers, sizeof(*registers) };
    return trace(request, pid, NT_PRSTATUS, (uintptr_t)&all);
}

#if defined(__x86_64__)

enum { CALL_BYTES = 2 }; /* of the instruction syscall */

static void put_args(struct user_regs_struct *r, const uint64_t args[6])
{
    r->rdi = args[0];
    r->rsi = args[1];
    r->rdx = args[2];
    r->r10 = args[3];
    r->r8 = args[4];
    r->r9 = args[5];
}

static bool put_number(pid_t pid, struct user_regs_struct *r, long number)
{
    (void)pid;
    r->orig_rax = (unsigned long long)number;
    return true;
}

static void put_result(struct user_regs_struct *r, const struct tracee_call *call, int64_t result)
{
    put_args(r, call->args);
    r->rax = (unsigned long long)result;
}

static void put_again(struct user_regs_struct *r, const struct tracee_call *call)
{
    put_args(r, call->args);
    r->rax = (unsigned long long)call->number;
    r->rip -= CALL_BYTES;
}

static bool unbreak(struct user_regs_struct *r)
{
    if ((long long)r->orig_rax < 0 || (long long)r->rax != -EINTR)
        return false;
    r->rax = r->orig_rax;
    r->rip -= CALL_BYTES;
    return true;
}

#else /* aarch64 */

enum { CALL_BYTES = 4 }; /* of the instruction svc */

static void put_args(struct user_regs_struct *r, const uint64_t args[6])
{
    for (int i = 0; i < 6; i++)
        r->regs[i] = args[i];
}

static bool put_number(pid_t pid, struct user_regs_struct *r, long number)
{
    int value = (int)number;
    struct iovec part = { &value, sizeof(value) };
    (void)r;
    return trace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, (uintptr_t)&part);
}

static void put_result(struct user_regs_struct *r, const struct tracee_call *call, int64_t result)
{
    put_args(r, call->args);
    r->regs[0] = (unsigned long long)result;
}

static void put_again(struct user_regs_struct *r, const struct tracee_call *call)
{
    put_args(r, call->args);
    r->regs[8] = (unsigned long long)call->number;
    r->pc -= CALL_BYTES;
}

/* What x0 was before the call is gone with its result; who tells a call from no call, too. */
static bool unbreak(struct user_regs_struct *r)
{
    (void)r;
    return false;
}

#endif

bool tracee_call_unbroken(pid_t pid)
{
    struct user_regs_struct registers;
    return move_registers(PTRACE_GETREGSET, pid, &registers) &&
           (!unbreak(&registers) || move_registers(PTRACE_SETREGSET, pid, &registers));
}

bool tracee_set_call(pid_t pid, const struct tracee_call *call)
{
    struct user_regs_struct registers;
    if (!move_registers(PTRACE_GETREGSET, pid, &registers))
        return false;
    put_args(&registers, call->args);
    return put_number(pid, &registers, call->number) &&
           move_registers(PTRACE_SETREGSET, pid, &registers);
}

bool tracee_set_result(pid_t pid, const struct tracee_call *call, int64_t result)
{
    struct user_regs_struct registers;
    if (!move_registers(PTRACE_GETREGSET, pid, &registers))
        return false;
    put_result(&registers, call, result);
    return move_registers(PTRACE_SETREGSET, pid, &registers);
}

bool tracee_call_again(pid_t pid, const struct tracee_call *call)
{
    struct user_regs_struct registers;
    if (!move_registers(PTRACE_GETREGSET, pid, &registers))
        return false;
    put_again(&registers, call);
    return move_registers(PTRACE_SETREGSET, pid, &registers);
}

bool tracee_read(pid_t pid, uint64_t from, void *to, size_t len)
{
    struct iovec local = { to, len }, remote = { (void *)(uintptr_t)from, len };
    return process_vm_readv(pid, &local, 1, &remote, 1, 0) == (ssize_t)len;
}

bool tracee_write(pid_t pid, uint64_t to, const void *from, size_t len)
{
    struct iovec local = { (void *)(uintptr_t)from, len }, remote = { (void *)(uintptr_t)to, len };
    return process_vm_writev(pid, &local, 1, &remote, 1, 0) == (ssize_t)len;
}
