/*
 * One walk over cmark's tree notes every comment of snip as a mark: opener or closer, well placed
 * or not. Marks are then matched like brackets, and each pair judged: same container, nothing
 * between but one fence. A mark that was complained of already takes part in the matching, so that
 * one mistake is one error.
 *
 * Of cmark's source positions only what is right in 0.30.2 is used: start lines of blocks, which
 * may be too small for a paragraph behind link definitions, and never end lines.
 */
#include "doc/post/post.h"

#include <cmark.h>
#include <obstack.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/post/directive.h"
#include "doc/post/source.h"

/* A comment of snip. */
struct mark {
    enum directive_role role;
    cmark_node *node;   /* the HTML block it is; of a misplaced one the block it is in */
    size_t row;         /* its line in the table */
    bool broken;        /* complained of already */
    size_t partner;     /* the mark that matches, or ALONE */
    struct block block; /* what an opener says; of a closer only the digest */
};

VEC_TYPE(marks, struct mark);

enum { ALONE = -1 };

/* One walk over a post. */
struct scan {
    struct post *post;
    struct line_table lines; /* of the body: row 0 is cmark's line 1 */
    struct marks marks;
    struct errs *errs;
};

static size_t node_row(cmark_node *node)
{
    int line = cmark_node_get_start_line(node);
    return line > 0 ? (size_t)line - 1 : 0;
}

static struct slice row_text(const struct scan *scan, size_t row)
{
    struct span span = line_table_span(&scan->lines, row);
    return (struct slice){ buf_str(&scan->post->text) + span.from, span.to - span.from };
}

/* The number of line ROW, as people count. */
static int line_at(const struct scan *scan, size_t row)
{
    return line_table_number(&scan->lines, row);
}

/* Reports a mistake on line ROW, said as by printf(3), and evaluates to it, for err_hint(). */
#define wrong(SCAN, ROW, ...)                                                                      \
    errs_add((SCAN)->errs, ERR_INPUT, (SCAN)->post->path, line_at(SCAN, ROW), __VA_ARGS__)

static struct slice literal_of(cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    return (struct slice){ literal ? literal : "", literal ? strlen(literal) : 0 };
}

/*
 * cmark's interface does not tell fenced from indented code. A fence's first line is no part of its
 * literal; the one exception, a first line of content that repeats it, has an info string, else it
 * would have closed the fence.
 */
static bool is_fenced(const struct scan *scan, cmark_node *node)
{
    struct slice line = row_text(scan, node_row(node)), literal = literal_of(node), first;
    size_t column = (size_t)cmark_node_get_start_column(node);
    if (column == 0 || column > line.len)
        return false;
    line.s += column - 1;
    line.len -= column - 1;
    if (!slice_starts(line, "```") && !slice_starts(line, "~~~"))
        return false;
    const char *info = cmark_node_get_fence_info(node);
    if ((info && *info) || !text_line(&literal, &first))
        return true;
    struct slice a = line_trim(line), b = line_trim(first);
    return a.len != b.len || memcmp(a.s, b.s, a.len) != 0;
}

static struct mark *add_mark(struct scan *scan, enum directive_role role, size_t row)
{
    struct mark *mark = vec_add(&scan->marks);
    mark->role = role;
    mark->row = row;
    mark->partner = (size_t)ALONE;
    return mark;
}

/*
 * Tells whether a misplaced comment of snip was complained of with the last one: comments on one
 * line, and a closer that follows its opener into the same wrong BLOCK, are one mistake.
 */
static bool is_told(const struct scan *scan, const cmark_node *block, enum directive_role role,
                    size_t row)
{
    if (scan->marks.n == 0)
        return false;
    const struct mark *last = &scan->marks.v[scan->marks.n - 1];
    bool follows = last->node == block && last->role == DIRECTIVE_OPEN && role == DIRECTIVE_CLOSE;
    return last->broken && (last->row == row || follows);
}

