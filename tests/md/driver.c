/*
 * Finds and writes blocks at the word of the tests beside it. Requests on standard input, each a line
 * and the bytes it counts, answers of the same form on standard output:
 *
 *     scan SIZE\n POST                       -> LENGTH\n REPORT
 *     embed SIZE OVERWRITE COUNT\n POST      -> LENGTH\n REPORT   LENGTH\n NEW POST
 *       then COUNT times: SIZE INFO\n CONTENT     (SIZE -1: nothing is known)
 *     view SIZE SIZE\n POST RECORD               -> LENGTH\n REPORT   LENGTH\n what the post's block shows
 *
 * A report has one tab-separated line a block, error or state, or of a view for each event that is shown its
 * place in the record and its lane. INFO is "-" where there is none. A COUNT
 * of 1 stands for every block of the post.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/post/embed.h"
#include "doc/post/post.h"
#include "engine/truth/choice.h"
#include "engine/truth/view.h"

static void fail(const char *what)
{
    fprintf(stderr, "driver: %s\n", what);
    exit(2);
}

static struct buf read_bytes(size_t size)
{
    struct buf b = BUF_INIT;
    buf_reserve(&b, size);
    if (fread(b.s, 1, size, stdin) != size)
        fail("the request is cut off");
    b.len = size;
    b.s[size] = '\0';
    return b;
}

static void answer(const struct buf *b)
{
    printf("%zu\n", b->len);
    fwrite(buf_str(b), 1, b->len, stdout);
}

static void report_errors(const struct errs *errs, struct buf *out)
{
    vec_each (err, errs)
        buf_printf(out, "error\t%d\t%d\t%s\t%s\n", (int)err->kind, err->line, err->text,
                   err->hint ? err->hint : "");
}

static void report_blocks(const struct post *post, struct buf *out)
{
    vec_each (block, &post->blocks) {
        buf_printf(out, "block\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%zu\t", block->line, block->close_line,
                   block->fence_line, view_grammar(block->kind)->name, block->target,
                   block->region ? block->region : "", block->digest, block->literal_len);
        vec_each (attribute, &block->attributes)
            buf_printf(out, "%s=%s ", attribute->key, attribute->value);
        buf_addc(out, '\n');
    }
}

static void scan(struct slice text)
{
    struct post post;
    struct errs errs AUTO(errs_release) = { 0 };
    struct buf out AUTO(buf_release) = BUF_INIT;
    bool good = post_parse(&post, "post.md", text, &errs);
    report_errors(&errs, &out);
    report_blocks(&post, &out);
    buf_adds(&out, good ? "good\n" : "bad\n");
    answer(&out);
    post_release(&post);
}

/* Reads COUNT contents into LIST, whose texts are kept in TEXTS. */
static void read_contents(size_t count, struct buf *texts, char (*infos)[64], struct content *list)
{
    for (size_t i = 0; i < count; i++) {
        char line[128];
        long size;
        if (!fgets(line, sizeof(line), stdin) || sscanf(line, "%ld %63s", &size, infos[i]) != 2)
            fail("a content was expected");
        texts[i] = read_bytes(size > 0 ? (size_t)size : 0);
        list[i].text = (struct slice){ size < 0 ? NULL : texts[i].s, texts[i].len };
        list[i].info = strcmp(infos[i], "-") == 0 ? "" : infos[i];
    }
}

static void embed_post(const struct post *post, const struct content *contents, bool overwrite)
{
    static const char *const names[] = { "same", "written", "edited" };
    struct buf report AUTO(buf_release) = BUF_INIT, out AUTO(buf_release) = BUF_INIT;
    AUTO_FREE enum block_state *states = mem_alloc((post->blocks.n + 1) * sizeof(*states));
    struct err err AUTO(err_release) = { 0 };
    if (embed_blocks(post, contents, overwrite, &out, states, &err)) {
        for (size_t i = 0; i < post->blocks.n; i++)
            buf_printf(&report, "state\t%s\n", names[states[i]]);
        buf_adds(&report, "good\n");
    } else {
        buf_printf(&report, "error\t%d\t%d\t%s\t%s\nbad\n", (int)err.kind, err.line, err.text,
                   err.hint ? err.hint : "");
        buf_clear(&out);
    }
    answer(&report);
    answer(&out);
}

static void embed(struct slice text, bool overwrite, size_t count)
{
    struct post post;
    struct errs errs AUTO(errs_release) = { 0 };
    bool good = post_parse(&post, "post.md", text, &errs);
    size_t room = (count > post.blocks.n ? count : post.blocks.n) + 1;
    AUTO_FREE struct content *contents = mem_alloc(room * sizeof(*contents));
    AUTO_FREE struct buf *texts = mem_alloc(room * sizeof(*texts));
    AUTO_FREE char(*infos)[64] = mem_alloc(room * sizeof(*infos));
    read_contents(count, texts, infos, contents);
    for (size_t i = 1; count == 1 && i < post.blocks.n; i++)
        contents[i] = contents[0];
    if (good && count != 1 && count != post.blocks.n)
        fail("a content is wanted for each block");
    if (good) {
        embed_post(&post, contents, overwrite);
    } else {
        struct buf out AUTO(buf_release) = BUF_INIT, none = BUF_INIT;
        report_errors(&errs, &out);
        buf_adds(&out, "bad\n");
        answer(&out);
        answer(&none);
    }
    for (size_t i = 0; i < count; i++)
        buf_release(&texts[i]);
    post_release(&post);
}

static void report_choice(const struct choice *choice, struct buf *out)
{
    for (size_t i = 0; i < choice->trace->events.n; i++)
        if (choice->shown[i])
            buf_printf(out, "%zu\t%s\n", i,
                       choice->at[i] == LANE_NONE ? "" : choice->lanes.v[choice->at[i]].name);
}

static void view(struct slice text, const struct buf *json)
{
    struct post post;
    struct record record AUTO(record_release);
    struct choice choice AUTO(choice_release);
    struct errs errs AUTO(errs_release) = { 0 };
    struct err err AUTO(err_release) = { 0 };
    struct buf report AUTO(buf_release) = BUF_INIT, out AUTO(buf_release) = BUF_INIT;
    if (!post_parse(&post, "post.md", text, &errs) || post.blocks.n != 1)
        fail("a view needs one block");
    if (!record_parse(&record, "record", json->s, json->len, &err))
        fail(err.text);
    choice_make(&choice, &record.trace, &post.blocks.v[0]);
    report_choice(&choice, &report);
    view_render(&out, &post.blocks.v[0], (struct slice){ "", 0 }, &record);
    answer(&report);
    answer(&out);
    post_release(&post);
}

int main(void)
{
    char line[128];
    while (fgets(line, sizeof(line), stdin)) {
        size_t size, count, record_size;
        int overwrite;
        bool wants_embed = sscanf(line, "embed %zu %d %zu", &size, &overwrite, &count) == 3;
        bool wants_view = !wants_embed && sscanf(line, "view %zu %zu", &size, &record_size) == 2;
        if (!wants_embed && !wants_view && sscanf(line, "scan %zu", &size) != 1)
            fail("unknown request");
        struct buf text = read_bytes(size), record = read_bytes(wants_view ? record_size : 0);
        if (wants_embed)
            embed((struct slice){ text.s, text.len }, overwrite != 0, count);
        else if (wants_view)
            view((struct slice){ text.s, text.len }, &record);
        else
            scan((struct slice){ text.s, text.len });
        buf_release(&text);
        buf_release(&record);
        fflush(stdout);
    }
    return 0;
}
