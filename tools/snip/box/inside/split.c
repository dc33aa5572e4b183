/*
 * All hosts of a lab share one user namespace, which owns their networks; so a right over them is
 * one over nothing else. The caller stays as the first process of the outer pid namespace: with it
 * the kernel ends the whole lab.
 */
#include "box/inside/split.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/elsewhere/tracer.h"
#include "box/inside/tell.h"
#include "box/net/netlab.h"
#include "box/net/settings.h"
#include "box/trace/recorder.h"
#include "box/world/seccomp.h"

/* The network namespaces of a lab, open. */
struct networks {
    int hosts[LAB_MAX_HOSTS];
    int hub, proc;
};

/* Sets FAILURE, with errno. Always returns false. */
static bool fail(struct netlab_failure *failure, enum netlab_step step, size_t host)
{
    *failure = (struct netlab_failure){ step, host, errno };
    return false;
}

/* A network namespace, in which the caller is then; PROC is /proc. */
static int new_network(int proc)
{
    settings_put_children(proc);
    return unshare(CLONE_NEWNET) == 0 ? open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC) : -1;
}

static bool make_networks(struct networks *networks, const struct box_spec *spec,
                          struct netlab_failure *failure)
{
    const struct lab *lab = spec->lab;
    networks->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (networks->proc < 0)
        return fail(failure, NETLAB_SETTINGS, 0);
    for (size_t i = 0; i < lab->hosts.n; i++)
        if ((networks->hosts[i] = new_network(networks->proc)) < 0)
            return fail(failure, NETLAB_ENTER, i);
    if (netlab_needs_hub(lab, spec->trace != NULL) &&
        (networks->hub = new_network(networks->proc)) < 0)
        return fail(failure, NETLAB_ENTER, lab->hosts.n);
    const struct netlab_places places = { .hosts = networks->hosts,
                                          .hub = networks->hub,
                                          .proc = networks->proc,
                                          .held = spec->trace != NULL,
                                          .arp = spec->trace && spec->trace->arp,
                                          .retransmits = spec->trace && (spec->trace->lose.n > 0 ||
                                                                         spec->trace->flip.n > 0) };
    return netlab_make(lab, &places, failure);
}

static void close_networks(struct networks *networks, size_t nhosts)
{
    for (size_t i = 0; i < nhosts; i++)
        fd_close_at(&networks->hosts[i]);
    fd_close_at(&networks->hub);
    fd_close_at(&networks->proc);
}

/* Closes what is not HOST's. */
static void keep_own(const struct box_spec *spec, const struct init_ends *ends, size_t host)
{
    if (ends->channel >= 0)
        close(ends->channel);
    for (size_t i = 0; i < spec->lab->hosts.n; i++)
        if (i != host)
            close(ends->hosts[i]);
    for (size_t i = 0; i < spec->nprograms; i++) {
        if (spec->programs[i].host == host)
            continue;
        close(ends->programs[i].in);
        close(ends->programs[i].out);
    }
}

/*
 * Waits for the inits of the hosts; the kernel kills what is left of each with it. Nobody else is
 * in the hub's network, which would be cleared away if this process were not.
 */
static _Noreturn void await_all(int hub)
{
    if (hub >= 0 && setns(hub, CLONE_NEWNET) < 0)
        _exit(1);
    syscall(SYS_close_range, 3U, ~0U, 0U);
    while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
        continue;
    _exit(0);
}

/* Closes what is the hosts'. */
static void close_theirs(const struct box_spec *spec, const struct init_ends *ends)
{
    for (size_t i = 0; i < spec->lab->hosts.n; i++)
        close(ends->hosts[i]);
    for (size_t i = 0; i < spec->nprograms; i++) {
        close(ends->programs[i].in);
        close(ends->programs[i].out);
    }
}

/*
 * Records what the programs do, until the last of the first processes PIDS has ended. Returns only
 * where that cannot be: false, with FAILURE set.
 */
