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
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/post/directive.h"
#include "doc/post/merge.h"
#include "doc/post/source.h"
#include "doc/post/tree.h"

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
    struct merge_map *merge; /* to be filled in; NULL where no merge left a mark */
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

static bool is_fence(const struct scan *scan, cmark_node *node)
{
    return node && cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK && is_fenced(scan, node);
}

/* The row of a closer that FENCE has swallowed without its opener, 0 where there is none. */
static size_t swallowed(cmark_node *fence)
{
    struct slice rest = literal_of(fence), line;
    for (size_t row = node_row(fence) + 1; text_line(&rest, &line); row++) {
        struct comment comment;
        size_t at = 0;
        enum directive_role role = comment_next(line, &at, &comment) ? directive_role(&comment)
                                                                     : DIRECTIVE_NONE;
        if (role != DIRECTIVE_NONE)
            return role == DIRECTIVE_CLOSE ? row : 0;
    }
    return 0;
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

/* What NODE, may be NULL, is as a comment of snip. */
static enum directive_role role_of(cmark_node *node)
{
    struct comment comment;
    size_t at = 0;
    bool html = node && cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK;
    return html && comment_next(line_trim(literal_of(node)), &at, &comment)
               ? directive_role(&comment)
               : DIRECTIVE_NONE;
}

/* A fence that nothing ends goes on to the end of the post: the text there would show as code. */
static void visit_fence(struct scan *scan, cmark_node *node)
{
    struct slice literal = literal_of(node);
    size_t row = node_row(node), closer;
    if (cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT ||
        row + text_lines(literal.s, literal.len) + 1 < scan->lines.n ||
        role_of(cmark_node_previous(node)) == DIRECTIVE_OPEN || (closer = swallowed(node)) == 0)
        return;
    err_hint(wrong(scan, row,
                   "a code block begins here, takes in the <!-- /snip --> of line %d, "
                   "and is never closed",
                   line_at(scan, closer)),
             "end it by a fence as long as its first, or take out what is left of an old block");
}

/* Whose the code or HTML in NODE is, and whether it is as snip wrote it. */
static enum verbatim_state verbatim_state(cmark_node *node)
{
    char is[BLOCK_DIGEST + 1];
    cmark_node *next = cmark_node_next(node);
    if (role_of(cmark_node_previous(node)) != DIRECTIVE_OPEN)
        return VERBATIM_AUTHORS;
    block_digest(literal_of(node), is);
    bool same = role_of(next) == DIRECTIVE_CLOSE && strstr(cmark_node_get_literal(next), is);
    return same ? VERBATIM_SNIPS : VERBATIM_CHANGED;
}

/* Notes of NODE what tells a merge mark from a line that looks like one. */
static void visit_merged(struct scan *scan, cmark_node *node)
{
    size_t row = node_row(node);
    struct slice text = literal_of(node), rest = row_text(scan, row), line;
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_PARAGRAPH && text_line(&rest, &line) && merge_divides(line))
        vec_push(&scan->merge->dividers, line_at(scan, row));
    if (type != CMARK_NODE_CODE_BLOCK && type != CMARK_NODE_HTML_BLOCK)
        return;
    size_t last = row + text_lines(text.s, text.len) - !is_fenced(scan, node);
    vec_push(&scan->merge->verbatims,
             ((struct verbatim){ line_at(scan, row), line_at(scan, last), verbatim_state(node) }));
}

static void visit(struct scan *scan, cmark_node *node)
{
    if (scan->merge)
        visit_merged(scan, node);
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HTML_BLOCK:
        visit_html_block(scan, node);
        break;
    case CMARK_NODE_HTML_INLINE:
        visit_html_inline(scan, node);
        break;
    case CMARK_NODE_CODE_BLOCK:
        (is_fenced(scan, node) ? visit_fence : visit_indented_code)(scan, node);
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
    if (is_fence(scan, node)) {
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

static void unclosed(const struct scan *scan, size_t i)
{
    const struct mark *mark = &scan->marks.v[i];
    cmark_node *fence = cmark_node_next(mark->node);
    size_t closer = is_fence(scan, fence) ? swallowed(fence) : 0;
    if (closer > 0) {
        err_hint(wrong(scan, mark->row, "the block opened here is never closed"),
                 "end the code block of line %d above the <!-- /snip --> of line %d, by a fence as "
                 "long as its first",
                 line_at(scan, node_row(fence)), line_at(scan, closer));
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

/* The body's tree; end it with tree_end() before the next. */
static cmark_node *parse_body(const struct post *post)
{
    return tree_parse(
        (struct slice){ buf_str(&post->text) + post->body, post->text.len - post->body });
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
    tree_end();
    errs_merge(&seen, &judged, errs);
}

static void find_blocks(struct post *post, struct merge_map *merge, struct errs *errs)
{
    const struct buf *text = &post->text;
    const char *body = buf_str(text) + post->body;
    /* Most posts that have no directive need no parsing. */
    if (!merge && !memmem(body, text->len - post->body, "snip", 4))
        return;
    struct scan scan = { .post = post, .merge = merge };
    line_table_fill(&scan.lines, buf_slice(text), post->body, post->body_line);
    walk(&scan, errs);
    vec_each (mark, &scan.marks)
        block_release(&mark->block);
    vec_release(&scan.marks);
    line_table_release(&scan.lines);
}

/* As find_blocks(), of a post with a merge mark. What a merge left is all that is told then: the
 * rest follows from it. */
static void find_merged(struct post *post, struct errs *errs)
{
    AUTO(merge_map_release) struct merge_map map = { .body_line = post->body_line };
    struct errs others = { 0 };
    size_t before = errs->n;
    find_blocks(post, &map, &others);
    merge_report(post->path, buf_slice(&post->text), &map, errs);
    if (errs->n == before)
        errs_append(errs, &others);
    errs_release(&others);
}

bool post_parse(struct post *post, const char *path, struct slice text, struct errs *errs)
{
    *post = (struct post){ .path = mem_strdup(path), .body_line = 1 };
    buf_add(&post->text, text.s, text.len);
    if (!source_check(path, text, errs))
        return false;
    size_t before = errs->n;
    bool open = front_matter(text, &post->body, &post->body_line) == FRONT_OPEN;
    bool merged = merge_seen(text);
    if (merged)
        find_merged(post, errs);
    if (open && errs->n == before)
        err_hint(errs_add(errs, ERR_INPUT, path, 1, "the front matter is never closed"),
                 "write --- on a line of its own below it");
    if (!open && !merged)
        find_blocks(post, NULL, errs);
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
    tree_end();
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