/* Notes a comment of snip in BLOCK, where none may stand; HINT says how to mend it. */
static void misplaced(struct scan *scan, cmark_node *block, enum directive_role role, size_t row,
                      const char *text, const char *hint)
{
    if (!is_told(scan, block, role, row))
        err_hint(wrong(scan, row, "%s", text), "%s", hint);
    struct mark *mark = add_mark(scan, role, row);
    mark->node = block;
    mark->broken = true;
}

static void read_directive(struct scan *scan, cmark_node *node, enum directive_role role,
                           const struct comment *comment)
{
    struct mark *mark = add_mark(scan, role, node_row(node));
    int line = line_at(scan, mark->row);
    mark->node = node;
    mark->block.line = line;
    const char *path = scan->post->path;
    if (role == DIRECTIVE_OPEN)
        mark->broken = !directive_read_opener(comment, &mark->block, path, line, scan->errs);
    else
        mark->broken = !directive_read_closer(comment, mark->block.digest, path, line, scan->errs);
}

/* Says why COMMENT, of snip, on LINE of the HTML block NODE, is no directive. */
static void misplaced_in_block(struct scan *scan, cmark_node *node, size_t row, struct slice line,
                               const struct comment *comment)
{
    enum directive_role role = directive_role(comment);
    bool first = row == node_row(node);
    struct slice before = { line.s, comment->from };
    struct slice after = { line.s + comment->to, line.len - comment->to };
    if (!comment->closed)
        misplaced(scan, node, role, row, "a comment of snip is not ended on its line",
                  "write the whole comment, from <!-- to -->, on one line");
    else if (line_trim(before).len > 0)
        misplaced(scan, node, role, row, "a comment of snip has something before it on its line",
                  "give it a line of its own, with a blank line above");
    else if (line_trim(after).len > 0)
        misplaced(scan, node, role, row, "a comment of snip is followed by something on its line",
                  "give it a line of its own; what follows belongs on the next");
    else if (!first && slice_starts(line_trim(literal_of(node)), "<!--"))
        misplaced(scan, node, role, row, "a comment of snip stands inside another comment",
                  "comments do not nest: to put a block out of use, take its two comments out");
    else
        misplaced(scan, node, role, row, "a comment of snip stands inside a block of HTML",
                  "leave a blank line above it, or move it out of the HTML element");
}

static void visit_html_block(struct scan *scan, cmark_node *node)
{
    struct slice html = literal_of(node), whole = line_trim(html);
    struct comment comment;
    size_t at = 0;
    if (comment_next(whole, &at, &comment) && comment.from == 0 && comment.closed &&
        comment.to == whole.len && !memchr(whole.s, '\n', whole.len)) {
        enum directive_role role = directive_role(&comment);
        if (role != DIRECTIVE_NONE)
            read_directive(scan, node, role, &comment);
        return;
    }
    struct slice rest = html, line;
    for (size_t row = node_row(node); text_line(&rest, &line); row++)
        for (at = 0; comment_next(line, &at, &comment);) {
            /* Its first word may be on a line below. */
            if (!comment.closed)
                comment.content.len = (size_t)(html.s + html.len - comment.content.s);
            if (directive_role(&comment) != DIRECTIVE_NONE)
                misplaced_in_block(scan, node, row, line, &comment);
        }
}

/* cmark's line of an inline may be too small, so the comment is looked for from there on. */
static size_t inline_row(const struct scan *scan, cmark_node *node, struct slice html)
{
    struct slice first;
    if (!text_line(&html, &first))
        return node_row(node);
    for (size_t row = node_row(node); row < scan->lines.n; row++) {
        struct slice line = row_text(scan, row);
        if (memmem(line.s, line.len, first.s, first.len))
            return row;
    }
    return node_row(node);
}

static void visit_html_inline(struct scan *scan, cmark_node *node)
{
    struct slice html = literal_of(node);
    struct comment comment;
    size_t at = 0;
    if (!comment_next(html, &at, &comment) || comment.from != 0)
        return;
    enum directive_role role = directive_role(&comment);
    cmark_node *block = cmark_node_parent(node);
    while (cmark_node_get_type(block) != CMARK_NODE_PARAGRAPH &&
           cmark_node_get_type(block) != CMARK_NODE_HEADING)
        block = cmark_node_parent(block);
    if (role != DIRECTIVE_NONE)
        misplaced(scan, block, role, inline_row(scan, node, html),
                  "a comment of snip stands inside a paragraph or heading",
                  "give it a line of its own, indented as the text around it, with a blank line "
                  "above");
}

