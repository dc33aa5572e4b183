#include "engine/build/compile.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "box/box.h"

enum {
    COMPILE_TIME_MS = 30000,
    COMPILE_OUTPUT_MAX = 256 << 10,
    COMPILE_MEMORY = 1 << 30,
    COMPILE_PROCESSES = 64,
};

/* What is handed out of the box. */
enum { PROGRAM, DEPENDENCIES, PRODUCTS };

typedef VEC(const char *) words;

static char *display_command(const struct config *config, const char *source)
{
    struct buf text = BUF_INIT;
    AUTO_FREE char *name = path_stem(source);
    text_shell_word(&text, config->compiler);
    vec_each (flag, &config->flags) {
        buf_addc(&text, ' ');
        text_shell_word(&text, *flag);
    }
    buf_printf(&text, " -o %s %s", name, source);
    vec_each (lib, &config->libs) {
        buf_addc(&text, ' ');
        text_shell_word(&text, *lib);
    }
    return buf_steal(&text);
}

static void on_compiled(struct box *box, void *owner);

static bool run(struct compilation *c, const words *argv, const struct compile_files *files,
                struct err *err)
{
    words env = { 0 };
    vec_each (setting, &c->tools->env)
        vec_push(&env, *setting);
    /* Where the compiler keeps what it makes on the way. */
    AUTO_FREE char *tmpdir = mem_printf("TMPDIR=%s", c->build);
    vec_push(&env, tmpdir);
    /* What __DATE__ and __TIME__ say, to compilers that know it (reproducible-builds.org). */
    AUTO_FREE char *epoch = mem_printf("SOURCE_DATE_EPOCH=%lld", (long long)files->date);
    if (files->date)
        vec_push(&env, epoch);
    vec_push(&env, NULL);
    AUTO_FREE char *made = path_stem(c->source), *dependencies = mem_printf("%s.d", made);
    const struct box_program program = { .argv = argv->v, .env = env.v };
    const char *products[] = { [PROGRAM] = made, [DEPENDENCIES] = dependencies };
    struct box_spec spec = {
        .programs = &program,
        .nprograms = 1,
        .bare = c->tools->bare ? c->build : NULL,
        .shown = (const char *const *)c->tools->shown.v,
        .nshown = c->tools->shown.n,
        .files = files->v,
        .nfiles = files->n,
        .file_time = files->date,
        .directory = c->folder,
        .products = products,
        .nproducts = PRODUCTS,
        .processor = -1,
        .limits = { .memory = COMPILE_MEMORY, .processes = COMPILE_PROCESSES },
        .time_ms = COMPILE_TIME_MS,
        .output_max = COMPILE_OUTPUT_MAX,
    };
    c->box = box_start_single(c->loop, &spec, on_compiled, c, err);
    vec_release(&env);
    return c->box != NULL;
}

/*
 * The length of the name that the compiler gave to the object it linked, which S begins with; 0:
 * none.
 */
static size_t object_name(const char *s, size_t len)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    enum { NAME = sizeof("ccXXXXXX") - 1, ENDING = 2 };
    AUTO_FREE char *name = mem_strndup(s, len < NAME ? len : NAME);
    bool ours = len >= NAME + ENDING && text_starts(name, "cc") && strspn(name, letters) == NAME &&
                memcmp(s + NAME, ".o", ENDING) == 0;
    return ours ? NAME : 0;
}

/*
 * Adds what the compiler said to the output, products named as in a reader's folder. The object
 * between compiling and linking has another name each time; it is shown under the source's.
 */
static void take_words(struct compilation *c, const struct buf *said)
{
    struct buf text = BUF_INIT;
    AUTO_FREE char *folder = mem_printf("%s/", c->build);
    AUTO_FREE char *stem = path_stem(c->source);
    size_t at = 0, n = strlen(folder);
    const char *s = buf_str(said);
    for (const char *hit; (hit = memmem(s + at, said->len - at, folder, n));) {
        buf_add(&text, s + at, (size_t)(hit - s) - at);
        at = (size_t)(hit - s) + n;
        size_t object = object_name(s + at, said->len - at);
        buf_adds(&text, object ? stem : "");
        at += object;
    }
    buf_add(&text, s + at, said->len - at);
    text_show(&c->output, buf_str(&text), text.len);
    buf_release(&text);
}

/* Tells whether the compiler may have less than WANTED of RESOURCE. */
static bool is_under(int resource, uint64_t wanted)
{
    struct rlimit limit;
    return getrlimit((__rlimit_resource_t)resource, &limit) == 0 && limit.rlim_cur < wanted;
}

static bool says_one_of(const struct buf *output, const char *const *list)
{
    for (; *list; list++)
        if (strstr(buf_str(output), *list))
            return true;
    return false;
}

static bool has_errors(const struct buf *output)
{
    struct diagnostics list = { 0 };
    bool any = false;
    diagnostics_parse(&list, buf_str(output));
    vec_each (d, &list)
        any |= d->error;
    diagnostics_release(&list);
    return any;
}

