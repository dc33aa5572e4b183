#include "engine/run/launch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "engine/plan/command.h"
#include "engine/run/giving.h"

enum { SLOWER = 3 }; /* how much more of time a run may take in another world */

/* What a process is called with; kept until the box has it. */
struct command_line {
    struct strings argv, env;
};

/* The environment of a program: fixed, then what the manifest adds. Ends with NULL. */
static void program_env(const struct process_spec *spec, struct strings *env)
{
    AUTO_FREE char *path = mem_printf("PATH=%s", command_path);
    const char *const fixed[] = { path, "HOME=/tmp", "LC_ALL=C.UTF-8", "TZ=UTC" };
    for (size_t i = 0; i < COUNT(fixed); i++) {
        size_t name = strcspn(fixed[i], "=") + 1;
        bool replaced = false;
        vec_each (own, &spec->env)
            replaced |= strncmp(*own, fixed[i], name) == 0;
        if (!replaced)
            strings_add(env, mem_strdup(fixed[i]));
    }
    vec_each (own, &spec->env)
        strings_add(env, mem_strdup(*own));
    vec_push(env, NULL);
}

static struct box_file box_file(const struct snippet_file *file, const char *name)
{
    return (struct box_file){ .name = name,
                              .data = buf_str(&file->text),
                              .len = file->text.len,
                              .executable = file->executable };
}

/* The files of the program's world: its data, what the manifest places, the programs. */
static void world_files(const struct snippet *snippet, const struct run_programs *programs,
                        struct strings *names, struct box_file **files, size_t *count)
{
    VEC(struct box_file) list = { 0 };
    vec_each (file, &snippet->data)
        if (!file->apart)
            vec_push(&list, box_file(file, file->name));
    vec_each (placed, &snippet->manifest.files)
        vec_push(&list,
                 box_file(snippet_file_find(&snippet->data, placed->source), placed->target));
    vec_each (program, programs) {
        char *name = path_stem(program->source);
        strings_add(names, name);
        vec_push(&list, ((struct box_file){ .name = name,
                                            .data = buf_str(program->bytes),
                                            .len = program->bytes->len,
                                            .executable = true }));
    }
    *files = list.v;
    *count = list.n;
}

struct box_limits run_limits(const struct limits *limits)
{
    return (struct box_limits){
        .memory = limits->memory,
        .processor_ms = limits->processor_ms,
        .processes = limits->processes,
        .files = limits->files,
        .file_size = limits->file_size,
    };
}

struct box *launch_box(const struct launch *launch, struct loop *loop,
                       const struct box_events *events, void *owner, struct err *err)
{
    const int slower = launch->world ? SLOWER : 1;
    const struct manifest *manifest = &launch->snippet->manifest;
    const struct process_specs *specs = &manifest->processes;
    size_t n = specs->n;
    struct box_program *list = mem_alloc(n * sizeof(*list));
    struct command_line *lines = mem_alloc(n * sizeof(*lines));
    AUTO(strings_release) struct strings names = { 0 };
    struct box_file *files;
    struct box_spec spec = {
        .bare = launch->bare,
        .trace = launch->recording ? launch->recording->spec : NULL,
        .seed = launch->recording ? launch->recording->seed : 0,
        .workspace = true,
        .processor = launch->processor,
        .nprocessors = manifest->limits.cpus,
        .limits = run_limits(&manifest->limits),
        .programs = list,
        .nprograms = n,
        .elsewhere = launch->world,
        .time_ms = manifest->limits.time_ms * slower,
        .output_max = manifest->limits.output,
    };
    for (size_t i = 0; i < n; i++) {
        const struct process_spec *p = &specs->v[i];
        command_argv(p, &lines[i].argv);
        program_env(p, &lines[i].env);
        struct slice input = giving_first(p);
        list[i] = (struct box_program){
            .argv = (const char *const *)lines[i].argv.v,
            .env = (const char *const *)lines[i].env.v,
            .terminal = true,
            .types = p->terminal,
            .input = input.s,
            .input_len = input.len,
            .goes_on = giving_goes_on(p),
            .host = p->host,
            .rights = p->rights,
        };
    }
    world_files(launch->snippet, launch->programs, &names, &files, &spec.nfiles);
    spec.files = files;
    if (manifest->lab.hosts.n)
        spec.lab = &manifest->lab;
    spec.limits.processor_ms *= slower;
    struct box *box = box_start(loop, &spec, events, owner, err);
    for (size_t i = 0; i < n; i++) {
        strings_release(&lines[i].argv);
        strings_release(&lines[i].env);
    }
    free(lines);
    free(list);
    free(files);
    return box;
}
