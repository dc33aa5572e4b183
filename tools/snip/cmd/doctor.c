#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "box/box.h"
#include "box/machine.h"
#include "cmd/cmd.h"
#include "cmd/steps.h"
#include "doc/post/post.h"
#include "doc/settings/pattern.h"
#include "doc/settings/yaml.h"
#include "engine/build/compile.h"
#include "engine/build/toolchain.h"
#include "engine/run/run.h"
#include "file/digest.h"
#include "file/fs.h"
#include "file/project.h"
#include "report/plain.h"

enum { MAX_PROBE = 16 << 20, PROBE_TIME_MS = 10000, PROBE_OUTPUT = 4096 };

/* The examination so far. */
struct checkup {
    struct loop loop;
    struct config config;
    bool trust; /* --trust */
};

static void say_ok(const char *what, const char *detail)
{
    plain_line(stdout, "ok    %s%s%s", what, detail ? ": " : "", detail ? detail : "");
}

static void on_probe(struct box *box, void *owner)
{
    (void)box;
    *(bool *)owner = true;
}

/* Prints a line for WHAT and its DETAIL, or ERR where not OK. Returns OK; ERR is empty then. */
static bool say(bool ok, const char *what, const char *detail, struct err *err)
{
    if (ok)
        say_ok(what, detail);
    else
        plain_line(stdout, "FAIL  %s", err->text ? err->text : "it cannot be told why");
    if (!ok && err->hint)
        plain_line(stdout, "      %s", err->hint);
    err_release(err);
    return ok;
}

/* What each box needs before it is tried. */
static bool check_machine(void)
{
    struct err err = { 0 };
    return say(machine_has_terminals(&err), "a pseudo-terminal", "24 by 80", &err) &&
           say(machine_has_devices(&err), "devices", "null, zero, full, random, urandom, tty",
               &err);
}

/* Takes from BOX how far it got, and why no further. */
static bool take_result(struct box *box, unsigned *steps, struct err *err)
{
    struct box_result *result = box_result(box);
    *steps = 1U << BOX_CLONE | result->steps;
    if (box_succeeded(box))
        return true;
    if (result->untraced)
        return err_set(err, ERR_SYSTEM, "programs cannot be traced here");
    if (result->end != END_UNBOXED)
        return err_set(err, ERR_SYSTEM, "/bin/true does not end with success in a box");
    *err = result->err;
    result->err = (struct err){ 0 };
    return false;
}

/*
 * Runs a program that does nothing in a box like a snippet's, with the hosts of LAB, NULL for one
 * host without a network, and in another world as WORLD says, NULL for the usual one. Sets a bit
 * of *STEPS for each enum box_step that was done.
 */
static bool try_box(struct checkup *checkup, const struct lab *lab, const struct elsewhere *world,
                    unsigned *steps, struct err *err)
{
    const char *argv[] = { "./true", NULL }, *env[] = { NULL };
    AUTO(buf_release) struct buf program = BUF_INIT;
    if (!fs_read("/bin/true", MAX_PROBE, &program, err))
        return false;
    const struct box_file file = {
        .name = "true", .data = program.s, .len = program.len, .executable = true
    };
    const struct limits limits = LIMITS_DEFAULT;
    const struct box_program true_program = { .argv = argv, .env = env, .terminal = true };
    struct box_spec spec = {
        .programs = &true_program,
        .nprograms = 1,
        .workspace = true,
        .files = &file,
        .nfiles = 1,
        .lab = lab,
        .elsewhere = world,
        .processor = 0,
        .limits = run_limits(&limits),
        .report_steps = true,
        .time_ms = PROBE_TIME_MS,
        .output_max = PROBE_OUTPUT,
    };
    bool done = false, ok = true;
    struct box *box = box_start_single(&checkup->loop, &spec, on_probe, &done, err);
    while (box && ok && !done)
        ok = loop_once(&checkup->loop, err);
    ok = box && ok && take_result(box, steps, err);
    box_free(box);
    return ok;
}