static void visit_indented_code(struct scan *scan, cmark_node *node)
{
    struct slice rest = literal_of(node), line;
    for (size_t row = node_row(node); text_line(&rest, &line); row++) {
        struct comment comment;
        size_t at = 0;
        line = line_trim(line);
        if (!comment_next(line, &at, &comment) || comment.from != 0)
            continue;
        enum directive_role role = directive_role(&comment);
        if (role != DIRECTIVE_NONE)
            misplaced(scan, node, role, row, "a comment of snip is indented so far that it is code",
                      "indent it by three columns at most from the text around it (a footnote can "
                      "hold none); to show it as text, use a fence");
    }
}

static void visit(struct scan *scan, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
        visit_html_block(scan, node);
        break;
    case CMARK_NODE_HTML_INLINE:
        visit_html_inline(scan, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        if (!is_fenced(scan, node))
            visit_indented_code(scan, node);
        break;
    default:
        break;
    }
}

static void match_marks(struct marks *marks)
{
    VEC(size_t) open = { 0 };
    for (size_t i = 0; i < marks->n; i++) {
        if (marks->v[i].role == DIRECTIVE_OPEN) {
            vec_push(&open, i);
        } else if (open.n > 0) {
            marks->v[i].partner = open.v[--open.n];
            marks->v[marks->v[i].partner].partner = i;
        }
    }
    vec_release(&open);
}

/* What NODE is called where it stands in the way. */
static const char *noun(const struct scan *scan, cmark_node *node)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_BLOCK_QUOTE:
        return "a block quote";
    case CMARK_NODE_LIST:
        return "a list";
    case CMARK_NODE_CODE_BLOCK:
        return is_fenced(scan, node) ? "a second code block" : "an indented code block";
    case CMARK_NODE_HTML_BLOCK:
        return "HTML";
    case CMARK_NODE_HEADING:
        return "a heading";
    case CMARK_NODE_THEMATIC_BREAK:
        return "a rule";
    default:
        return "a paragraph";
    }
}

static bool foreign(const struct scan *scan, size_t row, const char *what, const struct mark *open,
                    const struct mark *close)
{
    return err_hint(wrong(scan, row, "%s stands inside the block of lines %d to %d", what,
                          line_at(scan, open->row), line_at(scan, close->row)),
                    "move it above or below the block: between the two comments is snip's place, "
                    "for one fenced code block");
}

/* Link definitions leave no node, so the lines themselves must show that they are empty. */
static bool check_blank_rows(const struct scan *scan, size_t from, size_t to,
                             const struct mark *open, const struct mark *close)
{
    for (size_t row = from; row < to; row++) {
        struct slice line = row_text(scan, row);
        for (size_t i = 0; i < line.len; i++)
            if (!memchr(" \t\n\r>", line.s[i], 5))
                return foreign(scan, row, "a link definition", open, close);
    }
    return true;
}

static void take_fence(const struct scan *scan, cmark_node *node, struct block *block)
{
    struct slice literal = literal_of(node);
    const char *info = cmark_node_get_fence_info(node);
    size_t row = node_row(node), last = row + text_lines(literal.s, literal.len) + 1;
    block->literal = mem_strndup(literal.s, literal.len);
    block->literal_len = literal.len;
    block->info = mem_strdup(info ? info : "");
    block->fence_line = line_at(scan, row);
    block->fence = (struct span){ line_table_span(&scan->lines, row).from,
                                  line_table_span(&scan->lines, last).to };
}

/*
 * Sets *FENCE to the one fence between OPEN and CLOSE, or NULL; false where anything else is there.
 */
