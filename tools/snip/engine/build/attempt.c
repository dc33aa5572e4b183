/*
 * The programs of its box are run one after another: for each source the compiler, as cc(1) goes on
 * to the next where one does not compile; where all do the linker; and where that works the loader,
 * which only lists (ld.so(8)).
 */
#include "engine/build/attempt.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "box/box.h"
#include "doc/settings/signals.h"
#include "engine/build/diagnostics.h"
#include "engine/build/shortage.h"

enum { COMPILE_OUTPUT_MAX = 256 << 10, FIRST_PRODUCTS = 2 };

/* What is handed out of the box, before two rules of make for each source. */
enum { PROGRAM, LINKED };

/* Words for a box's program, each owned. */
struct argv {
    struct strings words;
};

static size_t sources_of(const struct attempt *a)
{
    return a->request->sources->n;
}

/* The path of the file that is called like source I of A, or like the program where I is their
 * number, with ENDING, where the compiler writes. Owned by the caller. */
static char *made_path(const struct attempt *a, size_t i, const char *ending)
{
    AUTO_FREE char *stem = i < sources_of(a) ? path_stem(a->request->sources->v[i])
                                             : mem_strdup(a->name);
    return mem_printf("%s/%s%s", a->build, stem, ending);
}

static void add(struct strings *argv, const char *word)
{
    strings_add(argv, mem_strdup(word));
}

/* The compiler and its flags. */
static void add_compiler(struct strings *argv, const struct attempt *a)
{
    const struct toolchain *tools = a->request->tools;
    strings_add(argv, toolchain_path(tools, a->build));
    vec_each (flag, &a->request->options->flags)
        add(argv, *flag);
    add(argv, "-pipe");
    add(argv, "-fdiagnostics-color=never");
    /* Of a flag that is for one of compiling and linking it need not be said in the other. */
    if (toolchain_is_clang(tools))
        add(argv, "-Qunused-arguments");
    /* With -g sources are named by the folder they were compiled in. */
    strings_add(argv,
                mem_printf("-ffile-prefix-map=%s%s=.", tools->bare ? a->build : "", a->folder));
}

static void add_compiling(struct strings *argv, const struct attempt *a, size_t i)
{
    add_compiler(argv, a);
    add(argv, "-c");
    add(argv, "-MD");
    add(argv, "-MF");
    strings_add(argv, made_path(a, i, ".d"));
    /* What .incbin reads no preprocessor sees. */
    if (a->request->tools->assembler_tells) {
        AUTO_FREE char *path = made_path(a, i, ".as.d");
        strings_add(argv, mem_printf("-Wa,--MD,%s", path));
    }
    add(argv, "-o");
    strings_add(argv, made_path(a, i, ".o"));
    add(argv, a->request->sources->v[i]);
}

static void add_linking(struct strings *argv, const struct attempt *a)
{
    add_compiler(argv, a);
    add(argv, "-o");
    strings_add(argv, made_path(a, sources_of(a), ""));
    for (size_t i = 0; i < sources_of(a); i++)
        strings_add(argv, made_path(a, i, ".o"));
    vec_each (lib, &a->request->options->libs)
        add(argv, *lib);
    vec_each (lib, a->given)
        add(argv, *lib);
    if (a->request->tools->linker_tells) {
        AUTO_FREE char *path = made_path(a, sources_of(a), ".link.d");
        strings_add(argv, mem_printf("-Wl,--dependency-file=%s", path));
    }
}

static void add_listing(struct strings *argv, const struct attempt *a)
{
    add(argv, toolchain_loader());
    add(argv, "--list");
    strings_add(argv, made_path(a, sources_of(a), ""));
}

/* What the box of A runs. Each list ends in NULL. */
static void make_programs(const struct attempt *a, struct argv *programs)
{
    size_t n = sources_of(a);
    for (size_t i = 0; i < n; i++)
        add_compiling(&programs[i].words, a, i);
    add_linking(&programs[n].words, a);
    add_listing(&programs[n + 1].words, a);
    for (size_t i = 0; i < n + 2; i++)
        vec_push(&programs[i].words, NULL);
}

