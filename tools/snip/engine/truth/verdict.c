#include "engine/truth/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "base/diff.h"
#include "base/mem.h"
#include "doc/post/embed.h"
#include "engine/plan/proof.h"
#include "engine/truth/view.h"
#include "engine/work/dependency.h"
#include "file/project.h"

/* What is known of one snippet while posts are judged. */
struct finding {
    const struct snippet *snippet;
    const struct record *record; /* what is so; NULL where it is not known */
    bool kept;  /* record is that on disk: what happened here cannot be compared with it */
    bool shown; /* a post's drift tells of its change already */
};

VEC_TYPE(findings, struct finding);

static int by_snippet(const void *key, const void *item)
{
    const struct snippet *a = key, *b = ((const struct finding *)item)->snippet;
    return a < b ? -1 : a > b;
}

/* The findings are in the order of the plan's snippets, so in that of their addresses. */
static struct finding *find(struct findings *list, const struct snippet *snippet)
{
    return snippet && list->n ? bsearch(snippet, list->v, list->n, sizeof(*list->v), by_snippet)
                              : NULL;
}

/* What block I of PAGE shall show; text.s is NULL where nothing is known. TEXT holds it. */
static struct content content_of(struct page *page, size_t i, struct findings *findings,
                                 struct buf *text)
{
    const struct block *block = &page->post.blocks.v[i];
    const struct block_source *source = &page->sources[i];
    struct content content = { .info = block_fence(block) };
    struct finding *finding = find(findings, source->snippet);
    if (source->snippet && (!finding || !finding->record))
        return content;
    view_render(text, block, buf_slice(&source->text), finding ? finding->record : NULL);
    content.text = buf_slice(text);
    return content;
}

static char *block_diff(const struct block *block, const struct content *content)
{
    AUTO(buf_release) struct buf old = BUF_INIT, now = BUF_INIT;
    struct buf diff = BUF_INIT;
    int first = (block->fence_line ? block->fence_line : block->line) + 1;
    buf_add(&old, block->literal ? block->literal : "", block->literal_len);
    buf_add(&now, content->text.s, content->text.len);
    text_cut_blanks(&old);
    text_cut_blanks(&now);
    diff_unified(&diff, buf_slice(&old), buf_slice(&now), first, 2);
    return buf_steal(&diff);
}

/* "code socket/create.c#bind". Owned by the caller. */
static char *block_name(const struct block *block)
{
    return mem_printf("%s %s%s%s", view_grammar(block->kind)->name, block->target,
                      block->region ? "#" : "", block->region ? block->region : "");
}

static void report_block(struct verdict *verdict, const struct page *page,
                         const struct block *block, const struct content *content,
                         enum block_state state)
{
    AUTO_FREE char *name = block_name(block);
    const char *path = page->path;
    struct err *e;
    if (state == BLOCK_EDITED) {
        e = errs_add(&verdict->faults, ERR_FALSE, path, block->line, "`%s` was edited by hand",
                     name);
        err_hint(e, "change the snippet instead; `snip update --overwrite` drops the edit");
    } else if (!block->literal) {
        e = errs_add(&verdict->drift, ERR_FALSE, path, block->line, "`%s` is empty", name);
    } else {
        AUTO_FREE char *diff = block_diff(block, content);
        e = errs_add(&verdict->drift, ERR_FALSE, path, block->line, "`%s` %s", name,
                     *diff ? "is not what it shows" : "is right, and lacks its digest");
    }
    if (block->literal)
        err_detail(e, block_diff(block, content));
}

/* Tells that a block of PAGE shows more of RECORD, may be NULL, than can be read, where it does. */
static bool report_too_much(struct verdict *verdict, const struct page *page,
                            const struct block *block, const struct record *record)
{
    AUTO_FREE char *why = record ? view_too_much(block, record) : NULL;
    if (!why)
        return false;
    AUTO_FREE char *name = block_name(block);
    struct err *e = errs_add(&verdict->faults, ERR_FALSE, page->path, block->line,
                             "`%s` shows too much: %s", name, why);
    if (record->trace.omitted)
        err_hint(e, "let the programs do less");
    else
        err_hint(e, "choose some of it by `%s=` or `%s=`", view_grammar(block->kind)->attributes[0],
                 view_grammar(block->kind)->attributes[1]);
    return true;
}

