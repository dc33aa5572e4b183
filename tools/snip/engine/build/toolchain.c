#include "engine/build/toolchain.h"

#include <ctype.h>
#include <dlfcn.h>
#include <gnu/libc-version.h>
#include <jansson.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "box/box.h"
#include "box/machine.h"
#include "doc/settings/flags.h"
#include "engine/plan/command.h"
#include "engine/plan/proof.h"
#include "file/fs.h"
#include "file/project.h"

enum { VERSION_TIME_MS = 20000, VERSION_MAX = 64 << 10, MAX_OWN = 64 << 20, MAX_CACHE = 1 << 20 };

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
    for (size_t i = 0; i < COUNT(kinds); i++) {
        AUTO_FREE char *key = mem_printf("%s version ", kinds[i]);
        const char *at = strstr(said, key);
        AUTO_FREE char *version = at ? short_version(at + strlen(key)) : NULL;
        if (version)
            return mem_printf("%s %s", kinds[i], version);
    }
    return mem_strdup("unknown");
}

static void on_version(struct box *box, void *owner)
{
    (void)box;
    *(bool *)owner = true;
}

/* The reason why the compiler could not be asked, in BOX. */
static bool no_answer(const struct toolchain *tools, const char *option, struct box *box,
                      struct err *err)
{
    struct box_result *result = box_result(box);
    const struct buf *output = &box_program(box, 0)->output;
    if (result->err.text) {
        *err = result->err;
        result->err = (struct err){ 0 };
        if (result->step != BOX_EXEC)
            return false;
        err_context(err, "the compiler %s", tools->compiler);
    } else {
        struct buf said = BUF_INIT;
        text_show(&said, buf_str(output), output->len);
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
    AUTO_FREE char *folder = tools->bare ? box_folder(err) : NULL, *name = NULL;
    if (tools->bare && !folder)
        return false;
    /* What a linker is asked through has files of its own. */
    AUTO_FREE char *tmpdir = mem_printf("TMPDIR=%s", folder ? folder : BOX_BUILD);
    const char *env[] = { tools->env.v[0], tools->env.v[1], tmpdir, NULL };
    AUTO_FREE char *compiler = toolchain_path(tools, folder);
    const char *argv[] = { compiler, option, NULL };
    struct box_file own = tools->own ? toolchain_file(tools, &name) : (struct box_file){ 0 };
    const struct box_program program = { .argv = argv, .env = env };
    struct box_spec spec = {
        .programs = &program,
        .nprograms = 1,
        .bare = folder,
        .shown = (const char *const *)tools->shown.v,
        .nshown = tools->shown.n,
        .files = &own,
        .nfiles = tools->own != NULL,
        .processor = -1,
        .time_ms = VERSION_TIME_MS,
        .output_max = VERSION_MAX,
    };
    bool done = false;
    struct box *box = box_start_single(loop, &spec, on_version, &done, err);
    while (box && !done && loop_once(loop, err))
        if (stop && *stop)
            box_kill(box);
    bool ok = box && done && (box_succeeded(box) || no_answer(tools, option, box, err));
    if (box && done) {
        *said = box_program(box, 0)->output;
        box_program(box, 0)->output = (struct buf)BUF_INIT;
    }
    box_free(box);
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
    for (size_t i = 0; i < COUNT(options); i++) {
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

/* Finds out what its assembler and its linker can tell of what they read. */
static void ask_tellers(struct toolchain *tools, struct loop *loop, const int *stop)
{
    AUTO(buf_release) struct buf said = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    /* Of GNU's, which gcc calls. That of clang is a part of it, and does not know it. */
    tools->assembler_tells = text_starts(tools->environment.compiler, "gcc");
    tools->linker_tells = ask(tools, "-Wl,--help", loop, stop, &said, &err) &&
                          strstr(buf_str(&said), "--dependency-file");
}

/* Takes version and parts from the file CACHE. Returns whether they are true still. */
static bool read_cache(struct toolchain *tools, const char *cache)
{
    const char *path;
    json_t *value;
    AUTO(buf_release) struct buf text = BUF_INIT;
    json_t *root = proof_read(cache, MAX_CACHE, &text) == PROOF_READ
                       ? json_loadb(buf_str(&text), text.len, 0, NULL)
                       : NULL;
    json_t *parts = json_object_get(root, "parts");
    const char *name = json_string_value(json_object_get(root, "name"));
    bool ok = name && json_object_get(root, "linker tells") && json_object_size(parts) > 0 &&
              json_object_get(parts, tools->compiler);
    json_object_foreach (parts, path, value) {
        AUTO_FREE char *now = fs_identity(path);
        const char *id = json_string_value(value);
        ok = ok && id && strcmp(id, now) == 0;
    }
    if (ok) {
        tools->environment.compiler = mem_strdup(name);
        tools->assembler_tells = json_is_true(json_object_get(root, "assembler tells"));
        tools->linker_tells = json_is_true(json_object_get(root, "linker tells"));
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
    json_t *parts = json_object();
    vec_each (part, &tools->parts) {
        AUTO_FREE char *id = fs_identity(*part);
        json_object_set_new(parts, *part, json_string(id));
    }
    json_t *root = json_pack("{s:s, s:b, s:b, s:o}", "name", tools->environment.compiler,
                             "assembler tells", tools->assembler_tells, "linker tells",
                             tools->linker_tells, "parts", parts);
    char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL;
    if (text)
        proof_write(cache, text);
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

/* Tells whether HOME, a home directory, is FOLDER, a path without links, or lies below it. */
static bool holds(const char *folder, const char *home)
{
    AUTO_FREE char *real = fs_real(home);
    return real && (strcmp(real, folder) == 0 || path_below(real, folder));
}

/* Tells whether FOLDER is the home directory of an account of the machine, or has one below it. */
static bool holds_home(const char *folder)
{
    const char *home = getenv("HOME");
    AUTO_FREE char *real = fs_real(folder);
    bool found = real && home && holds(real, home);
    setpwent();
    for (struct passwd *account; real && !found && (account = getpwent());)
        found = holds(real, account->pw_dir);
    endpwent();
    return found;
}

/*
 * Adds FOLDER to SHOWN. Returns false where that must not be: nobody's home is ever shown, nor the
 * machine.
 */
static bool show(struct strings *shown, const char *folder)
{
    if (machine_shares(folder) || strings_has(shown, folder))
        return true;
    if (strcmp(folder, "/") == 0 || holds_home(folder))
        return false;
    if (shown->n < BOX_MAX_SHOWN - 1)
        strings_add(shown, mem_strdup(folder));
    return true;
}

/* Shows what of PREFIX belongs to the compiler PREFIX/bin/cc, and nothing else that lies there. */
static void show_prefix(struct toolchain *tools, const char *prefix)
{
    /* In a home share/ is full of what is its owner's alone. */
    static const char *const parts[] = { "bin", "lib", "lib32", "lib64", "libexec", "include" };
    for (size_t i = 0; i < COUNT(parts); i++) {
        AUTO_FREE char *folder = path_join(prefix, parts[i]);
        if (fs_is_dir(folder))
            show(&tools->shown, folder);
    }
}

/*
 * Shows what the program PATH needs: the parts of PREFIX where it is PREFIX/bin/cc and PREFIX/lib
 * is there, its folder alone otherwise, and where PREFIX is somebody's home. As show().
 */
static bool show_program(struct toolchain *tools, const char *path)
{
    if (machine_shares(path))
        return true;
    AUTO_FREE char *folder = path_folder(path), *prefix = path_folder(folder);
    AUTO_FREE char *lib = path_join(folder, "../lib");
    if (strcmp(path_base(folder), "bin") != 0 || !fs_is_dir(lib) || holds_home(prefix))
        return show(&tools->shown, folder);
    show_prefix(tools, prefix);
    return true;
}

/* Where programs and libraries of a machine are besides /usr: what is there is no one's own. */
static const char *const trees[] = { "/opt", "/nix/store", "/gnu/store" };

static bool is_of_system(const char *path)
{
    bool found = machine_shares(path);
    for (size_t i = 0; i < COUNT(trees); i++)
        found = found || path_below(path, trees[i]);
    return found;
}

/* Shows what the program PATH needs; what a store holds needs others of it. */
static bool show_with_store(struct toolchain *tools, const char *path)
{
    for (size_t i = 1; i < COUNT(trees); i++)
        if (path_below(path, trees[i]))
            return show(&tools->shown, trees[i]);
    return show_program(tools, path);
}

/* What of the machine a compiler sees besides the system: where it lies itself. */
static bool show_compiler(struct toolchain *tools, struct err *err)
{
    AUTO_FREE char *target = fs_real(tools->compiler);
    if (show_with_store(tools, tools->compiler) && (!target || show_with_store(tools, target)))
        return true;
    err_set(err, ERR_SYSTEM, "the compiler %s lies in a home directory, or above one",
            tools->compiler);
    return err_hint(err, "a compilation sees the folder of its compiler, so it never is a home: "
                         "move the compiler into a folder below, or name another in snip.yml");
}

/*
 * Tells whether the repository may have PATH, without links, shown: where root runs snip, the way
 * there must be everybody's, for what is shown needs no way any more.
 */
static bool may_be_shown(const char *path)
{
    return is_of_system(path) && !project_meets(path) && (geteuid() != 0 || fs_is_public(path));
}

bool toolchain_show(const struct toolchain *tools, const char *flag, struct strings *shown)
{
    bool libraries;
    const char *path = flag_path(flag, &libraries);
    AUTO_FREE char *real = path && *path == '/' ? fs_real(path) : NULL;
    if (!real || machine_shares(real))
        return true;
    if (!may_be_shown(real))
        return false;
    AUTO_FREE char *folder = mem_strdup(real);
    if (!fs_is_dir(folder))
        path_up(folder);
    return strings_has(&tools->shown, folder) || show(shown, folder);
}

void toolchain_refuse(const char *flag, const char *path, int line, struct err *err)
{
    err_at(err, ERR_INPUT, path, line, "the flag %s leads out of the project and the system", flag);
    err_hint(err, "put what it names into the project, and write its path from a snippet's "
                  "folder; or install it below /usr/local or /opt, for everybody");
}

/* Shows what FLAGS name. */
static bool show_named(struct toolchain *tools, const struct strings *flags, struct err *err)
{
    vec_each (flag, flags) {
        if (toolchain_show(tools, *flag, &tools->shown))
            continue;
        toolchain_refuse(*flag, "snip.yml", 0, err);
        return false;
    }
    return true;
}

const char toolchain_cache[] = ".snip/toolchain.json";

static bool no_compiler(const struct config *config, struct err *err)
{
    err_set(err, ERR_SYSTEM, "there is no compiler: %s is not found", config->compiler);
    return err_hint(err, "sudo apt-get install gcc libc6-dev, or name another in snip.yml");
}

/* Takes the program OWN of the project, owned by TOOLS from then on, for the compiler. */
static bool take_own(struct toolchain *tools, char *own, struct err *err)
{
    tools->own = own;
    if (project_kind(own, ".") == PROJECT_NONE)
        return no_compiler(tools->config, err);
    if (!tools->trust) {
        err_at(err, ERR_INPUT, "snip.yml", 0, "the compiler %s is a program of this project",
               tools->config->compiler);
        return err_hint(err, "where you trust it, run snip with --trust: it then decides what the "
                             "programs do and what posts show");
    }
    tools->compiler = mem_printf("%s/%s", BOX_PROJECT, own);
    return project_read(own, ".", MAX_OWN, &tools->own_text, err);
}

/* The repository may name a program of the system, or what the caller's PATH leads to. */
static bool find_compiler(struct toolchain *tools, const char *path, struct err *err)
{
    const char *word = tools->config->compiler;
    if (*word != '/' && strchr(word, '/'))
        return take_own(tools, path_normal(".", word), err);
    AUTO_FREE char *found = command_find(word, path);
    AUTO_FREE char *own = found ? project_path_of(found) : NULL;
    if (!found)
        return no_compiler(tools->config, err);
    if (own)
        return take_own(tools, steal(&own), err);
    if (*word == '/' && !may_be_shown(found) && !tools->trust) {
        err_at(err, ERR_INPUT, "snip.yml", 0, "the compiler %s is no program of the system", word);
        return err_hint(err,
                        "name one that is in your PATH, or below /usr or /opt; where you trust "
                        "this one, run snip with --trust");
    }
    tools->compiler = steal(&found);
    return show_compiler(tools, err);
}

/* Finds the compiler in PATH, and what it is to be shown. */
static bool prepare(struct toolchain *tools, const char *path, struct err *err)
{
    ask_machine(&tools->environment);
    strings_add(&tools->env, mem_printf("PATH=%s", path));
    strings_add(&tools->env, mem_strdup("LC_ALL=C.UTF-8"));
    return find_compiler(tools, path, err) && show_named(tools, &tools->config->flags, err) &&
           show_named(tools, &tools->config->libs, err);
}

static const char *search_path(void)
{
    const char *path = getenv("PATH");
    return path && *path ? path : default_path;
}

bool toolchain_recall(struct toolchain *tools, const char *cache)
{
    AUTO(err_release) struct err err = { 0 };
    return prepare(tools, search_path(), &err) && read_cache(tools, cache);
}

bool toolchain_init(struct toolchain *tools, const char *cache, struct loop *loop, const int *stop,
                    struct err *err)
{
    if (!prepare(tools, search_path(), err))
        return false;
    /* What a compiler of the project says is asked each time. */
    cache = tools->own ? NULL : cache;
    if (cache && read_cache(tools, cache))
        return true;
    if (!ask_version(tools, loop, stop, err))
        return false;
    ask_parts(tools, search_path(), loop, stop);
    ask_tellers(tools, loop, stop);
    if (cache && !(stop && *stop))
        write_cache(tools, cache);
    return true;
}

bool toolchain_sees(const struct strings *shown, const char *path)
{
    AUTO_FREE char *real = fs_real(path);
    bool seen = !real || machine_shares(real);
    vec_each (folder, shown)
        seen = seen || path_below(real, *folder);
    return seen;
}

bool toolchain_is_clang(const struct toolchain *tools)
{
    return text_starts(tools->environment.compiler, "clang");
}

const char *toolchain_loader(void)
{
    Dl_info info;
    const void *base = (const void *)getauxval(AT_BASE); /* NOLINT(performance-no-int-to-ptr) */
    return base && dladdr(base, &info) ? info.dli_fname : "/lib64/ld-linux-x86-64.so.2";
}

char *toolchain_path(const struct toolchain *tools, const char *bare)
{
    bool moved = tools->own && tools->bare;
    return mem_printf("%s%s", moved ? bare : "", tools->compiler);
}

struct box_file toolchain_file(const struct toolchain *tools, char **name)
{
    *name = mem_strdup(tools->compiler + 1);
    return (struct box_file){ .name = *name,
                              .data = buf_str(&tools->own_text),
                              .len = tools->own_text.len,
                              .executable = true };
}

void toolchain_release(struct toolchain *tools)
{
    free(tools->compiler);
    free(tools->own);
    buf_release(&tools->own_text);
    strings_release(&tools->env);
    strings_release(&tools->parts);
    strings_release(&tools->shown);
    environment_release(&tools->environment);
    *tools = (struct toolchain){ 0 };
}