/* The names of what is handed out, in the folder that the compiler writes to. */
static void list_products(const struct attempt *a, struct strings *products)
{
    size_t n = sources_of(a), skip = strlen(a->build) + 1;
    for (size_t i = 0; i < FIRST_PRODUCTS + 2 * n; i++) {
        size_t source = i < FIRST_PRODUCTS ? n : (i - FIRST_PRODUCTS) / 2;
        static const char *const endings[] = { "", ".link.d", ".d", ".as.d" };
        AUTO_FREE char *path =
            made_path(a, source, endings[i < FIRST_PRODUCTS ? i : FIRST_PRODUCTS + i % 2]);
        strings_add(products, mem_strdup(path + skip));
    }
}

static void add_environment(const struct attempt *a, struct strings *env)
{
    vec_each (setting, &a->request->tools->env)
        add(env, *setting);
    /* Where the compiler keeps what it makes on the way. */
    strings_add(env, mem_printf("TMPDIR=%s", a->build));
    /* What __DATE__ and __TIME__ say, to compilers that know it (reproducible-builds.org). */
    if (a->request->date)
        strings_add(env, mem_printf("SOURCE_DATE_EPOCH=%lld", (long long)a->request->date));
    vec_push(env, NULL);
}

static bool ended_well(struct box *box, size_t program)
{
    int status = box_program(box, program)->status;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool compiled_all(const struct attempt *a)
{
    bool all = true;
    for (size_t i = 0; i < sources_of(a); i++)
        all = all && ended_well(a->box, i);
    return all;
}

/* What it has left, a server of a cache say, is of no interest: it is killed with the box. */
static void on_ended(struct box *box, void *owner, size_t program)
{
    const struct attempt *a = owner;
    size_t n = sources_of(a);
    if (program + 1 < n || (program + 1 == n && compiled_all(a)) ||
        (program == n && ended_well(box, program)))
        box_run(box, program + 1);
    else
        box_finish(box);
}

static void on_over(struct box *box, void *owner);

static bool run(struct attempt *a, struct loop *loop, struct argv *argvs, struct err *err)
{
    AUTO(strings_release) struct strings env = { 0 }, products = { 0 };
    const struct compile_request *request = a->request;
    const struct box_events events = { .ended = on_ended, .over = on_over };
    struct box_program programs[BOX_MAX_PROGRAMS] = { 0 };
    size_t n = sources_of(a) + 2;
    add_environment(a, &env);
    list_products(a, &products);
    for (size_t i = 0; i < n; i++)
        programs[i] = (struct box_program){ .argv = (const char *const *)argvs[i].words.v,
                                            .env = (const char *const *)env.v };
    const struct box_spec spec = {
        .programs = programs,
        .nprograms = n,
        .bare = request->tools->bare ? a->build : NULL,
        .shown = (const char *const *)request->shown->v,
        .nshown = request->shown->n,
        .files = request->files,
        .nfiles = request->nfiles,
        .file_time = request->date,
        .directory = a->folder,
        .products = (const char *const *)products.v,
        .nproducts = products.n,
        .processor = -1,
        .limits = { .memory = COMPILE_MEMORY, .processes = COMPILE_PROCESSES },
        .time_ms = COMPILE_TIME_MS,
        .output_max = COMPILE_OUTPUT_MAX,
    };
    a->box = box_start(loop, &spec, &events, a, err);
    if (a->box)
        box_run(a->box, 0);
    return a->box != NULL;
}

bool attempt_start(struct attempt *a, const struct compile_request *request,
                   const struct words *given, struct loop *loop,
                   void (*done)(struct attempt *, void *), void *owner, struct err *err)
{
    bool bare = request->tools->bare;
    const char *folder = strcmp(request->folder, ".") == 0 ? "" : request->folder;
    *a = (struct attempt){
        .request = request,
        .given = given,
        .name = path_stem(request->sources->v[0]),
        .folder = path_join(BOX_PROJECT, folder),
        .build = bare ? box_folder(err) : mem_strdup(BOX_BUILD),
        .done = done,
        .owner = owner,
    };
    if (!a->build)
        return false;
    struct argv argvs[BOX_MAX_PROGRAMS] = { 0 };
    make_programs(a, argvs);
    bool ok = run(a, loop, argvs, err);
    for (size_t i = 0; i < sources_of(a) + 2; i++)
        strings_release(&argvs[i].words);
    return ok;
}

/*
 * The length of the name that the compiler gave to a file of its own, which S begins with: such a
 * name is another each time. 0: none.
 */
static size_t chance_name(const char *s, size_t len)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    enum { NAME = sizeof("ccXXXXXX") - 1 };
    AUTO_FREE char *name = mem_strndup(s, len < NAME ? len : NAME);
    bool ours = len > NAME && text_starts(name, "cc") && strspn(name, letters) == NAME &&
                s[NAME] == '.';
    return ours ? NAME : 0;
}

