#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/scaffold.h"
#include "cmd/steps.h"
#include "doc/settings/fields.h"
#include "doc/settings/yaml.h"
#include "engine/plan/plan.h"
#include "file/project.h"
#include "report/plain.h"

enum {
    SLUG_MOST = 200, /* bytes: a name of a file has 255 at most, date and ending included */
    MAX_SITE = 64 << 10,
};

static bool create(const char *path, const char *text, size_t len, struct err *err)
{
    return project_write(path, ".", PROJECT_CREATE, NULL, text, len, err);
}

/* Tells whether NAME can be a new snippet: nothing has it, nor a part of it, nor lies below it. */
static bool is_free(const struct plan *plan, const char *name)
{
    AUTO_FREE char *folder = path_join(plan->config.snippets, name);
    AUTO_FREE char *part = mem_strdup(name);
    enum project_kind kind = project_kind(folder, ".");
    /* Of a link that may not be there the files that are to be made in it tell. */
    if ((kind != PROJECT_NONE && kind != PROJECT_OTHER) || plan_find(plan, name))
        return false;
    while (path_up(part))
        if (plan_find(plan, part))
            return false;
    return true;
}

/* Tells whether NAME can be a new snippet's; if not, says why. */
static bool check_name(const struct plan *plan, const char *name, struct err *err)
{
    if (!plan_is_name(name)) {
        err_set(err, ERR_INPUT, "`%s` is not a name for a snippet", name);
        return err_hint(err, "folders and files are of a-z, 0-9, _ and -, as in socket/create");
    }
    if (is_free(plan, name))
        return true;
    err_set(err, ERR_INPUT, "the name `%s` is taken, by a snippet or a folder of snippets", name);
    return err_hint(err, "`snip list` shows them");
}

/* Prints the directives that show the snippet NAME with its SOURCES. */
static void print_directives(const char *name, const struct strings *sources)
{
    puts("Show it in a post, then run `snip update`:\n");
    vec_each (source, sources) {
        plain_line(stdout, "<!-- snip code %s -->", *source);
        puts("<!-- /snip -->\n");
    }
    plain_line(stdout, "<!-- snip output %s -->", name);
    puts("<!-- /snip -->");
}

static bool new_snippet(const struct plan *plan, const char *name, struct err *err)
{
    AUTO(strings_release) struct strings sources = { 0 };
    AUTO_FREE char *bare = mem_strndup(name, strlen(name) - (text_ends(name, ".c") ? 2 : 0));
    AUTO_FREE char *path = mem_printf("%s/%s.c", plan->config.snippets, bare);
    /* Of a name that was wrong all of it is shown. */
    if (!check_name(plan, plan_is_name(bare) ? bare : name, err) ||
        !create(path, scaffold_program, strlen(scaffold_program), err))
        return false;
    strings_add(&sources, mem_printf("%s.c", bare));
    plain_line(stdout, "%s", path);
    print_directives(bare, &sources);
    return true;
}

static bool new_processes(const struct plan *plan, const char *name, const char *list,
                          struct err *err)
{
    AUTO(strings_release) struct strings processes = { 0 }, made = { 0 }, sources = { 0 };
    AUTO_FREE char *folder = path_join(plan->config.snippets, name);
    if (!scaffold_names(list, &processes, err) || !check_name(plan, name, err) ||
        !scaffold_processes(folder, &processes, &made, err))
        return false;
    vec_each (path, &made)
        plain_line(stdout, "%s", *path);
    vec_each (process, &processes)
        strings_add(&sources, mem_printf("%s/%s.c", name, *process));
    print_directives(name, &sources);
    return true;
}

/*
 * TITLE as part of a file's name: ASCII letters lower, digits, other scripts' letters as they are,
 * one `-` for anything between. With ASCII_ONLY other scripts are left out. What is longer than
 * SLUG_MOST is cut. Owned by the caller.
 */
