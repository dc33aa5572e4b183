#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "cmd/cmd.h"
#include "cmd/verify.h"
#include "doc/post.h"
#include "doc/yaml.h"
#include "engine/compile.h"
#include "engine/run.h"
#include "engine/toolchain.h"
#include "sys/cgroup.h"
#include "sys/proc.h"
#include "sys/seccomp.h"

enum { PROBE_TIME_MS = 10000, PROBE_OUTPUT = 4096 };

/* The examination so far. */
struct checkup {
    struct loop loop;
    struct config config;
    bool sick;
};

static void say_ok(const char *what, const char *detail)
{
    printf("ok    %s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
}

/* Prints what failed and how to mend it; ERR is empty afterwards. */
static void say_failed(struct checkup *checkup, struct err *err)
{
    checkup->sick = true;
    printf("FAIL  %s\n", err->text ? err->text : "it cannot be told why");
    if (err->hint)
        printf("      %s\n", err->hint);
    err_release(err);
}

static void on_probe(struct proc *proc, void *owner)
{
    (void)proc;
    *(bool *)owner = true;
}

/* Prints a line for each step that a box got through, and the one it stumbled over. */
static void say_steps(struct checkup *checkup, struct proc_result *result)
{
    say_ok(box_step_name(BOX_CLONE), "user, pid, mount, network, ipc, uts");
    for (int step = BOX_IDENTITY; step < BOX_EXEC; step++)
        if (result->steps & 1U << step)
            say_ok(box_step_name((enum box_step)step), NULL);
    if (result->end == PROC_UNBOXED)
        say_failed(checkup, &result->err);
    else
        say_ok(box_step_name(BOX_EXEC), "on a terminal of its own, 24 by 100");
}

/* Runs a program that does nothing in a box like a snippet's. */
static void check_box(struct checkup *checkup)
{
    const char *argv[] = { "./true", NULL }, *env[] = { NULL };
    const struct box_file file = { .from = "/bin/true", .name = "true" };
    const struct limits limits = LIMITS_DEFAULT;
    struct proc_spec spec = {
        .box = { .workspace = true,
                 .files = &file,
                 .nfiles = 1,
                 .processor = 0,
                 .limits = run_limits(&limits),
                 .report_steps = true },
        .program = { .argv = argv, .env = env, .terminal = true },
        .time_ms = PROBE_TIME_MS,
        .output_max = PROBE_OUTPUT,
    };
    struct err err = { 0 };
    bool done = false, ok = true;
    struct proc *proc = proc_start(&checkup->loop, &spec, on_probe, &done, &err);
    while (proc && ok && !done)
        ok = loop_once(&checkup->loop, &err);
    if (proc && ok)
        say_steps(checkup, proc_result(proc));
    else
        say_failed(checkup, &err);
    proc_free(proc);
}

/* Which way memory is bounded; each does, but a cgroup misses nothing. */
static void say_memory(void)
{
    int version = cgroup_version();
    AUTO_FREE char *what = version ? mem_printf("by a cgroup of version %d", version) : NULL;
    say_ok("a limit of memory",
           what ? what : "by looking at what a box takes; no cgroup can be made here");
    if (!what && geteuid() != 0)
        puts("      to have the kernel do it, under systemd: systemd-run --user --scope snip …");
}

static void on_compiled(struct compilation *compilation, void *owner)
{
    (void)compilation;
    *(bool *)owner = true;
}

/* Compiles a program that needs the C library's headers and the kernel's. */
static bool try_compiler(struct checkup *checkup, const struct toolchain *tools, const char *folder,
                         struct err *err)
{
    static const char source[] = "#include <stdio.h>\n#include <sys/socket.h>\n"
                                 "#include <linux/if_packet.h>\n"
                                 "int main(void)\n{\n    return puts(\"\") < 0;\n}\n";
    AUTO_FREE char *file = fs_join(folder, "probe.c");
    struct compilation compilation = { 0 };
    bool done = false;
    bool ok = fs_replace(file, source, strlen(source), err) &&
              compilation_start(&compilation, tools, &checkup->loop, folder, "probe.c", on_compiled,
                                &done, err);
    while (ok && !done)
        ok = loop_once(&checkup->loop, err);
    if (ok && compilation.failure.text) {
        *err = compilation.failure;
        compilation.failure = (struct err){ 0 };
        ok = false;
    } else if (ok && compilation.result == COMPILE_FAIL) {
        ok = err_set(err, ERR_SYSTEM, "%s does not compile a small program", tools->compiler);
        err_hint(err, "sudo apt-get install gcc libc6-dev");
    }
    compilation_release(&compilation);
    return ok;
}

/* Were one missing, snip would not have started; which they are is what a bug report needs. */
static void say_libraries(void)
{
    AUTO_FREE char *what = mem_printf("%s, %s, %s, %s, %s, %s", post_library(), yaml_library(),
                                      pattern_library(), record_library(), digest_library(),
                                      filter_library());
    say_ok("libraries", what);
}

/* Makes a folder for the probe. Owned by the caller, to be removed; NULL and ERR where none can be. */
static char *make_temporary(struct err *err)
{
    const char *tmp = getenv("TMPDIR");
    AUTO_FREE char *path = fs_join(tmp && tmp[0] == '/' ? tmp : "/tmp", "snip-doctor-XXXXXX");
    if (mkdtemp(path))
        return steal(&path);
    err_sys(err, "cannot make the folder %s", path);
    err_hint(err, "set TMPDIR to a folder that you may write to");
    return NULL;
}

static void check_compiler(struct checkup *checkup)
{
    struct toolchain tools = { 0 };
    struct err err = { 0 };
    AUTO_FREE char *folder = make_temporary(&err);
    if (folder && toolchain_init(&tools, &checkup->config, NULL, &checkup->loop, NULL, &err) &&
        try_compiler(checkup, &tools, folder, &err)) {
        AUTO_FREE char *what =
            mem_printf("%s, %s", tools.environment.compiler, tools.environment.libc);
        say_ok("a compiler", what);
    } else {
        say_failed(checkup, &err);
    }
    if (folder)
        fs_remove_tree(folder);
    toolchain_release(&tools);
}

/* Takes the compiler that snip.yml names; without a project the default. */
static bool read_config(struct config *config, struct err *err)
{
    struct plan plan;
    bool ok = true;
    if (fs_exists("snip.yml"))
        ok = verify_read(&plan, err);
    else
        plan = (struct plan){ 0 };
    if (ok && fs_exists("snip.yml")) {
        *config = plan.config;
        plan.config = (struct config){ 0 };
    } else {
        config_default(config);
    }
    plan_release(&plan);
    return ok;
}

static bool run_doctor(const struct invocation *invocation, struct err *err)
{
    (void)invocation;
    struct checkup checkup = { 0 };
    if (!read_config(&checkup.config, err) || !loop_init(&checkup.loop, err)) {
        config_release(&checkup.config);
        return false;
    }
    say_libraries();
    check_box(&checkup);
    if (!checkup.sick) {
        say_memory();
        check_compiler(&checkup);
    }
    puts(checkup.sick ? "This machine cannot run snippets." : "This machine can run snippets.");
    config_release(&checkup.config);
    loop_release(&checkup.loop);
    return verify_end(checkup.sick ? ERR_SYSTEM : ERR_NONE, err);
}

const struct command cmd_doctor = {
    .name = "doctor",
    .arguments = "",
    .summary = "what this machine can do, and how to mend what it cannot",
    .help = "Takes each step that running a snippet needs and prints a line for each: ok, or the "
            "first\n"
            "that failed and how to mend it. Exit status 3 where snippets cannot be run.\n"
            "\n"
            "  snip doctor\n",
    .run = run_doctor,
};
