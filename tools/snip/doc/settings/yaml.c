#include "doc/settings/yaml.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/buf.h"
#include "base/mem.h"
#include "doc/post/source.h"

enum { MAX_TEXT = 64 << 10, MAX_DEPTH = 16, MAX_NODES = 10000, MAX_QUOTE = 60 };

/* A document being read: libyaml makes events of it, the functions below make nodes of those. */
struct document {
    yaml_parser_t parser;
    const char *path;
    struct slice text;
    size_t lines; /* in text */
    size_t nodes; /* made so far */
    struct err *err;
};

/* How to say what libyaml found. */
struct saying {
    const char *problem; /* its words */
    const char *text;
    const char *hint;
    enum { AT_PROBLEM, AT_START } where; /* of the two lines libyaml knows, the one to name */
    const char *began; /* what began on the other line, where that is worth saying */
};

static const char quote_it[] = "put the value in quotes: key: \"value\"";
static const char same_indent[] = "what belongs together is indented by the same number of spaces";
static const char plain_backslash[] = "in single quotes, or without quotes, a backslash is itself";
static const char close_quote[] = "close it with the same quote";

static const struct saying sayings[] = {
    { "could not find expected ':'", "this is neither a key with its value nor part of one",
      "write `key: value`, with a space after the colon", AT_START, NULL },
    { "mapping values are not allowed in this context", "a `: ` cannot stand here",
      "put a value that holds one in quotes; indent a key as much as the keys beside it",
      AT_PROBLEM, NULL },
    { "mapping keys are not allowed in this context", "a `? ` cannot stand here", quote_it,
      AT_PROBLEM, NULL },
    { "block sequence entries are not allowed in this context", "a `- ` cannot stand here",
      "begin each item of a list on a line of its own", AT_PROBLEM, NULL },
    { "did not find expected key", "this does not continue the mapping before it", same_indent,
      AT_PROBLEM, "the mapping" },
    { "did not find expected '-' indicator", "this does not continue the list before it",
      same_indent, AT_PROBLEM, "the list" },
    { "did not find expected ',' or ']'", "a `,` or the closing `]` is missing before this",
      "write a list as [one, two]", AT_PROBLEM, "the list" },
    { "did not find expected ',' or '}'", "a `,` or the closing `}` is missing before this",
      "write a mapping as { key: value, other: value }", AT_PROBLEM, "the mapping" },
    { "did not find expected node content", "a value is missing here",
      "write \"\" for an empty text; one that begins with `]`, `}` or `,` needs quotes", AT_PROBLEM,
      NULL },
    { "did not find expected <document start>", "this does not belong to what stands before it",
      "a file is one mapping: each line `key: value`", AT_PROBLEM, NULL },
    { "found unexpected end of stream", "the quote that opens here is never closed", close_quote,
      AT_START, NULL },
    { "found unexpected document indicator", "the quote that opens here is never closed",
      close_quote, AT_START, NULL },
    { "found unknown escape character", "there is no such escape in double quotes", plain_backslash,
      AT_PROBLEM, NULL },
    { "did not find expected hexdecimal number", "an escape lacks its hexadecimal digits",
      plain_backslash, AT_PROBLEM, NULL },
    { "found invalid Unicode character escape code", "an escape names no Unicode character",
      plain_backslash, AT_PROBLEM, NULL },
    { "did not find expected alphabetic or numeric character",
      "a value cannot begin with `&` or `*`", quote_it, AT_START, NULL },
    { "did not find expected comment or line break", "text cannot follow `|` or `>` on their line",
      "begin it on the next line, indented", AT_PROBLEM, NULL },
    { "found an indentation indicator equal to 0", "a block cannot be indented by 0",
      "leave the digit after `|` or `>` out, and indent the text", AT_PROBLEM, NULL },
};

/* Sets the error TEXT at LINE (zero-based), with HINT. */
static bool refuse(struct document *r, size_t line, const char *text, const char *hint)
{
    err_at(r->err, ERR_INPUT, r->path, (int)line + 1, "%s", text);
    return err_hint(r->err, "%s", hint);
}

/* How many lines TEXT has for libyaml, to which a CR alone ends one too. */
static size_t count_lines(struct slice text)
{
    size_t n = text_lines(text.s, text.len);
    for (size_t i = 0; i + 1 < text.len; i++)
        n += text.s[i] == '\r' && text.s[i + 1] != '\n';
    return n;
}