/* Adds what was said to the output, products named as in a reader's folder, and what has a name by
 * chance as the program. */
static void take_words(struct attempt *a, const struct buf *said)
{
    struct buf text = BUF_INIT;
    AUTO_FREE char *folder = mem_printf("%s/", a->build);
    size_t at = 0, n = strlen(folder);
    const char *s = buf_str(said);
    for (const char *hit; (hit = memmem(s + at, said->len - at, folder, n));) {
        buf_add(&text, s + at, (size_t)(hit - s) - at);
        at = (size_t)(hit - s) + n;
        size_t chance = chance_name(s + at, said->len - at);
        buf_adds(&text, chance ? a->name : "");
        at += chance;
    }
    buf_add(&text, s + at, said->len - at);
    text_show(&a->got.output, buf_str(&text), text.len);
    buf_release(&text);
}

/* The signal that killed a compiler or a linker of A; 0: none was. */
static int killed_by(const struct attempt *a)
{
    for (size_t i = 0; i <= sources_of(a); i++) {
        const struct program_result *program = box_program(a->box, i);
        bool ended = program->state == PROGRAM_LEFT || program->state == PROGRAM_ENDED;
        if (ended && WIFSIGNALED(program->status))
            return WTERMSIG(program->status);
    }
    return 0;
}

/* Sets the failure to TEXT, of the source that END came over, and shows the first error so far. */
static void fail_at_source(struct attempt *a, const char *text)
{
    struct compiled *got = &a->got;
    size_t program = box_result(a->box)->program;
    struct diagnostics list = { 0 };
    if (program < sources_of(a)) {
        AUTO_FREE char *path = path_join(a->request->folder, a->request->sources->v[program]);
        err_at(&got->failure, ERR_FALSE, path, 0, "%s", text);
    } else {
        err_set(&got->failure, ERR_FALSE, "%s", text);
    }
    diagnostics_parse(&list, buf_str(&got->output));
    const struct diagnostic *first = list.n ? list.v : NULL;
    vec_each (d, &list)
        if (d->error && !first->error)
            first = d;
    if (first)
        err_detail(&got->failure,
                   mem_printf("%s:%d: %s: %s\n%s", first->file, first->line,
                              first->error ? "error" : "warning", first->text, first->excerpt));
    diagnostics_release(&list);
}

static void fail_at_limit(struct attempt *a, enum end end)
{
    AUTO_FREE char *text =
        end == END_TIMEOUT ? mem_printf("compiling took over %d s", COMPILE_TIME_MS / 1000)
        : end == END_FLOOD
            ? mem_printf("the compiler printed over %d KiB", COMPILE_OUTPUT_MAX >> 10)
        : end == END_MEMORY
            ? mem_printf("compiling took more memory than %d MiB", COMPILE_MEMORY >> 20)
            : mem_printf("compiling took more than %d processes", COMPILE_PROCESSES);
    fail_at_source(a, text);
}