static bool find_fence(const struct scan *scan, const struct mark *open, const struct mark *close,
                       cmark_node **fence)
{
    *fence = NULL;
    cmark_node *node = cmark_node_next(open->node);
    if (node != close->node && cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK &&
        is_fenced(scan, node)) {
        *fence = node;
        node = cmark_node_next(node);
    }
    if (node != close->node)
        return foreign(scan, node_row(node), noun(scan, node), open, close);
    size_t next = open->row + 1;
    if (*fence) {
        struct slice literal = literal_of(*fence);
        if (!check_blank_rows(scan, next, node_row(*fence), open, close))
            return false;
        next = node_row(*fence) + text_lines(literal.s, literal.len) + 2;
    }
    return check_blank_rows(scan, next, close->row, open, close);
}

static bool same_container(const struct scan *scan, const struct mark *open,
                           const struct mark *close)
{
    if (cmark_node_parent(open->node) == cmark_node_parent(close->node))
        return true;
    return err_hint(wrong(scan, close->row,
                          "this closes the block opened at line %d, but stands in another list "
                          "item or quote",
                          line_at(scan, open->row)),
                    "indent both comments alike, with the same `>` before them");
}

/* Makes a block of OPEN and CLOSE, two marks in a row. */
static void pair(struct scan *scan, struct mark *open, const struct mark *close)
{
    cmark_node *fence;
    if (open->broken || close->broken || !same_container(scan, open, close) ||
        !find_fence(scan, open, close, &fence))
        return;
    struct block *block = &open->block;
    block->close_line = close->block.line;
    memcpy(block->digest, close->block.digest, sizeof(block->digest));
    block->open = line_table_span(&scan->lines, open->row);
    block->close = line_table_span(&scan->lines, close->row);
    if (fence)
        take_fence(scan, fence, block);
    vec_push(&scan->post->blocks, *block);
    *block = (struct block){ 0 };
}

static void nested(const struct scan *scan, const struct mark *outer, const struct mark *end,
                   const struct mark *inner)
{
    int line = line_at(scan, outer->row);
    if (!outer->broken && !end->broken && !inner->broken)
        err_hint(wrong(scan, inner->row, "a block is opened inside the block of lines %d to %d",
                       line, line_at(scan, end->row)),
                 "close the block of line %d above this line with <!-- /snip -->, or take one of "
                 "the two out",
                 line);
}

/* The row of a closer that the fence behind OPEN has swallowed, 0 where there is none. */
static size_t swallowed(const struct scan *scan, const struct mark *open)
{
    cmark_node *fence = cmark_node_next(open->node);
    if (!fence || cmark_node_get_type(fence) != CMARK_NODE_CODE_BLOCK || !is_fenced(scan, fence))
        return 0;
    struct slice rest = literal_of(fence), line;
    for (size_t row = node_row(fence) + 1; text_line(&rest, &line); row++) {
        struct comment comment;
        size_t at = 0;
        if (comment_next(line, &at, &comment) && directive_role(&comment) == DIRECTIVE_CLOSE)
            return row;
    }
    return 0;
}

static void unclosed(const struct scan *scan, size_t i)
{
    const struct mark *mark = &scan->marks.v[i];
    size_t closer = swallowed(scan, mark);
    if (closer > 0) {
        err_hint(wrong(scan, mark->row, "the block opened here is never closed"),
                 "end the code block of line %d above the <!-- /snip --> of line %d, by a fence as "
                 "long as its first",
                 line_at(scan, node_row(cmark_node_next(mark->node))), line_at(scan, closer));
        return;
    }
    AUTO_FREE char *next = i + 1 < scan->marks.n ? mem_printf("; the next begins at line %d",
                                                              line_at(scan, mark[1].row))
                                                 : mem_strdup("");
    err_hint(wrong(scan, mark->row, "the block opened here is never closed%s", next),
             "write <!-- /snip --> on a line of its own below it, indented as it is");
}