/* The zero-based line of MARK; libyaml counts the end of the file as one more. */
static size_t line_of(const struct document *r, yaml_mark_t mark)
{
    return mark.line < r->lines ? mark.line : r->lines ? r->lines - 1 : 0;
}

/* The line NUMBER (zero-based) of TEXT, its last one where it has fewer. */
static struct slice nth_line(struct slice text, size_t number)
{
    struct slice line = { "", 0 };
    while (text_line(&text, &line) && number > 0)
        number--;
    return line;
}

/* Tells whether a tab stands among the blanks that line NUMBER (zero-based) begins with. */
static bool is_tab_indented(struct slice text, size_t number)
{
    struct slice line = nth_line(text, number);
    for (size_t i = 0; i < line.len && (line.s[i] == ' ' || line.s[i] == '\t'); i++)
        if (line.s[i] == '\t')
            return true;
    return false;
}

static bool no_tags(struct document *r, size_t line)
{
    return refuse(r, line, "tags (`!name`) are not read",
                  "leave it out; a text that begins with `!` needs quotes");
}

/* libyaml's own reader fails on bytes, not on a line, and only control characters reach it. */
static bool control_error(struct document *r)
{
    size_t at = r->parser.problem_offset < r->text.len ? r->parser.problem_offset : r->text.len;
    unsigned code = (unsigned)r->parser.problem_value;
    err_at(r->err, ERR_INPUT, r->path, text_line_at(r->text.s, at),
           "holds the control character U+%04X", code);
    return err_hint(r->err, "in double quotes it can be written as an escape: \"\\u%04X\"", code);
}

static bool cannot_start(struct document *r, size_t line)
{
    const char *at = (const char *)r->parser.buffer.pointer;
    size_t left = (size_t)(r->parser.buffer.last - r->parser.buffer.pointer);
    uint32_t code;
    AUTO_FREE char *letter = node_quote(at, utf8_decode(at, left, &code));
    err_at(r->err, ERR_INPUT, r->path, (int)line + 1, "a value cannot begin with %s",
           *at == '`' ? "a backquote" : letter);
    return err_hint(r->err, quote_it);
}

/* Tells whether MARK is not first on its line, so that no indentation is to blame. */
static bool is_behind_value(const struct document *r, yaml_mark_t mark)
{
    struct slice line = nth_line(r->text, mark.line);
    size_t blanks = 0;
    while (blanks < line.len && line.s[blanks] == ' ')
        blanks++;
    return mark.column > blanks;
}

static bool say(struct document *r, const struct saying *saying, size_t line, size_t began)
{
    AUTO_FREE char *text =
        saying->began && began != line
            ? mem_printf("%s (%s began on line %zu)", saying->text, saying->began, began + 1)
            : mem_strdup(saying->text);
    return refuse(r, saying->where == AT_START ? began : line, text, saying->hint);
}

/* What is not in the table of sayings, by what it speaks of. */
static bool say_other(struct document *r, size_t line)
{
    const char *problem = r->parser.problem, *context = r->parser.context;
    AUTO_FREE char *both = mem_printf("%s %s", context ? context : "", problem);
    if (strstr(both, "directive") || strstr(both, "incompatible YAML"))
        return refuse(r, line, "directives (`%NAME`) are not read", "leave the line out");
    if (strstr(both, "tag"))
        return no_tags(r, line);
    return err_at(r->err, ERR_INPUT, r->path, (int)line + 1, "is not YAML: %s", problem);
}

/* Sets the error for what made libyaml stop. */
static bool syntax_error(struct document *r)
{
    if (r->parser.error == YAML_MEMORY_ERROR)
        mem_missing();
    if (r->parser.error == YAML_READER_ERROR)
        return control_error(r);
    const char *problem = r->parser.problem;
    size_t line = line_of(r, r->parser.problem_mark), began = line_of(r, r->parser.context_mark);
    if (is_tab_indented(r->text, line) || strstr(problem, "found a tab"))
        return refuse(r, line, "is indented by a tab, which YAML does not allow",
                      "indent with spaces");
    if (strcmp(problem, "found character that cannot start any token") == 0)
        return cannot_start(r, line);
    if (strcmp(problem, "did not find expected key") == 0 &&
        is_behind_value(r, r->parser.problem_mark))
        return refuse(r, line, "this cannot follow the value before it",
                      "put the whole value in quotes");
    for (size_t i = 0; i < COUNT(sayings); i++)
        if (strcmp(problem, sayings[i].problem) == 0)
            return say(r, &sayings[i], line, began);
    return say_other(r, line);
}

