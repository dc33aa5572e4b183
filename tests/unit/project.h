/*
 * Projects for the tests of what reads them: made file by file below a folder that is gone afterwards.
 */
#ifndef SNIP_TESTS_PROJECT_H
#define SNIP_TESTS_PROJECT_H

#include "unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "engine/plan/load.h"
#include "engine/plan/plan.h"
#include "engine/plan/select.h"
#include "file/fs.h"
#include "file/project.h"

/* A file of a project; a text that begins with "->" makes it a symbolic link to the rest. */
struct file {
    const char *path, *text;
};

static char *top;

static inline int set_up(void **state)
{
    (void)state;
    top = mem_strdup("/tmp/snip-unit-XXXXXX");
    /* For the key of what is remembered. */
    return mkdtemp(top) && setenv("XDG_STATE_HOME", top, 1) == 0 ? 0 : -1;
}

static inline int tear_down(void **state)
{
    (void)state;
    fs_remove_tree(top);
    free(top);
    return 0;
}

static inline void make_file(const struct file *file)
{
    struct err err = { 0 };
    bool link = strncmp(file->text, "->", 2) == 0;
    if (!project_write(file->path, ".", PROJECT_REPLACE, NULL, link ? "" : file->text,
                       link ? 0 : strlen(file->text), &err))
        fail_msg("%s", err.text);
    if (link)
        assert_true(unlink(file->path) == 0 && symlink(file->text + 2, file->path) == 0);
}

/* Makes a new project of the FILES, up to one without path, and works in it. */
static inline void make_project(const struct file *files)
{
    static int number;
    AUTO_FREE char *folder = mem_printf("%s/%d", top, number++);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(chdir(folder), 0);
    for (; files->path; files++)
        make_file(files);
}

#define PROJECT(...) make_project((const struct file[]){ __VA_ARGS__, { NULL, NULL } })

/*
 * Loads the project, selects NAME (NULL: all), and holds that its errors are printed as EXPECTED.
 */
static inline void assert_errors(const char *name, const char *expected)
{
    struct plan plan;
    struct err err = { 0 };
    struct errs wrong = { 0 };
    char *text = NULL, *names[] = { (char *)(uintptr_t)name };
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    bool loaded = plan_load(&plan, &err) && plan_select(&plan, names, name != NULL, &err);
    if (loaded)
        plan_errors(&plan, &wrong);
    else
        errs_append(&wrong, &plan.errs);
    if (err.text)
        errs_move(&wrong, &err);
    vec_each (e, &wrong)
        err_print(out, e);
    fclose(out);
    errs_release(&wrong);
    plan_release(&plan);
    assert_string_equal(text, expected);
    free(text);
}

/* Loads a sound project. */
static inline struct plan load(void)
{
    struct plan plan;
    struct err err = { 0 };
    if (!plan_load(&plan, &err))
        fail_msg("%s", err.text ? err.text : plan.errs.v[0].text);
    return plan;
}

#endif