/* Tells what is wrong with what a block of PAGE shows of RECORD, may be NULL. */
static bool report_wrong(struct verdict *verdict, const struct page *page,
                         const struct block *block, const struct record *record)
{
    const char *hint;
    AUTO_FREE char *what = record ? view_wrong(block, record, &hint) : NULL;
    if (!what)
        return false;
    AUTO_FREE char *name = block_name(block);
    err_hint(errs_add(&verdict->faults, ERR_FALSE, page->path, block->line, "`%s` %s", name, what),
             "%s", hint);
    return true;
}

/* Tells the findings of PAGE's blocks; returns whether any block cannot be made true. */
static bool report_blocks(struct verdict *verdict, const struct page *page,
                          const struct content *contents, const enum block_state *states,
                          struct findings *findings)
{
    bool stuck = false;
    for (size_t i = 0; i < page->post.blocks.n; i++) {
        struct finding *finding = find(findings, page->sources[i].snippet);
        stuck |= (finding && !finding->record) || states[i] == BLOCK_EDITED;
        stuck |= report_too_much(verdict, page, &page->post.blocks.v[i],
                                 finding ? finding->record : NULL);
        stuck |=
            report_wrong(verdict, page, &page->post.blocks.v[i], finding ? finding->record : NULL);
        if (states[i] == BLOCK_SAME)
            continue;
        report_block(verdict, page, &page->post.blocks.v[i], &contents[i], states[i]);
        if (finding)
            finding->shown = true;
    }
    return stuck;
}

static void judge_blocks(struct verdict *verdict, struct page *page, struct findings *findings,
                         bool overwrite, struct content *contents, enum block_state *states)
{
    struct buf after = BUF_INIT;
    struct err err = { 0 };
    if (!embed_blocks(&page->post, contents, overwrite, &after, states, &err)) {
        errs_move(&verdict->faults, &err);
        verdict->posts_faulty++;
        verdict->tally.posts_false++;
        buf_release(&after);
        return;
    }
    bool stuck = report_blocks(verdict, page, contents, states, findings);
    bool same = buf_equal(&after, &page->post.text);
    verdict->posts_faulty += stuck;
    verdict->tally.posts_true += same && !stuck;
    verdict->tally.posts_false += !same || stuck;
    if (same)
        buf_release(&after);
    else
        vec_push(&verdict->changes,
                 ((struct change){ page->path, ".", &page->post.text, after, false,
                                   stuck ? NULL : &verdict->posts_faulty }));
}

static void judge_page(struct verdict *verdict, struct page *page, struct findings *findings,
                       bool overwrite)
{
    size_t n = page->post.blocks.n;
    struct content *contents = mem_alloc(n * sizeof(*contents));
    struct buf *texts = mem_alloc(n * sizeof(*texts));
    enum block_state *states = mem_alloc(n * sizeof(*states));
    for (size_t i = 0; i < n; i++)
        contents[i] = content_of(page, i, findings, &texts[i]);
    judge_blocks(verdict, page, findings, overwrite, contents, states);
    for (size_t i = 0; i < n; i++)
        buf_release(&texts[i]);
    free(contents);
    free(texts);
    free(states);
}

/* Adds to TEXT what A and B name differently of a part of an environment. */
static void add_difference(struct buf *text, const char *was, const char *now)
{
    if (strcmp(was, now) != 0)
        buf_printf(text, "%s%s, not %s", text->len ? "; " : "", now, was);
}

/*
 * What of DEPENDS is another here than where the record of SNIPPET was made: "Linux 6.18, not Linux
 * 6.1". Owned by the caller; NULL for nothing.
 */