static bool next(struct document *r, yaml_event_t *event)
{
    return yaml_parser_parse(&r->parser, event) || syntax_error(r);
}

/* Makes NODE, an empty one, what begins with EVENT. */
static bool start_node(struct document *r, struct node *node, const yaml_event_t *event,
                       enum node_kind kind)
{
    node->kind = kind;
    node->line = (int)line_of(r, event->start_mark) + 1;
    if (r->nodes++ < MAX_NODES)
        return true;
    return err_at(r->err, ERR_INPUT, r->path, node->line, "holds over %d values", MAX_NODES);
}

/* Refuses what a settings file does not need and what makes YAML unsafe to read. */
static bool check_extras(struct document *r, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    size_t line = line_of(r, event->start_mark);
    if (event->type == YAML_ALIAS_EVENT)
        return refuse(r, line, "aliases (`*name`) are not read",
                      "write the value out; a text that begins with `*` needs quotes");
    if (event->type == YAML_SCALAR_EVENT)
        anchor = event->data.scalar.anchor, tag = event->data.scalar.tag;
    else if (event->type == YAML_SEQUENCE_START_EVENT)
        anchor = event->data.sequence_start.anchor, tag = event->data.sequence_start.tag;
    else if (event->type == YAML_MAPPING_START_EVENT)
        anchor = event->data.mapping_start.anchor, tag = event->data.mapping_start.tag;
    if (anchor)
        return refuse(r, line, "anchors (`&name`) are not read",
                      "write the value out; a text that begins with `&` needs quotes");
    return tag ? no_tags(r, line) : true;
}

static bool read_node(struct document *r, const yaml_event_t *event, int depth, struct node *node);

static bool read_scalar(struct document *r, const yaml_event_t *event, struct node *node)
{
    if (!start_node(r, node, event, NODE_SCALAR))
        return false;
    size_t len = event->data.scalar.length;
    node->text = mem_strndup((const char *)event->data.scalar.value, len);
    node->len = len;
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return true;
}

static bool read_list(struct document *r, const yaml_event_t *event, int depth, struct node *node)
{
    if (!start_node(r, node, event, NODE_LIST))
        return false;
    for (;;) {
        AUTO(yaml_event_delete) yaml_event_t item = { 0 };
        if (!next(r, &item))
            return false;
        if (item.type == YAML_SEQUENCE_END_EVENT)
            return true;
        if (!read_node(r, &item, depth + 1, vec_add(&node->children)))
            return false;
    }
}

/* Checks that EVENT can name a value of MAP. */
static bool check_key(struct document *r, const yaml_event_t *event, const struct node *map)
{
    size_t line = line_of(r, event->start_mark);
    if (!check_extras(r, event))
        return false;
    if (event->type != YAML_SCALAR_EVENT)
        return refuse(r, line, "a key must be text, not a list or a mapping", "write `key: value`");
    const char *key = (const char *)event->data.scalar.value;
    if (strlen(key) != event->data.scalar.length)
        return err_at(r->err, ERR_INPUT, r->path, (int)line + 1, "a key holds a NUL");
    const struct node *earlier = node_find(map, key);
    if (!earlier)
        return true;
    AUTO_FREE char *name = node_quote(key, strlen(key));
    err_at(r->err, ERR_INPUT, r->path, (int)line + 1, "the key %s was already there on line %d",
           name, earlier->key_line);
    return err_hint(r->err, "keep one of the two");
}

static bool read_map(struct document *r, const yaml_event_t *event, int depth, struct node *node)
{
    if (!start_node(r, node, event, NODE_MAP))
        return false;
    for (;;) {
        AUTO(yaml_event_delete) yaml_event_t key = { 0 }, value = { 0 };
        if (!next(r, &key))
            return false;
        if (key.type == YAML_MAPPING_END_EVENT)
            return true;
        if (!check_key(r, &key, node) || !next(r, &value))
            return false;
        struct node *child = vec_add(&node->children);
        if (!read_node(r, &value, depth + 1, child))
            return false;
        child->key = mem_strdup((const char *)key.data.scalar.value);
        child->key_line = (int)line_of(r, key.start_mark) + 1;
    }
}

