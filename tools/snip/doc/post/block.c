#include "doc/post/block.h"

#include <stdlib.h>
#include <string.h>

#include "file/digest.h"

const struct view_grammar *view_grammar(enum view_kind kind)
{
#define VIEW_ROW(KIND, WORD, FENCE, ...) [KIND] = { .name = #WORD, .fence = FENCE, __VA_ARGS__ },
    static const struct view_grammar grammars[] = { VIEW_KINDS(VIEW_ROW) };
    return &grammars[kind];
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