static char *other_machine(const struct snippet *snippet, const struct record *now,
                           unsigned depends)
{
    const struct environment *a = &snippet->record.environment, *b = &now->environment;
    struct buf text = BUF_INIT;
    if (depends & DEPENDS_KERNEL)
        add_difference(&text, a->kernel, b->kernel);
    if (depends & DEPENDS_COMPILER)
        add_difference(&text, a->compiler, b->compiler);
    if (depends & DEPENDS_LIBC)
        add_difference(&text, a->libc, b->libc);
    return text.len ? buf_steal(&text) : NULL;
}

/*
 * Why what SNIPPET gave NOW cannot be compared with its record, which belongs to its files as they
 * are: `depends` names what differs. Owned by the caller; NULL where it can.
 */
static char *why_incomparable(const struct snippet *snippet, const struct record *now)
{
    const struct record *was = &snippet->record;
    unsigned depends = snippet->manifest.depends;
    if (!snippet->record_ok || record_same_outcome(was, now) || !record_same_inputs(was, now))
        return NULL;
    /* A view of the compiler's words depends on the compiler, but for what the programs print. */
    struct record words = *now;
    words.compiles = was->compiles;
    if (snippet->shows_compiler && record_same_outcome(was, &words))
        depends |= DEPENDS_COMPILER;
    return other_machine(snippet, now, depends);
}

static struct finding find_out(struct verdict *verdict, const struct session *session,
                               const struct verdict_options *options)
{
    const struct snippet *snippet = session->snippet;
    struct finding finding = { .snippet = snippet };
    if (session->faults.n)
        return finding;
    AUTO_FREE char *why = options->rebase ? NULL : why_incomparable(snippet, &session->record);
    finding.kept = why != NULL;
    finding.record = why ? &snippet->record : &session->record;
    if (why) {
        struct err *e = errs_add(&verdict->notes, ERR_NONE, snippet->path, 0,
                                 "is not comparable here: %s", why);
        err_hint(e, "its record is kept; `snip update --rebase` writes what happens here");
    }
    return finding;
}

/* The record as it has to be: the environment stays what it was as long as the outcome does. */
static void print_record(struct buf *out, const struct finding *finding)
{
    struct record record = *finding->record;
    const struct snippet *snippet = finding->snippet;
    if (snippet->record_ok && record_same_outcome(&record, &snippet->record))
        record.environment = snippet->record.environment;
    record_print(out, &record);
}

/* Why the record of SNIPPET is not NOW, as a sentence about it. Owned by the caller. */
static char *why_stale(const struct snippet *snippet, const struct record *now)
{
    AUTO(strings_release) struct strings reasons = { 0 };
    struct buf text = BUF_INIT;
    inputs_differ(&snippet->record, now, &reasons);
    if (!record_same_outcome(now, &snippet->record))
        return mem_strdup("is not what happened");
    if (reasons.n == 0)
        return mem_strdup("is not as snip writes it");
    buf_adds(&text, "is stale: ");
    vec_each (reason, &reasons)
        buf_printf(&text, "%s%s", reason == reasons.v ? "" : ", ", *reason);
    buf_adds(&text, "; the outcome is the same");
    return buf_steal(&text);
}

static void report_record(struct verdict *verdict, const struct finding *finding,
                          const struct buf *after)
{
    const struct snippet *snippet = finding->snippet;
    struct errs *drift = &verdict->drift;
    const char *path = snippet->record_path;
    if (!snippet->has_record) {
        errs_add(drift, ERR_FALSE, snippet->path, 0, "has no record yet");
    } else if (!snippet->record_ok) {
        const struct err *why = &snippet->record_error;
        errs_add(drift, ERR_FALSE, path, why->line, "%s", why->text);
    } else {
        AUTO_FREE char *why = why_stale(snippet, finding->record);
        struct buf diff = BUF_INIT;
        if (text_starts(why, "is not"))
            diff_unified(&diff, buf_slice(&snippet->record_text), buf_slice(after), 1, 1);
        err_detail(errs_add(drift, ERR_FALSE, path, 0, "%s", why), buf_steal(&diff));
    }
}

