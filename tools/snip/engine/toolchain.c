#include "engine/toolchain.h"

#include <ctype.h>
#include <gnu/libc-version.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/text.h"
#include "engine/command.h"
#include "sys/bare.h"
#include "sys/proc.h"
#include "sys/world.h"

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

/* The reason why the compiler could not be asked, in RESULT. */
static bool no_answer(const struct toolchain *tools, const char *option, struct proc_result *result,
                      struct err *err)
{
    if (result->err.text) {
        *err = result->err;
        result->err = (struct err){ 0 };
        if (result->value != BOX_EXEC)
            return false;
        err_context(err, "the compiler %s", tools->compiler);
    } else {
        struct buf said = BUF_INIT;
        text_show(&said, buf_str(&result->output), result->output.len);
        err_set(err, ERR_SYSTEM, "the compiler %s does not work: `%s %s` fails",
                tools->config->compiler, tools->compiler, option);
        err_detail(err, buf_steal(&said));
    }
    return err_hint(err, "name another in snip.yml, or mend it");
}

/* Runs the compiler with OPTION and puts what it says into SAID. */
static bool ask(const struct toolchain *tools, const char *option, struct loop *loop,
                const int *stop, struct buf *said, struct err *err)
{
    const char *argv[] = { tools->compiler, option, NULL };
    const char *env[] = { tools->env.v[0], tools->env.v[1], NULL };
    AUTO_FREE char *folder = tools->config->bare ? bare_folder(err) : NULL;
    if (tools->config->bare && !folder)
        return false;
    struct proc_spec spec = {
        .box = { .bare = folder,
                 .shown = (const char *const *)tools->shown.v,
                 .nshown = tools->shown.n,
                 .as_owner = true,
                 .processor = -1 },
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
        ok = (result->end == PROC_EXITED && result->value == 0) ||
             no_answer(tools, option, result, err);
        *said = result->output;
        result->output = (struct buf)BUF_INIT;
    }
    proc_free(proc);
    return ok;
}

static bool ask_version(struct toolchain *tools, struct loop *loop, const int *stop,
                        struct err *err)
{
    AUTO(buf_release) struct buf said = BUF_INIT;
    bool ok = ask(tools, "-v", loop, stop, &said, err);
    tools->environment.compiler = compiler_name(buf_str(&said));
    return ok;
}

/* Finds the programs that the compiler runs. One that cannot be found is none. */
static void ask_parts(struct toolchain *tools, const char *path, struct loop *loop, const int *stop)
{
    static const char *const options[] = { "-print-prog-name=cc1", "-print-prog-name=as",
                                           "-print-prog-name=collect2", "-print-prog-name=ld" };
    strings_add(&tools->parts, mem_strdup(tools->compiler));
    for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
        AUTO(buf_release) struct buf said = BUF_INIT;
        struct err err = { 0 };
        bool ok = ask(tools, options[i], loop, stop, &said, &err);
        AUTO_FREE char *name = mem_strndup(buf_str(&said), strcspn(buf_str(&said), "\n"));
        char *part = ok && *name ? command_find(name, path) : NULL;
        if (part)
            strings_add(&tools->parts, part);
        err_release(&err);
    }
}

/* Takes version and parts from the file CACHE. Returns whether they are true still. */
static bool read_cache(struct toolchain *tools, const char *cache)
{
    const char *path;
    json_t *value;
    json_t *root = json_load_file(cache, 0, NULL), *parts = json_object_get(root, "parts");
    const char *name = json_string_value(json_object_get(root, "name"));
    bool ok = name && json_object_size(parts) > 0 && json_object_get(parts, tools->compiler);
    json_object_foreach (parts, path, value) {
        AUTO_FREE char *now = fs_identity(path);
        const char *id = json_string_value(value);
        ok = ok && id && strcmp(id, now) == 0;
    }
    if (ok) {
        tools->environment.compiler = mem_strdup(name);
        json_object_foreach (parts, path, value) {
            strings_add(&tools->parts, mem_strdup(path));
        }
    }
    json_decref(root);
    return ok;
}