static void unopened(const struct scan *scan, size_t i)
{
    const struct mark *mark = &scan->marks.v[i];
    const struct mark *last = i > 0 ? mark - 1 : NULL;
    if (last && last->role == DIRECTIVE_CLOSE && last->partner != (size_t)ALONE) {
        err_hint(wrong(scan, mark->row,
                       "the block opened at line %d is closed twice: at line %d, and here",
                       line_at(scan, scan->marks.v[last->partner].row), line_at(scan, last->row)),
                 "take one of the two out, or write what opens another block between them");
        return;
    }
    err_hint(wrong(scan, mark->row, "this closes a block, and none is open here"),
             "write an opener above it, such as <!-- snip code NAME.c -->, or take it out");
}

static void judge(struct scan *scan)
{
    match_marks(&scan->marks);
    for (size_t i = 0; i < scan->marks.n; i++) {
        struct mark *mark = &scan->marks.v[i];
        if (mark->partner == (size_t)ALONE) {
            if (!mark->broken)
                (mark->role == DIRECTIVE_OPEN ? unclosed : unopened)(scan, i);
            continue;
        }
        struct mark *end = &scan->marks.v[mark->partner];
        if (mark->partner == i + 1)
            pair(scan, mark, end);
        else
            nested(scan, mark, end, mark + 1);
        i = mark->partner;
    }
}

/*
 * A third of the time that a post takes would be malloc() for cmark's nodes, which all go at once:
 * they are in an obstack (GNU C Library manual, "Obstacks"). cmark's allocator knows no owner,
 * hence variables of the file: one tree at a time. The first chunk is kept, and large enough for
 * most.
 */
#define obstack_chunk_alloc malloc
#define obstack_chunk_free  free

enum { TREE_CHUNK = 1 << 20 };

static struct obstack tree_memory;
static void *tree_start;

/* What cmark is given; its size is for realloc() to copy. */
struct piece {
    size_t size;
    alignas(max_align_t) char bytes[];
};

static void *tree_realloc(void *p, size_t size)
{
    const struct piece *old = p ? (void *)((char *)p - offsetof(struct piece, bytes)) : NULL;
    if (old && size <= old->size)
        return p;
    struct piece *piece = obstack_alloc(&tree_memory, sizeof(*piece) + size);
    piece->size = size;
    return old ? memcpy(piece->bytes, old->bytes, old->size) : piece->bytes;
}

static void *tree_calloc(size_t count, size_t size)
{
    return memset(tree_realloc(NULL, count * size), 0, count * size);
}

static void tree_free(void *p)
{
    (void)p; /* end_tree() does */
}

/* The body's tree; end it with end_tree() before the next. */
static cmark_node *parse_body(const struct post *post)
{
    static cmark_mem memory = { tree_calloc, tree_realloc, tree_free };
    if (!tree_start) {
        obstack_alloc_failed_handler = mem_missing;
        obstack_begin(&tree_memory, TREE_CHUNK);
        tree_start = obstack_alloc(&tree_memory, 0);
    }
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_SOURCEPOS, &memory);
    cmark_parser_feed(parser, buf_str(&post->text) + post->body, post->text.len - post->body);
    return cmark_parser_finish(parser);
}

/* Frees the tree, and what was made to parse it and to walk over it. */
static void end_tree(void)
{
    obstack_free(&tree_memory, tree_start);
}

/* Moves what is in A and B, each in the order of lines, to OUT, in that order. */
static void merge(struct errs *a, struct errs *b, struct errs *out)
{
    for (size_t i = 0, j = 0; i < a->n || j < b->n;) {
        bool from_a = j == b->n || (i < a->n && a->v[i].line <= b->v[j].line);
        vec_push(out, from_a ? a->v[i++] : b->v[j++]);
    }
    vec_release(a);
    vec_release(b);
}

/* Notes the marks and judges them; what is wrong is added to ERRS. */
static void walk(struct scan *scan, struct errs *errs)
{
    struct errs seen = { 0 }, judged = { 0 };
    cmark_node *root = parse_body(scan->post);
    cmark_iter *iter = cmark_iter_new(root);
    scan->errs = &seen;
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
        if (event == CMARK_EVENT_ENTER)
            visit(scan, cmark_iter_get_node(iter));
    scan->errs = &judged;
    judge(scan);
    scan->errs = NULL;
    end_tree();
    merge(&seen, &judged, errs);
}