static bool record(const struct box_spec *spec, const struct init_ends *ends,
                   const struct networks *networks, const pid_t *pids, int gate,
                   struct netlab_failure *failure)
{
    struct recorder *recorder = recorder_begin(spec->lab, spec->trace, spec->seed, ends->channel);
    if (!recorder)
        return fail(failure, NETLAB_RECORDER, 0);
    close_theirs(spec, ends);
    for (size_t i = 0; i < spec->lab->hosts.n; i++)
        if (setns(networks->hosts[i], CLONE_NEWNET) < 0 || !recorder_add_host(recorder, i, pids[i]))
            return fail(failure, NETLAB_RECORDER, i);
    if (setns(networks->hub, CLONE_NEWNET) < 0 || !recorder_add_hub(recorder))
        return fail(failure, NETLAB_RECORDER, spec->lab->hosts.n);
    prctl(PR_SET_DUMPABLE, 0);
    close(gate);
    if (!filter_load(spec->recorder))
        return fail(failure, NETLAB_RECORDER, 0);
    recorder_run(recorder);
    _exit(0);
}

static void tell_untraced(void *control)
{
    tell(*(const int *)control, &(struct box_message){ .kind = BOX_UNTRACED });
}

/*
 * Has the programs run in another world, until the last of the first processes PIDS has ended. One
 * that cannot be is told of.
 */
static _Noreturn void trace(const struct box_spec *spec, const struct init_ends *ends,
                            const struct networks *networks, const pid_t *pids, int gate)
{
    int control = ends->control;
    unsigned processors = spec->nprocessors > 0 ? spec->nprocessors : 1;
    struct tracer *tracer = tracer_begin(spec->elsewhere, processors, tell_untraced, &control);
    bool ok = tracer && (networks->hub < 0 || setns(networks->hub, CLONE_NEWNET) == 0);
    for (size_t i = 0; ok && i < spec->lab->hosts.n; i++)
        ok = tracer_add_host(tracer, pids[i]);
    close_theirs(spec, ends);
    prctl(PR_SET_DUMPABLE, 0);
    close(gate);
    if (ok && filter_load(spec->recorder))
        tracer_run(tracer);
    else
        tell_untraced(&control);
    _exit(0);
}

/*
 * Who is to be traced may be so until the first processes hide (init.c): they wait until that is
 * done. Returns the end of a pipe whose closing lets them go on, theirs in *THEIRS; -1 with errno.
 */
static int make_gate(int *theirs)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0)
        return -1;
    *theirs = ends[0];
    prctl(PR_SET_DUMPABLE, 1);
    return ends[1];
}

/* Waits at the gate, of which OURS is the other end. */
static void pass_gate(int gate, int ours)
{
    char none;
    close(gate);
    while (read(ours, &none, 1) < 0 && errno == EINTR)
        continue;
    close(ours);
}

bool split_hosts(const struct box_spec *spec, const struct init_ends *ends, size_t *host,
                 struct netlab_failure *failure)
{
    struct networks networks = { .hub = -1, .proc = -1 };
    pid_t pids[LAB_MAX_HOSTS];
    int gate = -1, theirs = -1;
    struct clone_args args = {
        .flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS,
        .exit_signal = SIGCHLD,
    };
    if (!make_networks(&networks, spec, failure))
        return false;
    bool traced = spec->trace || elsewhere_in(spec->elsewhere, ELSEWHERE_TRACED);
    if (traced && (gate = make_gate(&theirs)) < 0)
        return fail(failure, NETLAB_RECORDER, 0);
    for (size_t i = 0; i < spec->lab->hosts.n; i++) {
        long pid = setns(networks.hosts[i], CLONE_NEWNET) == 0
                       ? syscall(SYS_clone3, &args, sizeof(args))
                       : -1;
        if (pid < 0)
            return fail(failure, NETLAB_PROCESS, i);
        pids[i] = (pid_t)pid;
        if (pid > 0)
            continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (gate >= 0)
            pass_gate(gate, theirs);
        close_networks(&networks, spec->lab->hosts.n);
        keep_own(spec, ends, i);
        *host = i;
        return true;
    }
    if (spec->trace)
        return record(spec, ends, &networks, pids, gate, failure);
    if (traced)
        trace(spec, ends, &networks, pids, gate);
    await_all(networks.hub);
}