/* That it cannot be written is no matter. */
static void write_cache(const struct toolchain *tools, const char *cache)
{
    struct err err = { 0 };
    json_t *parts = json_object();
    vec_each (part, &tools->parts) {
        AUTO_FREE char *id = fs_identity(*part);
        json_object_set_new(parts, *part, json_string(id));
    }
    json_t *root = json_pack("{s:s, s:o}", "name", tools->environment.compiler, "parts", parts);
    char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
    if (text && !fs_replace(cache, text, strlen(text), &err))
        err_release(&err);
    free(text);
    json_decref(root);
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

static void show(struct toolchain *tools, const char *folder)
{
    if (!world_has(folder) && strcmp(folder, "/") != 0 && !strings_has(&tools->shown, folder) &&
        tools->shown.n < BOX_MAX_SHOWN - 1)
        strings_add(&tools->shown, mem_strdup(folder));
}

/*
 * Shows what the program PATH needs: PREFIX where it is PREFIX/bin/cc and PREFIX/lib is there, its
 * folder alone otherwise. A home is never shown.
 */
static void show_program(struct toolchain *tools, const char *path)
{
    const char *home = getenv("HOME");
    if (world_has(path))
        return;
    AUTO_FREE char *folder = mem_strndup(path, (size_t)(strrchr(path, '/') - path));
    AUTO_FREE char *lib = mem_printf("%s/../lib", folder);
    AUTO_FREE char *prefix = mem_strndup(folder, (size_t)(strrchr(path, '/') - path));
    char *slash = strrchr(prefix, '/');
    if (slash && slash > prefix && strcmp(slash, "/bin") == 0 && fs_is_dir(lib)) {
        *slash = '\0';
        if (!home || strcmp(prefix, home) != 0) {
            show(tools, prefix);
            return;
        }
    }
    if (!home || strcmp(folder, home) != 0)
        show(tools, folder);
}

/* What of the machine a compiler sees besides the system: the project, and where compilers live. */
static void find_shown(struct toolchain *tools)
{
    static const char *const trees[] = { "/opt", "/nix/store", "/gnu/store" };
    AUTO_FREE char *project = realpath(".", NULL);
    AUTO_FREE char *target = realpath(tools->compiler, NULL);
    if (project)
        show(tools, project);
    for (size_t i = 0; i < sizeof(trees) / sizeof(*trees); i++)
        if (fs_is_dir(trees[i]))
            show(tools, trees[i]);
    show_program(tools, tools->compiler);
    if (target)
        show_program(tools, target);
}

const char toolchain_cache[] = ".snip/toolchain.json";

/* Finds the compiler; returns the PATH it was looked for in, NULL where it is not there. */
static const char *find_compiler(struct toolchain *tools, const struct config *config)
{
    const char *path = getenv("PATH");
    *tools = (struct toolchain){ .config = config };
    if (!path || !*path)
        path = default_path;
    ask_machine(&tools->environment);
    toolchain_flags(config, &tools->flags);
    strings_add(&tools->env, mem_printf("PATH=%s", path));
    strings_add(&tools->env, mem_strdup("LC_ALL=C.UTF-8"));
    tools->compiler = command_find(config->compiler, path);
    if (tools->compiler)
        find_shown(tools);
    return tools->compiler ? path : NULL;
}

bool toolchain_recall(struct toolchain *tools, const struct config *config, const char *cache)
{
    return find_compiler(tools, config) && read_cache(tools, cache);
}

bool toolchain_init(struct toolchain *tools, const struct config *config, const char *cache,
                    struct loop *loop, const int *stop, struct err *err)
{
    const char *path = find_compiler(tools, config);
    if (!path) {
        err_set(err, ERR_SYSTEM, "there is no compiler: %s is not found", config->compiler);
        return err_hint(err, "sudo apt-get install gcc libc6-dev, or name another in snip.yml");
    }
    if (cache && read_cache(tools, cache))
        return true;
    if (!ask_version(tools, loop, stop, err))
        return false;
    ask_parts(tools, path, loop, stop);
    if (cache && !(stop && *stop))
        write_cache(tools, cache);
    return true;
}

void toolchain_release(struct toolchain *tools)
{
    free(tools->compiler);
    strings_release(&tools->env);
    strings_release(&tools->parts);
    strings_release(&tools->shown);
    environment_release(&tools->environment);
    buf_release(&tools->flags);
    *tools = (struct toolchain){ 0 };
}