/* Prints a line for each step that a box got through, and the one it stumbled over. */
static bool check_box(struct checkup *checkup)
{
    struct err err = { 0 };
    unsigned steps = 0;
    bool ok = try_box(checkup, NULL, NULL, &steps, &err);
    if (steps & 1U << BOX_CLONE)
        say_ok(box_step_name(BOX_CLONE), "user, pid, mount, network, ipc, uts");
    for (int step = BOX_IDENTITY; step < BOX_FORK; step++)
        if (steps & 1U << step)
            say_ok(box_step_name((enum box_step)step), NULL);
    return say(ok, box_step_name(BOX_FORK), NULL, &err);
}

/* Puts NHOSTS hosts on one network. */
static void plan_lab(struct lab *lab, size_t nhosts)
{
    static const char *const names[] = { "a", "b", "c" };
    strings_add(&lab->networks, mem_strdup("net"));
    for (size_t i = 0; i < nhosts; i++) {
        struct lab_address address = {
            .address = { AF_INET, { 10, 0, 0, (unsigned char)(i + 1) }, 24 },
        };
        struct lab_host *host = vec_add(&lab->hosts);
        struct lab_link *link = vec_add(&host->links);
        host->name = mem_strdup(names[i]);
        vec_push(&link->addresses, address);
    }
}

static bool try_lab(struct checkup *checkup, size_t nhosts, struct err *err)
{
    AUTO(lab_release) struct lab lab = { 0 };
    unsigned steps = 0;
    plan_lab(&lab, nhosts);
    return try_box(checkup, &lab, NULL, &steps, err);
}

/*
 * Two hosts are joined by a pair of interfaces, three by a bridge too: each may be what a kernel
 * lacks.
 */
static bool check_lab(struct checkup *checkup)
{
    struct err err = { 0 };
    const char *failed = !try_lab(checkup, 2, &err)   ? "a lab of two hosts"
                         : !try_lab(checkup, 3, &err) ? "a lab of three hosts"
                                                      : NULL;
    if (failed)
        err_context(&err, "%s", failed);
    return say(!failed, "a lab", "veth, bridge", &err);
}

/* In what an outcome is tried before it is believed, and what stays the machine's there. */
static void say_elsewhere(struct checkup *checkup)
{
    const struct elsewhere world = { .aspects = ELSEWHERE_ALL };
    struct err err = { 0 };
    unsigned steps = 0;
    if (try_box(checkup, NULL, &world, &steps, &err))
        say_ok("another world", "date, pids, inodes, memory, machine, order");
    else
        say_ok("another world", "pids, inodes, addresses and uptime alone: programs cannot be "
                                "traced here");
    puts("      there too are the machine's: the processor's own counter and kind (rdtsc, cpuid),");
    puts("      the vsyscall page, times of packet rings and System V IPC, most of /proc/sys");
    err_release(&err);
}

/* Which way memory is bounded; only a cgroup misses nothing. */
static void say_memory(void)
{
    int version = machine_cgroup();
    AUTO_FREE char *what = mem_printf("%s%s", machine_memory_words(version),
                                      version ? "" : "; no cgroup can be made here");
    say_ok("a limit of memory", what);
    if (!version)
        puts("      it cannot bound what no process maps: what waits in sockets, a memfd");
    if (!version && geteuid() != 0)
        puts("      to have the kernel do it, under systemd: systemd-run --user --scope snip …");
}

static void on_compiled(struct compilation *compilation, void *owner)
{
    (void)compilation;
    *(bool *)owner = true;
}

