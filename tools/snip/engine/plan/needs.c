#include "engine/plan/needs.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "box/machine.h"
#include "doc/settings/yaml.h"
#include "engine/plan/command.h"
#include "file/fs.h"

/* Says of the command WORD of SPEC that it leads to no program. */
static void report_missing(struct snippet *snippet, const struct process_spec *spec,
                           const char *word)
{
    bool there = *word == '/' && fs_exists(word);
    AUTO_FREE char *name = node_quote(word, strlen(word));
    struct err *e = errs_add(&snippet->errs, ERR_INPUT, snippet->manifest.path, spec->command_line,
                             there ? "%s is no program" : "there is no program %s on this machine",
                             name);
    if (there)
        err_hint(e, "name a file that may be executed");
    else if (*word == '/')
        err_hint(e, "correct its path, or install it");
    else
        err_hint(e, "correct its name, or install it; it is looked for in %s", command_path);
}

/* Says of the command WORD of SPEC that it leads to REAL, out of the box. */
static void report_outside(struct snippet *snippet, const struct process_spec *spec,
                           const char *word, const char *real)
{
    AUTO_FREE char *name = node_quote(word, strlen(word));
    AUTO_FREE char *leads = strcmp(word, real) == 0 ? mem_printf("%s is not in a box", name)
                                                    : mem_printf("%s leads to %s, which is not in "
                                                                 "a box",
                                                                 name, real);
    struct err *e = errs_add(&snippet->errs, ERR_INPUT, snippet->manifest.path, spec->command_line,
                             "%s", leads);
    err_hint(e, "a box has what is below /usr, /bin and /sbin: name a program there, or make it "
                "one of the snippet");
}

static void check_command(struct snippet *snippet, const struct process_spec *spec)
{
    const char *word = spec->command.v[0];
    /* Of a relative path the manifest's reader has said what is wrong. */
    if (*word != '/' && strchr(word, '/'))
        return;
    AUTO_FREE char *path = command_find(word, command_path);
    AUTO_FREE char *real = path ? fs_real(path) : NULL;
    if (!real)
        report_missing(snippet, spec, word);
    else if (!machine_shares(real) || (*word == '/' && !machine_shares(word)))
        report_outside(snippet, spec, word, real);
}

/* FILE of the snippet's folder lies in the working folder by its name. */
static void check_programs(struct snippet *snippet, const struct snippet_file *file)
{
    vec_each (source, &snippet->sources) {
        AUTO_FREE char *program = path_stem(source->name);
        if (!path_meets(file->name, program))
            continue;
        struct err *e = errs_add(&snippet->errs, ERR_INPUT, file->path, 0,
                                 "is where the program of %s is put", source->name);
        err_hint(e, "take it away, if a compiler made it; else rename it");
    }
}

/* The box's own file that TARGET lies below, owned by the caller; NULL where it lies below none. */
static char *file_above(const char *target)
{
    AUTO_FREE char *path = mem_strdup(target);
    while (path_up(path))
        if (machine_is_covered(path))
            return steal(&path);
    return NULL;
}

static void check_above(struct snippet *snippet, const struct placed_file *placed)
{
    AUTO_FREE char *target = node_quote(placed->target, strlen(placed->target));
    AUTO_FREE char *above = file_above(placed->target);
    if (!above)
        return;
    struct err *e = errs_add(&snippet->errs, ERR_INPUT, snippet->manifest.path, placed->line,
                             "%s cannot be: in a box %s is a file", target, above);
    err_hint(e, "put it elsewhere, or at %s in its place", above);
}

static void check_placed(struct snippet *snippet, const struct placed_file *placed)
{
    AUTO_FREE char *target = node_quote(placed->target, strlen(placed->target));
    vec_each (file, &snippet->data) {
        AUTO_FREE char *path = mem_printf("/tmp/%s", file->name);
        if (file->apart || !path_meets(placed->target, path))
            continue;
        struct err *e = errs_add(&snippet->errs, ERR_INPUT, snippet->manifest.path, placed->line,
                                 "%s is where the folder's own file %s lies", target, file->name);
        err_hint(e, "put it elsewhere");
        return;
    }
}

void needs_check(struct snippet *snippet)
{
    vec_each (spec, &snippet->manifest.processes)
        if (spec->command.n)
            check_command(snippet, spec);
    vec_each (file, &snippet->data)
        if (!file->apart)
            check_programs(snippet, file);
    vec_each (placed, &snippet->manifest.files) {
        check_above(snippet, placed);
        check_placed(snippet, placed);
    }
}

static void refuse(struct errs *faults, const struct snippet *snippet, int line, const char *why)
{
    const char *path = line ? snippet->manifest.path : snippet->path;
    struct err *e = errs_add(faults, ERR_FALSE, path, line, "was not run: %s needs a box", why);
    err_hint(e, "without --sandbox=none it is run in one");
}

bool needs_no_box(const struct snippet *snippet, struct errs *faults)
{
    const struct manifest *manifest = &snippet->manifest;
    size_t before = faults->n;
    if (manifest->lab.hosts.n)
        refuse(faults, snippet, manifest->lab.line, "`lab`");
    if (manifest->trace.on)
        refuse(faults, snippet, manifest->trace.line, "`trace`");
    if (manifest->files.n)
        refuse(faults, snippet, manifest->files.v[0].line, "`files`");
    /* They are over a box's own network; there would be only the machine's. */
    vec_each (spec, &manifest->processes)
        if (spec->rights && faults->n == before)
            refuse(faults, snippet, spec->rights_line, "`rights`");
    /* Who waits for another's sockets or files means to reach them: on the machine itself. */
    vec_each (spec, &manifest->processes)
        if (manifest->processes.n > 1 && spec->ready.kind && spec->ready.kind != READY_PRINTS &&
            faults->n == before)
            refuse(faults, snippet, spec->line, "a network that several processes share");
    return faults->n == before;
}