/*
 * Sets failure where not the source made the compiler fail but a limit that snip was started under:
 * it has no error of a line, says what such a limit makes it say, and the limit is lower than what
 * a box allows.
 */
static void take_shortage(struct compilation *c)
{
#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
    const char *const *memory = WORDS("out of memory", "memory exhausted", "allocate memory",
                                      "map segment", "Segmentation fault", "Bus error", "Aborted");
    const struct {
        uint64_t wanted;
        const char *const *said;
        int resource;
        char letter; /* of ulimit */
    } limits[] = {
        { COMPILE_PROCESSES, WORDS(strerror(EAGAIN)), RLIMIT_NPROC, 'u' },
        { BOX_WORK_BYTES, WORDS(strsignal(SIGXFSZ)), RLIMIT_FSIZE, 'f' },
        { COMPILE_TIME_MS / 1000, WORDS(strsignal(SIGXCPU), "Killed signal"), RLIMIT_CPU, 't' },
        { COMPILE_MEMORY, memory, RLIMIT_AS, 'v' },
        { COMPILE_MEMORY, memory, RLIMIT_DATA, 'd' },
    };
    for (size_t i = 0; i < COUNT(limits) && !has_errors(&c->output); i++) {
        if (!says_one_of(&c->output, limits[i].said) ||
            !is_under(limits[i].resource, limits[i].wanted))
            continue;
        err_set(&c->failure, ERR_SYSTEM, "the compiler cannot work with what `ulimit -%c` allows",
                limits[i].letter);
        err_detail(&c->failure, mem_strdup(buf_str(&c->output)));
        err_hint(&c->failure, "ulimit -%c unlimited", limits[i].letter);
        return;
    }
#undef WORDS
}

/* Takes the result of a compiler's call. Returns whether it succeeded; sets failure where the
 * machine did not let it work. */
static bool take_result(struct compilation *c)
{
    struct box_result *result = box_result(c->box);
    const struct program_result *compiler = box_program(c->box, 0);
    bool ok = box_succeeded(c->box);
    take_words(c, &compiler->output);
    if (result->end == END_UNBOXED) {
        c->failure = result->err;
        result->err = (struct err){ 0 };
    } else if (!ok && strstr(buf_str(&c->output), strerror(ENOSPC))) {
        err_set(&c->failure, ERR_FALSE, "what the compiler makes of it takes over %d MiB",
                BOX_WORK_BYTES >> 20);
    } else if (result->end == END_TIMEOUT) {
        err_set(&c->failure, ERR_FALSE, "compiling took over %d s", COMPILE_TIME_MS / 1000);
    } else if (result->end == END_FLOOD) {
        err_set(&c->failure, ERR_FALSE, "the compiler printed over %d KiB",
                COMPILE_OUTPUT_MAX >> 10);
    } else if (result->end == END_MEMORY) {
        err_set(&c->failure, ERR_FALSE, "compiling took more memory than %d MiB",
                COMPILE_MEMORY >> 20);
    } else if (result->end == END_PROCESSES) {
        err_set(&c->failure, ERR_FALSE, "compiling took more than %d processes", COMPILE_PROCESSES);
    } else if (result->end == END_LOST ||
               (result->end == END_FINISHED && WIFSIGNALED(compiler->status))) {
        err_set(&c->failure, ERR_SYSTEM, "the compiler was killed by SIG%s",
                signal_name(result->end == END_LOST ? SIGKILL : WTERMSIG(compiler->status)));
    } else if (ok && result->products[PROGRAM].error) {
        err_set(&c->failure, ERR_SYSTEM,
                "the compiler's program cannot be taken out of its box: %s",
                strerror(result->products[PROGRAM].error));
        err_hint(&c->failure, "raise the limit of open files: ulimit -n 1024");
    } else if (ok && !result->products[PROGRAM].made) {
        err_set(&c->failure, ERR_FALSE, "the compiler made no program");
        err_hint(&c->failure, "does a flag in snip.yml keep it from linking?");
    } else if (!ok && result->end == END_FINISHED) {
        take_shortage(c);
    }
    return ok;
}

static void take_products(struct compilation *c)
{
    struct product *products = box_result(c->box)->products;
    c->program = products[PROGRAM].content;
    products[PROGRAM].content = (struct buf)BUF_INIT;
    c->rule = products[DEPENDENCIES].content;
    products[DEPENDENCIES].content = (struct buf)BUF_INIT;
}

static void on_compiled(struct box *box, void *owner)
{
    (void)box;
    struct compilation *c = owner;
    bool ok = take_result(c);
    take_products(c);
    box_free(c->box);
    c->box = NULL;
    c->result = !ok ? COMPILE_FAIL : c->output.len ? COMPILE_WARN : COMPILE_OK;
    c->done(c, c->owner);
}

