#include "engine/plan/select.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

static void select_snippet(struct plan *plan, struct snippet *snippet)
{
    snippet->selected = true;
    vec_each (page, &plan->pages)
        vec_each (shown, &snippet->shown)
            if (shown->post == page->path)
                page->selected = true;
}

/* Tells whether PATH, below the snippets folder, is a file of SNIPPET, a folder. */
static bool is_file_of(const struct snippet *snippet, const char *path)
{
    const char *name = path_below(path, snippet->name);
    return !snippet->single && name &&
           (strcmp(name, "snippet.yml") == 0 || snippet_file_find(&snippet->sources, name) ||
            snippet_file_find(&snippet->data, name));
}

static bool select_snippets(struct plan *plan, const char *name)
{
    AUTO_FREE char *path = mem_strdup(name);
    for (size_t n = strlen(path); n > 0 && path[n - 1] == '/'; n--)
        path[n - 1] = '\0';
    bool all = strcmp(path, plan->config.snippets) == 0;
    const char *inside = path_below(path, plan->config.snippets);
    const char *bare = inside ? inside : path;
    AUTO_FREE char *exact = text_ends(bare, ".c") ? path_stem(bare) : mem_strdup(bare);
    AUTO_FREE char *below = mem_printf("%s/", bare);
    bool found = false;
    vec_each (snippet, &plan->snippets) {
        if (!all && strcmp(snippet->name, exact) != 0 && !text_starts(snippet->name, below) &&
            !is_file_of(snippet, bare))
            continue;
        select_snippet(plan, snippet);
        found = true;
    }
    return found;
}

static bool select_posts(struct plan *plan, const char *name)
{
    bool found = false;
    vec_each (page, &plan->pages) {
        if (strcmp(page->path, name) != 0 && strcmp(path_base(page->path), name) != 0)
            continue;
        found = page->selected = true;
        for (size_t i = 0; i < page->post.blocks.n; i++)
            if (page->sources[i].snippet)
                select_snippet(plan, page->sources[i].snippet);
    }
    return found;
}

static bool unknown_name(const struct plan *plan, const char *name, struct err *err)
{
    VEC(const char *) names = { 0 };
    vec_each (snippet, &plan->snippets)
        vec_push(&names, (const char *)snippet->name);
    vec_each (page, &plan->pages) {
        vec_push(&names, (const char *)page->path);
        vec_push(&names, path_base(page->path));
    }
    const char *near = text_nearest(name, names.v, names.n);
    err_set(err, ERR_INPUT, "there is no snippet or post `%s`", name);
    if (near)
        err_hint(err, "did you mean `%s`?", near);
    else
        err_hint(err, "`snip list` shows those there are");
    vec_release(&names);
    return false;
}

/* NAME relative to the project, where it is an absolute path into it. */
static const char *relative_name(const char *name)
{
    char here[PATH_MAX];
    const char *inside = getcwd(here, sizeof(here)) ? path_below(name, here) : NULL;
    return text_starts(name, "./") ? name + 2 : inside ? inside : name;
}

bool plan_select(struct plan *plan, char *const *names, int count, struct err *err)
{
    plan->whole = count == 0;
    vec_each (snippet, &plan->snippets)
        snippet->selected = plan->whole;
    vec_each (page, &plan->pages)
        page->selected = plan->whole;
    for (int i = 0; i < count; i++) {
        const char *name = relative_name(names[i]);
        bool found = select_snippets(plan, name);
        if (!select_posts(plan, name) && !found)
            return unknown_name(plan, names[i], err);
    }
    return true;
}