/* Compiles a program that needs the C library's headers and the kernel's. */
static bool try_compiler(struct checkup *checkup, const struct toolchain *tools, struct err *err)
{
    static const char source[] = "#include <stdio.h>\n#include <sys/socket.h>\n"
                                 "#include <linux/if_packet.h>\n"
                                 "int main(void)\n{\n    return puts(\"\") < 0;\n}\n";
    AUTO_FREE char *own = NULL, *probe = mem_printf("%s/probe.c", BOX_PROJECT + 1);
    const struct box_file list[] = {
        { .name = probe, .data = source, .len = strlen(source) },
        tools->own ? toolchain_file(tools, &own) : (struct box_file){ 0 },
    };
    const char *name = "probe.c";
    const struct words sources = { &name, 1, 1 };
    struct options build;
    options_init(&build, tools->config, NULL);
    const struct compile_request request = { .tools = tools,
                                             .options = &build,
                                             .folder = ".",
                                             .sources = &sources,
                                             .files = list,
                                             .nfiles = tools->own ? 2 : 1,
                                             .shown = &tools->shown };
    struct compilation compilation = { 0 };
    bool done = false;
    bool ok = compilation_start(&compilation, &request, &checkup->loop, on_compiled, &done, err);
    while (ok && !done)
        ok = loop_once(&checkup->loop, err);
    if (ok && compilation.got.failure.text) {
        *err = compilation.got.failure;
        compilation.got.failure = (struct err){ 0 };
        ok = false;
    } else if (ok && compilation.got.result == COMPILE_FAIL) {
        ok = err_set(err, ERR_SYSTEM, "%s does not compile a small program", tools->compiler);
        err_hint(err, "sudo apt-get install gcc libc6-dev");
    }
    compilation_release(&compilation);
    options_release(&build);
    return ok;
}

/* Were one missing, snip would not have started; which they are is what a bug report needs. */
static void say_libraries(void)
{
    AUTO_FREE char *what = mem_printf("libcmark %s, libyaml %s, PCRE2 %s, %s, %s, %s",
                                      post_version(), yaml_version(), pattern_version(),
                                      record_library(), digest_library(), machine_filter_library());
    say_ok("libraries", what);
}

static bool check_compiler(struct checkup *checkup)
{
    struct toolchain tools = { .config = &checkup->config, .trust = checkup->trust };
    struct err err = { 0 };
    bool ok = toolchain_init(&tools, NULL, &checkup->loop, NULL, &err) &&
              try_compiler(checkup, &tools, &err);
    AUTO_FREE char *what =
        ok ? mem_printf("%s, %s", tools.environment.compiler, tools.environment.libc) : NULL;
    say(ok, "a compiler", what, &err);
    toolchain_release(&tools);
    return ok;
}

/* Takes the compiler that snip.yml names; without a project the default. */
static bool read_config(struct config *config, struct err *err)
{
    struct plan plan = { 0 };
    bool there = project_kind("snip.yml", NULL) != PROJECT_NONE;
    bool ok = !there || steps_read(&plan, err);
    if (ok && there) {
        *config = plan.config;
        plan.config = (struct config){ 0 };
    } else {
        config_default(config);
    }
    plan_release(&plan);
    return ok;
}

/* Stops where nothing that follows could work; prints at last what that means. */
static bool check_all(struct checkup *checkup)
{
    say_libraries();
    bool runs = check_machine() && check_box(checkup);
    if (runs)
        say_memory();
    runs = runs && check_compiler(checkup);
    bool labs = runs && check_lab(checkup);
    if (labs)
        say_elsewhere(checkup);
    puts(!runs   ? "This machine cannot run snippets."
         : !labs ? "This machine can run snippets, but none with a lab."
                 : "This machine can run snippets.");
    return labs;
}

static bool run_doctor(const struct invocation *invocation, struct err *err)
{
    struct checkup checkup = { .loop.epoll = -1, .trust = invocation->trust };
    bool ok = read_config(&checkup.config, err) && loop_init(&checkup.loop, err);
    bool well = ok && check_all(&checkup);
    config_release(&checkup.config);
    loop_release(&checkup.loop);
    return ok && steps_end(well ? ERR_NONE : ERR_SYSTEM, err);
}

static const struct option_spec *const options[] = { &option_trust, NULL };

const struct command cmd_doctor = {
    .name = "doctor",
    .arguments = "",
    .summary = "what this machine can do, and how to mend what it cannot",
    .help =
        "Takes each step that running a snippet needs and prints a line for each: ok, or the "
        "first\n"
        "that failed and how to mend it. Exit status 3 where snippets cannot be run, or none with "
        "a\n"
        "lab.\n"
        "\n"
        "  snip doctor\n",
    .options = options,
    .run = run_doctor,
};
