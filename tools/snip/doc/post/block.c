#include "doc/post/block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/path.h"
#include "file/digest.h"

const struct view_grammar *view_grammar(enum view_kind kind)
{
#define VIEW_ROW(KIND, WORD, FENCE, ...) [KIND] = { .name = #WORD, .fence = FENCE, __VA_ARGS__ },
    static const struct view_grammar grammars[] = { VIEW_KINDS(VIEW_ROW) };
    return &grammars[kind];
}

const char *block_fence(const struct block *block)
{
    static const struct {
        const char *ending, *word;
    } languages[] = {
        { ".c", "c" },         { ".h", "c" },          { ".html", "html" },    { ".css", "css" },
        { ".js", "js" },       { ".py", "python" },    { ".sh", "sh" },        { ".pl", "perl" },
        { ".rb", "ruby" },     { ".json", "json" },    { ".xml", "xml" },      { ".yml", "yaml" },
        { ".yaml", "yaml" },   { ".toml", "toml" },    { ".ini", "ini" },      { ".conf", "conf" },
        { ".mk", "make" },     { "Makefile", "make" }, { "makefile", "make" }, { ".sql", "sql" },
        { ".awk", "awk" },     { ".lua", "lua" },      { ".diff", "diff" },    { ".patch", "diff" },
        { ".md", "markdown" },
    };
    const char *base = path_base(block->target), *ending = path_ending(block->target);
    if (!view_grammar(block->kind)->any)
        return view_grammar(block->kind)->fence;
    for (size_t i = 0; i < COUNT(languages); i++)
        if (strcmp(*ending ? ending : base, languages[i].ending) == 0)
            return languages[i].word;
    return "text";
}

const char *block_attribute(const struct block *block, const char *key)
{
    vec_each (attribute, &block->attributes)
        if (strcmp(attribute->key, key) == 0)
            return attribute->value;
    return NULL;
}

bool block_chooses(const struct block *block, const char *key, const char *name)
{
    const char *names = block_attribute(block, key);
    if (!names)
        return true;
    for (size_t n; *names; names += n + (names[n] == ',')) {
        n = strcspn(names, ",");
        if (strlen(name) == n && memcmp(names, name, n) == 0)
            return true;
    }
    return false;
}

/* Reads the number of a line at *P and moves *P behind it; 0 where none is there. */
static size_t read_line_number(const char **p)
{
    size_t number = 0;
    while (**p >= '0' && **p <= '9' && number < SIZE_MAX / 100)
        number = number * 10 + (size_t)(*(*p)++ - '0');
    return number;
}

bool line_ranges_read(struct line_ranges *ranges, const char *text)
{
    for (const char *p = text; p; p = *p ? p + 1 : NULL) {
        struct line_range range;
        range.first = range.last = read_line_number(&p);
        if (*p == '-') {
            p++;
            range.last = read_line_number(&p);
        }
        if (range.first == 0 || range.last < range.first || (*p && *p != ','))
            return false;
        vec_push(ranges, range);
    }
    return true;
}

void block_digest(struct slice text, char digest[BLOCK_DIGEST + 1])
{
    char hex[DIGEST_HEX + 1];
    digest_hex(text.s, text.len, hex);
    memcpy(digest, hex, BLOCK_DIGEST);
    digest[BLOCK_DIGEST] = '\0';
}

void block_release(struct block *block)
{
    vec_each (attribute, &block->attributes) {
        free(attribute->key);
        free(attribute->value);
    }
    vec_release(&block->attributes);
    free(block->target);
    free(block->region);
    free(block->literal);
    free(block->info);
    *block = (struct block){ 0 };
}