static char *slug_of(const char *title, bool ascii_only)
{
    struct buf slug = BUF_INIT;
    size_t len = strlen(title);
    bool gap = false;
    for (size_t i = 0, n; i < len; i += n) {
        uint32_t code = 0;
        n = utf8_decode(title + i, len - i, &code);
        if (n == 0)
            n = 1;
        char lower = (char)(code >= 'A' && code <= 'Z' ? code + 32 : code);
        bool ascii = code < 0x80 &&
                     ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9'));
        /* Hangul, kana, Han, Greek, Cyrillic, accented letters; not punctuation (U+2000-2BFF,
         * 3000-303F). */
        bool letter = code >= 0xC0 && !(code >= 0x2000 && code < 0x2C00) &&
                      !(code >= 0x3000 && code < 0x3040) && code < 0xE000;
        if (!ascii && (!letter || ascii_only)) {
            gap = true;
            continue;
        }
        bool joined = gap && slug.len;
        if (slug.len + joined + n > SLUG_MOST)
            break;
        if (joined)
            buf_addc(&slug, '-');
        gap = false;
        if (ascii)
            buf_addc(&slug, lower);
        else
            buf_add(&slug, title + i, n);
    }
    return buf_steal(&slug);
}

/* A snippet's name made from SLUG that is free. Owned by the caller. */
static char *free_name(const struct plan *plan, const char *slug)
{
    AUTO_FREE char *ascii = slug_of(slug, true);
    const char *base = *ascii ? ascii : "example";
    for (int i = 1;; i++) {
        AUTO_FREE char *name = i == 1 ? mem_strdup(base) : mem_printf("%s-%d", base, i);
        if (is_free(plan, name))
            return steal(&name);
    }
}

/* TITLE as a double-quoted YAML scalar (YAML 1.2, 7.3.1). */
static void quote_yaml(struct buf *out, const char *title)
{
    buf_addc(out, '"');
    for (const char *s = title; *s; s++) {
        if (*s == '"' || *s == '\\')
            buf_addc(out, '\\');
        buf_addc(out, *s);
    }
    buf_addc(out, '"');
}

static void print_post(struct buf *out, const char *title, const char *snippet)
{
    buf_adds(out, "---\nlayout: single\ntitle: ");
    quote_yaml(out, title);
    buf_printf(out,
               "\ncategories: [socket]\ntags: []\n---\n\n"
               "이 글이 답하려는 물음을 한 문단으로 적는다.\n\n"
               "## 프로그램\n\n<!-- snip code %s.c -->\n<!-- /snip -->\n\n"
               "## 실행 결과\n\n<!-- snip output %s -->\n<!-- /snip -->\n",
               snippet, snippet);
}

/* Tells whether ZONE names a time zone, and no file of the machine. */
static bool is_zone(const char *zone)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_+-/";
    return *zone && *zone != '/' && zone[strspn(zone, letters)] == '\0';
}

/*
 * Takes the time zone of the site, `timezone` of a _config.yml: by it Jekyll dates posts, and
 * leaves out those whose day is to come. Without one the machine's counts.
 */
static void take_site_zone(void)
{
    AUTO(buf_release) struct buf text = BUF_INIT;
    AUTO(err_release) struct err err = { 0 };
    AUTO(node_release) struct node root = { 0 };
    if (!project_read("_config.yml", ".", MAX_SITE, &text, &err) ||
        !node_read(&root, "_config.yml", buf_slice(&text), &err))
        return;
    const struct node *zone = root.kind == NODE_MAP ? node_find(&root, "timezone") : NULL;
    if (zone && zone->kind == NODE_SCALAR && is_zone(zone->text))
        setenv("TZ", zone->text, 1);
    tzset();
}

/* The folder of new posts, the first that `posts` names; NULL where it names only files. */
static const char *posts_folder(const struct plan *plan, struct err *err)
{
    vec_each (path, &plan->config.posts)
        if (project_kind(*path, ".") != PROJECT_FILE)
            return *path;
    err_set(err, ERR_INPUT, "snip.yml names no folder that a new post could lie in");
    err_hint(err, "add one to its `posts`: [_posts, %s]", plan->config.posts.v[0]);
    return NULL;
}

/* Makes the post and its snippet; *MADE is the snippet's name, owned by the caller. */
static bool new_post(const struct plan *plan, const char *title, const char *wanted, char **made,
                     struct err *err)
{
    if (!field_is_showable(title))
        return err_set(err, ERR_INPUT, "a title is one line of text");
    const char *folder = posts_folder(plan, err);
    if (!folder)
        return false;
    AUTO_FREE char *slug = slug_of(wanted ? wanted : title, false);
    AUTO_FREE char *snippet = free_name(plan, slug);
    char date[16];
    time_t now = time(NULL);
    struct tm tm;
    take_site_zone();
    strftime(date, sizeof(date), "%Y-%m-%d", localtime_r(&now, &tm));
    AUTO_FREE char *path = mem_printf("%s/%s-%s.md", folder, date, *slug ? slug : "post");
    AUTO_FREE char *source = mem_printf("%s/%s.c", plan->config.snippets, snippet);
    struct buf text = BUF_INIT;
    print_post(&text, title, snippet);
    bool ok = create(path, text.s, text.len, err) &&
              create(source, scaffold_program, strlen(scaffold_program), err);
    buf_release(&text);
    if (!ok && err->kind == ERR_INPUT && !err->hint)
        err_hint(err, "choose another file name: --slug NAME");
    if (ok) {
        plain_line(stdout, "%s", path);
        plain_line(stdout, "%s", source);
    }
    *made = steal(&snippet);
    return ok;
}