static void judge_record(struct verdict *verdict, const struct finding *finding)
{
    const struct snippet *snippet = finding->snippet;
    struct buf after = BUF_INIT;
    if (!finding->record) {
        verdict->tally.snippets_false++;
        verdict->snippets_faulty++;
        return;
    }
    if (finding->kept) {
        verdict->tally.incomparable++;
        return;
    }
    print_record(&after, finding);
    if (snippet->has_record && buf_equal(&after, &snippet->record_text)) {
        verdict->tally.snippets_true++;
        buf_release(&after);
        return;
    }
    verdict->tally.snippets_false++;
    if (!finding->shown)
        report_record(verdict, finding, &after);
    vec_push(&verdict->changes,
             ((struct change){ snippet->record_path, NULL,
                               snippet->has_record ? &snippet->record_text : NULL, after, false,
                               &verdict->snippets_faulty }));
}

static void judge_orphans(struct verdict *verdict, const struct plan *plan)
{
    if (!plan->whole)
        return;
    vec_each (orphan, &plan->orphans) {
        errs_add(&verdict->drift, ERR_FALSE, *orphan, 0, "is the record of no snippet");
        vec_push(&verdict->changes, ((struct change){ *orphan, NULL, NULL, BUF_INIT, true, NULL }));
    }
}

/* It harms nobody, since it is not believed; but somebody meant to ignore it. */
static void note_tracked(struct verdict *verdict)
{
    if (proof_is_tracked())
        err_hint(errs_add(&verdict->notes, ERR_NONE, proof_folder, 0,
                          "is tracked by git, but what is remembered there is of one machine"),
                 "git rm -r --cached %s, and add %s/ to .gitignore", proof_folder, proof_folder);
}

static void judge_pages(struct verdict *verdict, struct plan *plan, struct findings *findings,
                        bool overwrite)
{
    vec_each (page, &plan->pages)
        if (page->selected)
            judge_page(verdict, page, findings, overwrite);
}

void verdict_make(struct verdict *verdict, struct plan *plan, const struct sessions *sessions,
                  const struct verdict_options *options)
{
    *verdict = (struct verdict){ 0 };
    struct findings findings = { 0 };
    vec_each (session, sessions) {
        vec_push(&findings, find_out(verdict, session, options));
        verdict->tally.cached += session->cached;
        errs_append(&verdict->faults, &session->faults);
    }
    judge_pages(verdict, plan, &findings, options->overwrite);
    vec_each (finding, &findings)
        judge_record(verdict, finding);
    judge_orphans(verdict, plan);
    note_tracked(verdict);
    vec_release(&findings);
}

void verdict_from_records(struct verdict *verdict, struct plan *plan)
{
    *verdict = (struct verdict){ 0 };
    struct findings findings = { 0 };
    vec_each (snippet, &plan->snippets)
        if (snippet->selected && snippet->record_ok)
            vec_push(&findings,
                     ((struct finding){ .snippet = snippet, .record = &snippet->record }));
    judge_pages(verdict, plan, &findings, false);
    vec_release(&findings);
}

static bool write_change(const struct change *change, struct err *err)
{
    if (change->remove)
        return project_remove(change->path, err);
    return project_write(change->path, change->within, PROJECT_REPLACE, change->before,
                         change->after.s, change->after.len, err);
}

static int records_first(const void *a, const void *b)
{
    const struct change *x = a, *y = b;
    bool post_x = !x->remove && !text_ends(x->path, ".json");
    bool post_y = !y->remove && !text_ends(y->path, ".json");
    return post_x != post_y ? post_x - post_y : strcmp(x->path, y->path);
}

size_t verdict_write(struct verdict *verdict)
{
    size_t written = 0;
    if (verdict->changes.n)
        qsort(verdict->changes.v, verdict->changes.n, sizeof(*verdict->changes.v), records_first);
    vec_each (change, &verdict->changes) {
        struct err err = { 0 };
        if (write_change(change, &err)) {
            written++;
            continue;
        }
        errs_move(&verdict->faults, &err);
        if (change->faulty)
            ++*change->faulty;
    }
    return written;
}

void verdict_release(struct verdict *verdict)
{
    errs_release(&verdict->faults);
    errs_release(&verdict->drift);
    errs_release(&verdict->notes);
    vec_each (change, &verdict->changes)
        buf_release(&change->after);
    vec_release(&verdict->changes);
}