static void find_blocks(struct post *post, struct errs *errs)
{
    const struct buf *text = &post->text;
    const char *body = buf_str(text) + post->body;
    /* Most posts that have no directive need no parsing. */
    if (!memmem(body, text->len - post->body, "snip", 4))
        return;
    struct scan scan = { .post = post };
    line_table_fill(&scan.lines, buf_slice(text), post->body, post->body_line);
    walk(&scan, errs);
    vec_each (mark, &scan.marks)
        block_release(&mark->block);
    vec_release(&scan.marks);
    line_table_release(&scan.lines);
}

/* Where the first line begins with MARK, one of git's; NULL where none does. */
static const char *merge_mark(const char *text, const char *mark)
{
    const char *at = strstr(text, mark);
    while (at && at > text && at[-1] != '\n')
        at = strstr(at + 1, mark);
    return at;
}

/* Says where a merge has left both of its sides: that explains what else is wrong. */
static void check_merged(const struct post *post, struct errs *errs)
{
    const char *text = buf_str(&post->text), *from = merge_mark(text, "<<<<<<< ");
    if (!from || !merge_mark(from, ">>>>>>> "))
        return;
    err_hint(errs_add(errs, ERR_INPUT, post->path, text_line_at(text, (size_t)(from - text)),
                      "a merge left both of its sides here"),
             "keep one of them, whichever it is; `snip update` writes its blocks anew");
}

bool post_parse(struct post *post, const char *path, struct slice text, struct errs *errs)
{
    *post = (struct post){ .path = mem_strdup(path), .body_line = 1 };
    buf_add(&post->text, text.s, text.len);
    if (!source_check(path, text, errs))
        return false;
    if (front_matter(buf_slice(&post->text), &post->body, &post->body_line) == FRONT_OPEN)
        return err_hint(errs_add(errs, ERR_INPUT, path, 1, "the front matter is never closed"),
                        "write --- on a line of its own below it");
    size_t before = errs->n;
    find_blocks(post, errs);
    if (errs->n > before)
        check_merged(post, errs);
    return errs->n == before;
}

static void outline_text(struct buf *out, const char *text)
{
    if (text)
        buf_add(out, text, strlen(text) + 1);
}

static void outline_node(cmark_node *node, struct buf *out)
{
    cmark_node_type type = cmark_node_get_type(node);
    buf_addc(out, (char)type);
    if (type == CMARK_NODE_HEADING)
        buf_addc(out, (char)cmark_node_get_heading_level(node));
    if (type == CMARK_NODE_LIST)
        buf_addc(out, (char)cmark_node_get_list_type(node));
    outline_text(out, cmark_node_get_literal(node));
    outline_text(out, cmark_node_get_fence_info(node));
    outline_text(out, cmark_node_get_url(node));
    outline_text(out, cmark_node_get_title(node));
}

void post_outline(const struct post *post, struct buf *out)
{
    struct line_table lines = { 0 };
    line_table_fill(&lines, buf_slice(&post->text), post->body, post->body_line);
    cmark_node *root = parse_body(post);
    cmark_iter *iter = cmark_iter_new(root);
    size_t next = 0;
    for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        bool leaf = type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK;
        size_t at = leaf ? line_table_span(&lines, node_row(node)).from : 0;
        const struct block *block = leaf && next < post->blocks.n ? &post->blocks.v[next] : NULL;
        if (event == CMARK_EVENT_EXIT)
            buf_addc(out, ')');
        else if (block && block->fence_line && at == block->fence.from)
            continue;
        else if (block && at == block->close.from)
            next++;
        else
            outline_node(node, out);
    }
    end_tree();
    line_table_release(&lines);
}

const char *post_version(void)
{
    return cmark_version_string();
}

void post_release(struct post *post)
{
    vec_each (block, &post->blocks)
        block_release(block);
    vec_release(&post->blocks);
    buf_release(&post->text);
    free(post->path);
    *post = (struct post){ 0 };
}
