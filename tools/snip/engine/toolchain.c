#include "engine/toolchain.h"

#include <ctype.h>
#include <gnu/libc-version.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "engine/command.h"
#include "sys/proc.h"

enum { VERSION_TIME_MS = 20000, VERSION_MAX = 64 << 10 };

static const char default_path[] = "/usr/local/bin:/usr/bin:/bin";

/* "MAJOR.MINOR" of the version that S begins with. Owned by the caller; NULL where S begins with no
 * digit. */
static char *short_version(const char *s)
{
    if (!isdigit((unsigned char)*s))
        return NULL;
    size_t n = strspn(s, "0123456789");
    if (s[n] == '.' && isdigit((unsigned char)s[n + 1]))
        n += 1 + strspn(s + n + 1, "0123456789");
    return mem_strndup(s, n);
}

/* "gcc 12.2" out of what `cc -v` says. Owned by the caller. */
static char *compiler_name(const char *said)
{
    static const char *const kinds[] = { "clang", "gcc" };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
        AUTO_FREE char *key = mem_printf("%s version ", kinds[i]);
        const char *at = strstr(said, key);
        AUTO_FREE char *version = at ? short_version(at + strlen(key)) : NULL;
        if (version)
            return mem_printf("%s %s", kinds[i], version);
    }
    return mem_strdup("unknown");
}

static void on_version(struct proc *proc, void *owner)
{
    (void)proc;
    *(bool *)owner = true;
}

static bool ask_version(struct toolchain *tools, struct loop *loop, const int *stop,
                        struct err *err)
{
    const char *argv[] = { tools->compiler, "-v", NULL };
    const char *env[] = { tools->env.v[0], tools->env.v[1], NULL };
    struct proc_spec spec = {
        .box = { .processor = -1 },
        .program = { .argv = argv, .env = env },
        .time_ms = VERSION_TIME_MS,
        .output_max = VERSION_MAX,
    };
    bool done = false;
    struct proc *proc = proc_start(loop, &spec, on_version, &done, err);
    while (proc && !done && loop_once(loop, err))
        if (stop && *stop)
            proc_kill(proc);
    bool ok = proc && done;
    if (ok) {
        struct proc_result *result = proc_result(proc);
        tools->environment.compiler = compiler_name(buf_str(&result->output));
        ok = result->end == PROC_EXITED && result->value == 0;
        if (!ok && result->err.text) {
            *err = result->err;
            result->err = (struct err){ 0 };
            if (result->value == BOX_EXEC) {
                err_context(err, "the compiler %s", tools->compiler);
                err_hint(err, "name another in snip.yml, or mend it");
            }
        } else if (!ok) {
            struct buf said = BUF_INIT;
            text_show(&said, buf_str(&result->output), result->output.len);
            err_set(err, ERR_SYSTEM, "the compiler %s does not work: `%s -v` fails",
                    tools->config->compiler, tools->compiler);
            err_detail(err, buf_steal(&said));
            err_hint(err, "name another in snip.yml, or mend it");
        }
    }
    proc_free(proc);
    return ok;
}

static void ask_machine(struct environment *environment)
{
    struct utsname name;
    AUTO_FREE char *release = uname(&name) == 0 ? short_version(name.release) : NULL;
    AUTO_FREE char *libc = short_version(gnu_get_libc_version());
    environment->kernel = release ? mem_printf("Linux %s", release) : mem_strdup("Linux");
    environment->libc = libc ? mem_printf("glibc %s", libc) : mem_strdup("glibc");
    environment->compiler = NULL;
}

void toolchain_flags(const struct config *config, struct buf *flags)
{
    /* NUL between words: no two lists make the same text. */
    buf_add(flags, config->compiler, strlen(config->compiler) + 1);
    vec_each (flag, &config->flags)
        buf_add(flags, *flag, strlen(*flag) + 1);
    buf_addc(flags, '\0');
    vec_each (lib, &config->libs)
        buf_add(flags, *lib, strlen(*lib) + 1);
}

bool toolchain_init(struct toolchain *tools, const struct config *config, struct loop *loop,
                    const int *stop, struct err *err)
{
    *tools = (struct toolchain){ .config = config };
    const char *path = getenv("PATH");
    if (!path || !*path)
        path = default_path;
    ask_machine(&tools->environment);
    toolchain_flags(config, &tools->flags);
    tools->compiler = command_find(config->compiler, path);
    if (!tools->compiler) {
        err_set(err, ERR_SYSTEM, "there is no compiler: %s is not found", config->compiler);
        return err_hint(err, "sudo apt-get install gcc libc6-dev, or name another in snip.yml");
    }
    strings_add(&tools->env, mem_printf("PATH=%s", path));
    strings_add(&tools->env, mem_strdup("LC_ALL=C.UTF-8"));
    return ask_version(tools, loop, stop, err);
}

void toolchain_release(struct toolchain *tools)
{
    free(tools->compiler);
    strings_release(&tools->env);
    environment_release(&tools->environment);
    buf_release(&tools->flags);
    *tools = (struct toolchain){ 0 };
}
