/*
 * A block is written in place of source lines, each under a prefix that puts it into the opener's
 * container. The opener's own line shows what that takes: list markers have the width of the
 * columns to indent by, `>` is repeated, and where a `>` had no blank behind it one is added, since
 * a parser takes one blank behind `>` for part of it. Tabs are expanded, as what a tab is worth
 * depends on where it stands. So every content byte begins exactly where the container's text does,
 * tabs included.
 */
#include "doc/post/embed.h"

#include <string.h>

#include "base/mem.h"

enum { TAB_STOP = 4, FENCE_MIN = 3, FENCE_CAP = 255 };

/* A block, what it shall show, and how its lines are to be written. */
struct job {
    const struct post *post;
    const struct block *block;
    struct buf lines; /* the content as whole_lines() makes it */
    const char *info;
    struct buf prefix;
    const char *ending;
};

static void job_release(struct job *job)
{
    buf_release(&job->lines);
    buf_release(&job->prefix);
}

/* TEXT as a fence holds it: whole lines without blanks at their ends, which editors cut. */
static void whole_lines(struct slice text, struct buf *out)
{
    buf_add(out, text.s, text.len);
    if (text.len > 0 && text.s[text.len - 1] != '\n')
        buf_addc(out, '\n');
    text_cut_blanks(out);
}

static struct slice span_of(const struct post *post, struct span span)
{
    return (struct slice){ buf_str(&post->text) + span.from, span.to - span.from };
}

static void make_prefix(struct slice line, struct buf *out)
{
    const char *mark = memmem(line.s, line.len, "<!--", 4);
    size_t len = mark ? (size_t)(mark - line.s) : 0;
    for (size_t i = 0, column = 0; i < len; i++) {
        size_t width = line.s[i] == '\t' ? TAB_STOP - column % TAB_STOP : 1;
        column += width;
        if (line.s[i] != '>') {
            buf_fill(out, ' ', width);
            continue;
        }
        bool blank = i + 1 < len && (line.s[i + 1] == ' ' || line.s[i + 1] == '\t');
        buf_adds(out, blank ? ">" : "> ");
    }
}

static void add_line(const struct job *job, struct buf *out, const char *s, size_t len)
{
    size_t prefix = job->prefix.len;
    const char *p = buf_str(&job->prefix);
    while (len == 0 && prefix > 0 && p[prefix - 1] == ' ')
        prefix--;
    buf_add(out, p, prefix);
    buf_add(out, s, len);
    buf_adds(out, job->ending);
}