/* Reads the node that begins with EVENT; after an error NODE is what was made of it. */
static bool read_node(struct document *r, const yaml_event_t *event, int depth, struct node *node)
{
    if (!check_extras(r, event))
        return false;
    if (depth > MAX_DEPTH) {
        err_at(r->err, ERR_INPUT, r->path, (int)line_of(r, event->start_mark) + 1,
               "is nested more than %d deep", MAX_DEPTH);
        return err_hint(r->err, "write it flatter: nothing here needs so many levels");
    }
    if (event->type == YAML_SEQUENCE_START_EVENT)
        return read_list(r, event, depth, node);
    if (event->type == YAML_MAPPING_START_EVENT)
        return read_map(r, event, depth, node);
    return read_scalar(r, event, node);
}

/* Reads what follows the first document, which must be nothing. */
static bool read_end(struct document *r)
{
    AUTO(yaml_event_delete) yaml_event_t end = { 0 }, after = { 0 };
    if (!next(r, &end) || !next(r, &after))
        return false;
    if (after.type == YAML_STREAM_END_EVENT)
        return true;
    return refuse(r, line_of(r, after.start_mark), "a second document begins here",
                  "a file holds one: take out `---`");
}

static bool read_document(struct document *r, struct node *root)
{
    AUTO(yaml_event_delete) yaml_event_t stream = { 0 }, start = { 0 }, first = { 0 };
    if (!next(r, &stream) || !next(r, &start))
        return false;
    if (start.type == YAML_STREAM_END_EVENT) {
        root->text = mem_strdup("");
        root->plain = true;
        return start_node(r, root, &start, NODE_SCALAR);
    }
    return next(r, &first) && read_node(r, &first, 1, root) && read_end(r);
}

static bool check_text(const char *path, struct slice text, struct err *err)
{
    if (text.len > MAX_TEXT)
        return err_at(err, ERR_INPUT, path, 0, "is larger than %d KiB", MAX_TEXT >> 10);
    if (slice_starts(text, "\xFF\xFE") || slice_starts(text, "\xFE\xFF")) {
        err_at(err, ERR_INPUT, path, 1, "is UTF-16, not UTF-8");
        return err_hint(err, "save it as UTF-8: iconv -f UTF-16 -t UTF-8");
    }
    return source_is_text(path, text, "save the file as UTF-8", err);
}

bool node_read(struct node *root, const char *path, struct slice text, struct err *err)
{
    *root = (struct node){ .kind = NODE_SCALAR };
    if (!check_text(path, text, err))
        return false;
    struct document r = { .path = path, .text = text, .lines = count_lines(text), .err = err };
    if (!yaml_parser_initialize(&r.parser))
        mem_missing();
    const char *bytes = text.s ? text.s : "";
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes, text.len);
    bool ok = read_document(&r, root);
    yaml_parser_delete(&r.parser);
    return ok;
}

const struct node *node_find(const struct node *map, const char *key)
{
    vec_each (child, &map->children)
        if (child->key && strcmp(child->key, key) == 0)
            return child;
    return NULL;
}

const char *node_string(const struct node *node)
{
    return node->kind == NODE_SCALAR && strlen(node->text) == node->len ? node->text : NULL;
}

bool node_is_missing(const struct node *node)
{
    return node->kind == NODE_SCALAR && node->plain && node->len == 0;
}

bool node_is_null(const struct node *node)
{
    static const char *const words[] = { "", "~", "null", "Null", "NULL" };
    if (node->kind != NODE_SCALAR || !node->plain)
        return false;
    for (size_t i = 0; i < COUNT(words); i++)
        if (strcmp(node->text, words[i]) == 0)
            return true;
    return false;
}

char *node_quote(const char *s, size_t len)
{
    struct buf out = BUF_INIT;
    const char *newline = len ? memchr(s, '\n', len) : NULL;
    size_t kept = newline ? (size_t)(newline - s) : len;
    if (kept > MAX_QUOTE) {
        kept = MAX_QUOTE;
        while (((unsigned char)s[kept] & 0xC0) == 0x80)
            kept--;
    }
    buf_addc(&out, '`');
    text_show(&out, s, kept);
    buf_adds(&out, kept < len ? "…`" : "`");
    return buf_steal(&out);
}

char *node_describe(const struct node *node)
{
    if (node->kind != NODE_SCALAR)
        return mem_printf("%s %s", node->children.n ? "a" : "an empty",
                          node->kind == NODE_LIST ? "list" : "mapping");
    return node_is_missing(node) ? mem_strdup("missing") : node_quote(node->text, node->len);
}

void node_release(struct node *node)
{
    vec_each (child, &node->children)
        node_release(child);
    vec_release(&node->children);
    free(node->text);
    free(node->key);
    *node = (struct node){ .kind = NODE_SCALAR };
}

const char *yaml_version(void)
{
    return yaml_get_version_string();
}