/* Sets the failure where there is one in how the box of A ended; OK: all went well in it. */
static void take_failure(struct attempt *a, bool ok)
{
    struct compiled *got = &a->got;
    struct box_result *result = box_result(a->box);
    const struct product *program = &result->products[PROGRAM];
    enum end end = result->end;
    if (end == END_UNBOXED) {
        got->failure = result->err;
        result->err = (struct err){ 0 };
    } else if (end == END_TIMEOUT || end == END_FLOOD || end == END_MEMORY ||
               end == END_PROCESSES) {
        fail_at_limit(a, end);
    } else if (end == END_LOST || (end == END_FINISHED && killed_by(a))) {
        err_set(&got->failure, ERR_SYSTEM, "the compiler was killed by SIG%s",
                signal_name(end == END_LOST ? SIGKILL : killed_by(a)));
    } else if (ok && program->error) {
        err_set(&got->failure, ERR_SYSTEM,
                "the compiler's program cannot be taken out of its box: %s",
                strerror(program->error));
        err_hint(&got->failure, "raise the limit of open files: ulimit -n 1024");
    } else if (ok && !program->made) {
        err_set(&got->failure, ERR_FALSE, "the compiler made no program");
        err_hint(&got->failure, "does a flag keep it from linking?");
    } else if (!ok && end == END_FINISHED) {
        shortage_find(a->request->tools->bare, &got->output, &got->failure);
    }
}

static void take_products(struct attempt *a)
{
    struct product *products = box_result(a->box)->products;
    struct compiled *got = &a->got;
    got->program = products[PROGRAM].content;
    products[PROGRAM].content = (struct buf)BUF_INIT;
    got->linked = products[LINKED].content;
    products[LINKED].content = (struct buf)BUF_INIT;
    for (size_t i = 0; i < 2 * sources_of(a); i++) {
        const struct buf *rule = &products[FIRST_PRODUCTS + i].content;
        buf_add(&got->rule, buf_str(rule), rule->len);
        buf_addc(&got->rule, '\n');
    }
}

static void on_over(struct box *box, void *owner)
{
    struct attempt *a = owner;
    struct compiled *got = &a->got;
    size_t n = sources_of(a);
    bool compiled = compiled_all(a), finished = box_result(box)->end == END_FINISHED;
    bool ok = finished && compiled && ended_well(box, n);
    for (size_t i = 0; i < n; i++)
        take_words(a, &box_program(box, i)->output);
    got->linking = got->output.len;
    take_words(a, &box_program(box, n)->output);
    got->loaded = box_program(box, n + 1)->output;
    box_program(box, n + 1)->output = (struct buf)BUF_INIT;
    take_failure(a, ok);
    take_products(a);
    got->unlinked = finished && compiled && !ok && got->failure.kind == ERR_NONE;
    got->result = !ok ? COMPILE_FAIL : got->output.len ? COMPILE_WARN : COMPILE_OK;
    box_free(box);
    a->box = NULL;
    a->done(a, a->owner);
}

void attempt_kill(struct attempt *a)
{
    if (a->box)
        box_kill(a->box);
}

bool compiled_same(const struct compiled *a, const struct compiled *b)
{
    return a->result == b->result && strcmp(buf_str(&a->output), buf_str(&b->output)) == 0;
}

void compiled_release(struct compiled *got)
{
    buf_release(&got->program);
    buf_release(&got->output);
    err_release(&got->failure);
    buf_release(&got->rule);
    buf_release(&got->linked);
    buf_release(&got->loaded);
    *got = (struct compiled){ 0 };
}

void attempt_release(struct attempt *a)
{
    box_free(a->box);
    free(a->name);
    free(a->folder);
    free(a->build);
    compiled_release(&a->got);
    *a = (struct attempt){ 0 };
}