static size_t longest_run(struct slice text, char c)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < text.len; i++) {
        run = text.s[i] == c ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

/* Tells whether LINE closes a fence of C that is FENCE_CAP long or longer. */
static bool closes_any(struct slice line, char c)
{
    size_t i = 0, run = 0;
    while (i < line.len && i < 3 && line.s[i] == ' ')
        i++;
    for (; i < line.len && line.s[i] == c; i++)
        run++;
    while (i < line.len && (line.s[i] == ' ' || line.s[i] == '\t'))
        i++;
    return run >= FENCE_CAP && i == line.len;
}

/*
 * The length of a fence of C that TEXT cannot close, 0 where there is none: cmark counts no further
 * than FENCE_CAP, so that a longer run on a line of its own closes every fence.
 */
static size_t fence_length(struct slice text, char c)
{
    size_t run = longest_run(text, c);
    struct slice line;
    if (run >= FENCE_CAP)
        while (text_line(&text, &line))
            if (closes_any(line, c))
                return 0;
    return run < FENCE_MIN ? FENCE_MIN : run + 1;
}

static bool add_fence(const struct job *job, struct buf *out, struct err *err)
{
    char mark = '`';
    size_t length = fence_length(buf_slice(&job->lines), mark);
    if (length == 0)
        length = fence_length(buf_slice(&job->lines), mark = '~');
    if (length == 0) {
        err_at(err, ERR_INPUT, job->post->path, job->block->line,
               "what this block shows has lines of %d and more backticks and others of tildes, and "
               "no fence can hold both",
               FENCE_CAP);
        return err_hint(err, "print shorter lines, or show a region without them");
    }
    struct buf fence = BUF_INIT;
    buf_fill(&fence, mark, length);
    buf_adds(&fence, job->info);
    add_line(job, out, fence.s, fence.len);
    struct slice rest = buf_slice(&job->lines), line;
    while (text_line(&rest, &line))
        add_line(job, out, line.s, line.len);
    add_line(job, out, fence.s, length);
    buf_release(&fence);
    return true;
}

/* The closer; its line end, or the lack of one, stays as it was. */
static void add_closer(const struct job *job, const char *digest, struct buf *out)
{
    buf_add(out, buf_str(&job->prefix), job->prefix.len);
    buf_printf(out, "<!-- /snip %s -->", digest);
    buf_adds(out, line_ending(span_of(job->post, job->block->close)));
}

/* What the fence of BLOCK holds, one that an older snip wrote and no editor saved too. */
static void fence_lines(const struct block *block, struct buf *out)
{
    whole_lines((struct slice){ block->literal, block->literal_len }, out);
}

static bool fence_shows(const struct block *block, const struct buf *want, const char *info)
{
    if (!block->literal || strcmp(block->info, info) != 0)
        return false;
    struct buf lines AUTO(buf_release) = BUF_INIT;
    fence_lines(block, &lines);
    return buf_equal(&lines, want);
}

/* Tells whether BLOCK has the digest of what it holds, with the blanks at line ends or without. */
static bool is_digest_own(const struct block *block)
{
    char digest[BLOCK_DIGEST + 1];
    struct buf lines AUTO(buf_release) = BUF_INIT;
    fence_lines(block, &lines);
    block_digest(buf_slice(&lines), digest);
    if (strcmp(digest, block->digest) == 0)
        return true;
    block_digest((struct slice){ block->literal, block->literal_len }, digest);
    return strcmp(digest, block->digest) == 0;
}

/*
 * Writes JOB's block to OUT, from *AT of the post's text on, and moves *AT behind it. What is right
 * stays: blank lines round a fence, and a fence that shows the content already.
 */
static bool write_block(const struct job *job, size_t *at, struct buf *out, struct err *err)
{
    const struct block *block = job->block;
    const char *source = buf_str(&job->post->text);
    char digest[BLOCK_DIGEST + 1];
    block_digest(buf_slice(&job->lines), digest);
    if (!fence_shows(block, &job->lines, job->info)) {
        struct span old = block->fence_line ? block->fence
                                            : (struct span){ block->open.to, block->close.from };
        buf_add(out, source + *at, old.from - *at);
        if (!add_fence(job, out, err))
            return false;
        *at = old.to;
    }
    buf_add(out, source + *at, block->close.from - *at);
    add_closer(job, digest, out);
    *at = block->close.to;
    return true;
}

static enum block_state judge(const struct block *block, const struct content *content)
{
    if (!content->text.s)
        return BLOCK_SAME;
    struct buf want AUTO(buf_release) = BUF_INIT;
    whole_lines(content->text, &want);
    if (!block->literal)
        return BLOCK_WRITTEN;
    bool own = is_digest_own(block);
    if (own && fence_shows(block, &want, content->info))
        return BLOCK_SAME;
    bool adopted = block->literal_len == 0 || fence_shows(block, &want, block->info);
    return own || adopted ? BLOCK_WRITTEN : BLOCK_EDITED;
}

static bool check_content(const struct post *post, const struct block *block, struct slice text,
                          struct err *err)
{
    size_t bad;
    const char *what = NULL;
    if (memchr(text.s, '\0', text.len))
        what = "a NUL";
    else if (memchr(text.s, '\r', text.len))
        what = "a carriage return";
    else if (!utf8_valid(text.s, text.len, &bad))
        what = "bytes that are not UTF-8";
    if (!what)
        return true;
    return err_at(err, ERR_INPUT, post->path, block->line,
                  "what this block shows has %s, which no post can hold", what);
}

static bool splice(const struct post *post, const struct content *contents,
                   const enum block_state *states, struct buf *out, struct err *err)
{
    size_t at = 0;
    for (size_t i = 0; i < post->blocks.n; i++) {
        if (states[i] != BLOCK_WRITTEN)
            continue;
        const struct block *block = &post->blocks.v[i];
        struct slice opener = span_of(post, block->open);
        struct job job AUTO(job_release) = {
            .post = post,
            .block = block,
            .info = contents[i].info,
            .ending = line_ending(opener),
        };
        make_prefix(opener, &job.prefix);
        whole_lines(contents[i].text, &job.lines);
        if (!check_content(post, block, buf_slice(&job.lines), err) ||
            !write_block(&job, &at, out, err))
            return false;
    }
    buf_add(out, buf_str(&post->text) + at, post->text.len - at);
    return true;
}

static bool equal_strings(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_opener(const struct block *a, const struct block *b)
{
    bool same = a->kind == b->kind && equal_strings(a->target, b->target) &&
                equal_strings(a->region, b->region) && a->attributes.n == b->attributes.n;
    for (size_t i = 0; same && i < a->attributes.n; i++)
        same = equal_strings(a->attributes.v[i].key, b->attributes.v[i].key) &&
               equal_strings(a->attributes.v[i].value, b->attributes.v[i].value);
    return same;
}

/*
 * Tells whether NEW, made of OLD, shows CONTENT where STATE says so, and what OLD showed elsewhere.
 */
static bool shows(const struct block *old, const struct block *new, const struct content *content,
                  enum block_state state)
{
    if (!same_opener(old, new))
        return false;
    if (state != BLOCK_WRITTEN)
        return equal_strings(old->literal, new->literal) && equal_strings(old->info, new->info) &&
               strcmp(old->digest, new->digest) == 0;
    return judge(new, content) == BLOCK_SAME;
}

static bool same_outline(const struct post *a, const struct post *b)
{
    struct buf x AUTO(buf_release) = BUF_INIT, y AUTO(buf_release) = BUF_INIT;
    post_outline(a, &x);
    post_outline(b, &y);
    return buf_equal(&x, &y);
}

/* Parses the result again; nothing may differ but what was to be written. */
static bool verify(const struct post *old, const struct buf *text, const struct content *contents,
                   const enum block_state *states, struct err *err)
{
    struct post new AUTO(post_release) = { 0 };
    struct errs errs AUTO(errs_release) = { 0 };
    int line = 0;
    bool good = post_parse(&new, old->path, buf_slice(text), &errs) &&
                new.blocks.n == old->blocks.n;
    for (size_t i = 0; good && i < old->blocks.n; i++) {
        good = shows(&old->blocks.v[i], &new.blocks.v[i], &contents[i], states[i]);
        line = old->blocks.v[i].line;
    }
    if (good && same_outline(old, &new))
        return true;
    err_at(err, ERR_SYSTEM, old->path, good ? 0 : line,
           "writing the blocks would change more of this post than they show; it is left as it is");
    return err_hint(err, "this is a fault of snip; until it is mended, move the block out of its "
                         "list or quote");
}

bool embed_blocks(const struct post *post, const struct content *contents, bool overwrite,
                  struct buf *out, enum block_state *states, struct err *err)
{
    bool any = false;
    for (size_t i = 0; i < post->blocks.n; i++) {
        states[i] = judge(&post->blocks.v[i], &contents[i]);
        if (overwrite && states[i] == BLOCK_EDITED)
            states[i] = BLOCK_WRITTEN;
        any = any || states[i] == BLOCK_WRITTEN;
    }
    if (!any) {
        buf_add(out, buf_str(&post->text), post->text.len);
        return true;
    }
    return splice(post, contents, states, out, err) && verify(post, out, contents, states, err);
}