/* Fills the blocks of the new post, so that it is true from its first minute. */
static bool embed(char *snippet, bool trust, struct err *err)
{
    struct invocation update = { .names = &snippet, .count = 1, .trust = trust };
    bool ok = cmd_update.run(&update, err);
    plain_line(stdout, "Change them as you like, then run `snip update %s`.", snippet);
    return ok;
}

/* Makes what INVOCATION names; *SNIPPET is that of a post, owned by the caller. */
static bool make(const struct plan *plan, const struct invocation *invocation, char **snippet,
                 struct err *err)
{
    const char *name = invocation->names[1];
    if (strcmp(invocation->names[0], "post") == 0)
        return new_post(plan, name, invocation->slug, snippet, err);
    return invocation->processes ? new_processes(plan, name, invocation->processes, err)
                                 : new_snippet(plan, name, err);
}

/* Tells whether the first word and the options of INVOCATION go together; if not, says why. */
static bool check_call(const struct invocation *invocation, struct err *err)
{
    const char *what = invocation->names[0];
    bool post = strcmp(what, "post") == 0;
    if (!post && strcmp(what, "snippet") != 0) {
        err_set(err, ERR_INPUT, "`snip new` makes a post or a snippet, not `%s`", what);
        return err_hint(err, "snip new post \"title\", or snip new snippet socket/create");
    }
    if (post ? invocation->processes == NULL : invocation->slug == NULL)
        return true;
    err_set(err, ERR_INPUT, "%s is an option of `snip new %s`", post ? "--processes" : "--slug",
            post ? "snippet" : "post");
    return err_hint(err, "see `snip new --help`");
}

static bool run_new(const struct invocation *invocation, struct err *err)
{
    struct plan plan = { 0 };
    AUTO_FREE char *snippet = NULL;
    bool ok = check_call(invocation, err) && steps_lock(true, err) && steps_read(&plan, err) &&
              make(&plan, invocation, &snippet, err);
    plan_release(&plan);
    return ok && snippet ? embed(snippet, invocation->trust, err) : ok;
}

static bool take_slug(struct invocation *invocation, const char *value, struct err *err)
{
    AUTO_FREE char *slug = slug_of(value, false);
    if (strcmp(slug, value) != 0)
        return err_set(err, ERR_INPUT,
                       "--slug takes words joined by `-`, of %d bytes at most, as in %s, not `%s`",
                       SLUG_MOST, *slug ? slug : "bind-any", value);
    invocation->slug = value;
    return true;
}

static const struct option_spec option_slug = {
    "slug", 0, "NAME", "name of a post's file after the date (made from the title)",
    .take = take_slug
};

static bool take_processes(struct invocation *invocation, const char *value, struct err *err)
{
    AUTO(strings_release) struct strings names = { 0 };
    invocation->processes = value;
    return scaffold_names(value, &names, err);
}

static const struct option_spec option_processes = { "processes", 0, "LIST",
                                                     "a server and its clients, a program each",
                                                     .take = take_processes };
static const struct option_spec *const options[] = { &option_slug, &option_processes, &option_trust,
                                                     NULL };

const struct command cmd_new = {
    .name = "new",
    .arguments = "post TITLE | snippet NAME",
    .least = 2,
    .most = 2,
    .summary = "a post with a snippet that works, or a snippet",
    .help =
        "Makes a post of today with a small program in it, or a program alone, or several that\n"
        "talk over TCP. Nothing that is there is overwritten.\n"
        "\n"
        "  snip new post \"0.0.0.0과 한 주소\" --slug bind-any\n"
        "  snip new snippet socket/create\n"
        "  snip new snippet bind/any --processes server,alice,bob\n",
    .options = options,
    .run = run_new,
};