static bool start_compile(struct compilation *c, const struct compile_files *files, struct err *err)
{
    static const char *const ours[] = { "-pipe", "-fdiagnostics-color=never", "-MD", "-MF" };
    AUTO_FREE char *stem = path_stem(c->source);
    AUTO_FREE char *program = path_join(c->build, stem);
    AUTO_FREE char *dependencies = mem_printf("%s.d", program);
    AUTO_FREE char *compiler = toolchain_path(c->tools, c->build);
    words argv = { 0 };
    vec_push(&argv, compiler);
    vec_each (flag, &c->tools->config->flags)
        vec_push(&argv, *flag);
    for (size_t i = 0; i < COUNT(ours); i++)
        vec_push(&argv, ours[i]);
    vec_push(&argv, dependencies);
    vec_push(&argv, c->prefix_map);
    vec_push(&argv, "-o");
    vec_push(&argv, program);
    vec_push(&argv, c->source);
    vec_each (lib, &c->tools->config->libs)
        vec_push(&argv, *lib);
    vec_push(&argv, NULL);
    bool ok = run(c, &argv, files, err);
    vec_release(&argv);
    return ok;
}

bool compilation_start(struct compilation *c, const struct toolchain *tools, struct loop *loop,
                       const struct compile_files *files, const char *folder, const char *source,
                       void (*done)(struct compilation *, void *), void *owner, struct err *err)
{
    AUTO_FREE char *build = tools->bare ? box_folder(err) : mem_strdup(BOX_BUILD);
    if (!build)
        return false;
    AUTO_FREE char *inside = path_join(BOX_PROJECT, strcmp(folder, ".") == 0 ? "" : folder);
    *c = (struct compilation){
        .tools = tools,
        .loop = loop,
        .source = source,
        .done = done,
        .owner = owner,
        .command = display_command(tools->config, source),
        /* With -g the linker names sources by the folder they were compiled in. */
        .prefix_map = mem_printf("-ffile-prefix-map=%s%s=.", tools->bare ? build : "", inside),
        .folder = steal(&inside),
        .build = steal(&build),
    };
    return start_compile(c, files, err);
}

void compilation_kill(struct compilation *c)
{
    if (c->box)
        box_kill(c->box);
}

/* Reads a number at *S and the colon after it. Returns -1 where there is none. */
static int number_and_colon(const char **s)
{
    char *end;
    long n = strtol(*s, &end, 10);
    if (end == *s || *end != ':' || n < 0 || n > 10000000)
        return -1;
    *s = end + 1;
    return (int)n;
}

/* Reads "file:line:column: error: text" (the column may be missing). */
static bool parse_message(const char *line, struct diagnostic *d)
{
    const char *colon = strchr(line, ':');
    if (!colon || colon == line)
        return false;
    const char *at = colon + 1;
    int number = number_and_colon(&at);
    if (number < 0)
        return false;
    number_and_colon(&at);
    static const struct {
        const char *word;
        bool error;
    } kinds[] = { { " error: ", true }, { " fatal error: ", true }, { " warning: ", false } };
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!text_starts(at, kinds[i].word))
            continue;
        *d = (struct diagnostic){ mem_strndup(line, (size_t)(colon - line)), number, kinds[i].error,
                                  mem_strdup(at + strlen(kinds[i].word)), NULL };
        return true;
    }
    return false;
}

/* Lines that lead to the next message, or count: they are about no place in the source. */
static bool is_context(const char *line)
{
    return text_starts(line, "In file included from ") || strstr(line, ": In function ") ||
           strstr(line, ": At top level:") || text_ends(line, " generated.") ||
           text_starts(line, "compilation terminated") || text_starts(line, "cc1: ");
}

void diagnostics_parse(struct diagnostics *list, const char *output)
{
    struct slice rest = { output, strlen(output) }, line;
    struct buf excerpt = BUF_INIT;
    struct diagnostic *last = NULL;
    while (text_line(&rest, &line)) {
        AUTO_FREE char *text = mem_strndup(line.s, line.len);
        struct diagnostic found;
        if (parse_message(text, &found)) {
            if (last)
                last->excerpt = buf_steal(&excerpt);
            last = vec_add(list);
            *last = found;
        } else if (last && !is_context(text)) {
            buf_printf(&excerpt, "%s\n", text);
        }
    }
    if (last)
        last->excerpt = buf_steal(&excerpt);
    buf_release(&excerpt);
}

void diagnostics_release(struct diagnostics *list)
{
    vec_each (d, list) {
        free(d->file);
        free(d->text);
        free(d->excerpt);
    }
    vec_release(list);
}

void compilation_release(struct compilation *c)
{
    box_free(c->box);
    free(c->command);
    free(c->prefix_map);
    free(c->folder);
    free(c->build);
    buf_release(&c->program);
    buf_release(&c->output);
    err_release(&c->failure);
    buf_release(&c->rule);
    *c = (struct compilation){ 0 };
}
